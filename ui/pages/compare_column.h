// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/jobs/column_colourer.h"
#include "ui/pages/compare_cell.h"

namespace chaesaek {

class Button;
class PicturePane;
class ViewState;

/// What a column shows, as the settings keep it: one of these, or whatever ModelShelf::open takes.
namespace column_key {
inline const QString kReal = ":real", kTraining = ":training", kFlat = "flat";
}

/// One column: a network's picture of the sketch, or the real picture.
class CompareColumn : public CompareCell {
  Q_OBJECT
 public:
  CompareColumn(int id, QString key, ViewState* view, QWidget* parent);
  int id() const { return id_; }
  const QString& key() const { return key_; }
  bool isReal() const { return key_ == column_key::kReal; }
  PicturePane* pane() const { return pane_; }
  Button* menuButton() const { return menu_; }

  /// Its picture with ink, whatever the pane shows at the moment; null: none yet, or `problem` says why.
  const QImage& picture() const { return covered_ ? nothing_ : picture_; }
  const QString& problem() const { return problem_; }
  const ModelInfo& info() const { return result_.info; }
  quint64 revision() const { return result_.revision; }
  double milliseconds() const { return result_.forwardMs; }

  void setResult(const ColumnResult& result);
  void setFigures(const ColumnFigures& figures);
  /// Null: nobody knows it.
  void setReal(const QImage& picture);
  /// Instead of the figures: how far it is from another column.
  void setDistance(const QString& words);
  /// A number instead of names and figures; 0: names again.
  void setBlind(int number);
  /// Nobody sees its picture, so that no column is known by how fast it is.
  void setCovered(bool covered);
  /// Name and caption, as they stand in the head when nothing is hidden.
  QString name() const;
  QString caption() const;
  /// The caption for a narrow column: "1,200", "best".
  QString shortCaption() const;
  /// Both: "My run, step 500".
  QString fullName() const;

 Q_SIGNALS:
  void pictureChanged();
  /// Its head is dragged.
  void dragged(QPoint global);
  void dropped();
  void enlargeWanted();

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  void tell();
  QString figuresText() const;
  QString detailsText() const;

  int id_;
  bool run_;  ///< named by a person, or after what it trains
  QString key_, problem_, distance_;
  PicturePane* pane_;
  Button* menu_;
  QImage picture_;
  ColumnResult result_;
  std::optional<PictureFigures> figures_;
  int blind_ = 0;
  bool covered_ = false;
  const QImage nothing_;
  QPoint pressAt_;
  bool held_ = false, dragging_ = false;
};

}  // namespace chaesaek
