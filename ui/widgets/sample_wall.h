// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace chaesaek {

/// What is dragged from a wall: the picture's number.
inline constexpr const char* kSampleMime = "application/x-chaesaek-sample";

/// Pictures side by side, as large as the room allows. A click picks one, a double click enlarges it, it can be dragged
/// away; arrow keys move the mark, Enter picks, Shift+Enter enlarges.
class SampleWall : public QWidget {
  Q_OBJECT
 public:
  explicit SampleWall(QWidget* parent = nullptr);
  /// With heads: a row for each, all of one length. Without: as many in a row as makes them largest.
  void setPictures(std::vector<QImage> pictures, const QStringList& heads);
  /// A few letters for each picture that was picked; empty for the others.
  void setMarks(const QStringList& marks);
  /// What can be seen without scrolling.
  void setRoom(QSize room);
  int count() const { return int(pictures_.size()); }
  QImage picture(int index) const { return pictures_[size_t(index)]; }
  QRect cell(int index) const;

 Q_SIGNALS:
  void picked(int index);
  void enlarged(int index);
  void marked(QRect cell);  ///< by a key: scroll there

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int at(QPointF point) const;
  int sideFor(int columns) const;
  void fit();
  void moveTo(int index);
  void drag(int index);
  QString nameOf(int index) const;
  void paintCell(QPainter& painter, int index);
  void paintHeads(QPainter& painter);

  std::vector<QImage> pictures_;
  QStringList heads_, marks_;
  QSize room_;
  int columns_ = 1, side_ = 0, left_ = 0;  ///< left_: of the first picture, behind the heads
  int hovered_ = -1, pressed_ = -1, mark_ = 0;
  QPointF pressedAt_;
  bool byKeys_ = false;  ///< the mark is shown to who uses the keyboard
};

}  // namespace chaesaek
