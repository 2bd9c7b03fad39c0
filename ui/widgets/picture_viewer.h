// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>
#include <QWidget>

#include "ui/widgets/sample_sheet.h"

namespace chaesaek {

class Button;
class ViewerPanes;

/// One row of pictures, large and side by side, laid over a page. Zoom (wheel at the pointer, plus and minus) and pan
/// (drag) are linked; 0 or a double click fits; arrow keys go to the next row; Escape or the cross closes.
class PictureViewer : public QWidget {
  Q_OBJECT
 public:
  /// Fills `area` from show to close, and then deletes itself.
  PictureViewer(const SampleSheet& sheet, int row, QWidget* area);
  /// New pictures in the place of the old ones; row, zoom and pan stay.
  void setSheet(const SampleSheet& sheet);
  int row() const { return row_; }
  void setRow(int row);
  double zoom() const;  ///< 1 fits

 Q_SIGNALS:
  void closed();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  bool focusNextPrevChild(bool next) override;

 private:
  void leave();

  SampleSheet sheet_;
  int row_ = 0;
  QLabel* title_;
  ViewerPanes* panes_;
  Button *previous_, *next_, *close_;
};

}  // namespace chaesaek
