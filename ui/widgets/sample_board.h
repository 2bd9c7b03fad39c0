// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointer>
#include <QWidget>
#include <optional>

#include "ui/widgets/sample_sheet.h"

class QLabel;
class QScrollArea;
class QStackedLayout;

namespace chaesaek {

class PictureViewer;
class SampleGrid;
class SampleHeads;
class Timeline;
class VerdictLegend;

/// Rows of pictures under their heads, and a timeline of the moments that were kept. A click on a picture (or Enter)
/// enlarges its row in a PictureViewer.
class SampleBoard : public QWidget {
  Q_OBJECT
 public:
  /// `emptyText` stands in the place of pictures until there are some.
  explicit SampleBoard(const QString& emptyText, QWidget* parent = nullptr);
  ~SampleBoard() override;
  void setEmptyText(const QString& text);

  /// One to four heads; an empty head is left blank.
  void setColumns(const QStringList& heads);
  /// Pictures of any size, one for each column; a null one leaves its card white. Scrolling, the open viewer and its
  /// zoom stay as they are.
  void setRows(std::vector<std::vector<QImage>> rows);
  /// D's verdict over a column: one grey map a row, 0 "takes it for false" to 255 "takes it for real", a pixel a patch.
  /// No maps take it away.
  void setOverlay(int column, std::vector<QImage> maps);
  void setOverlayVisible(bool visible);

  /// The kept moments, ascending; the last is the newest. A person at the newest stays there, one at an earlier moment
  /// stays at that (or goes to the nearest that is left, which is signalled). No moments hide the timeline.
  void setMoments(std::vector<qint64> steps, std::optional<qint64> best);
  /// The chosen earlier moment; empty at the newest.
  std::optional<qint64> moment() const;
  /// Without a signal.
  void showNewest();

  /// What the viewer fills: the page; by default the whole window.
  void setViewerArea(QWidget* area) { viewerArea_ = area; }
  /// The open viewer, else null.
  PictureViewer* viewer() const;

  QSize sizeHint() const override { return {360, 560}; }
  QSize minimumSizeHint() const override { return {220, 160}; }

 Q_SIGNALS:
  void momentChosen(qint64 step);  ///< by the person
  void newestChosen();             ///< by the person

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void enlarge(int row);
  void sheetChanged();

  SampleSheet sheet_;
  int mapColumn_ = -1;
  bool overlayVisible_ = false;
  SampleHeads* heads_;
  SampleGrid* grid_;
  QScrollArea* scroll_;
  QStackedLayout* stack_;  ///< the sentence, or the pictures
  QLabel* empty_;
  VerdictLegend* legend_;
  Timeline* timeline_;
  QPointer<QWidget> viewerArea_;
  QPointer<PictureViewer> viewer_;
};

}  // namespace chaesaek
