// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>
#include <QImage>

namespace chaesaek {

/// A picture with rounded corners, as large as `area` allows.
void paintPictureIn(QPainter& painter, const QRectF& area, const QImage& picture);
/// A few letters on a small card in a corner of `area`.
void paintCornerMark(QPainter& painter, const QRectF& area, Qt::Corner corner, const QString& text);

/// A picture in a frame that can be clicked; a word stands in its place until there is one.
class PictureCard : public QAbstractButton {
  Q_OBJECT
 public:
  PictureCard(int side, const QString& emptyText, QWidget* parent = nullptr);
  const QImage& picture() const { return picture_; }
  void setPicture(const QImage& picture);
  QSize sizeHint() const override { return {side_, side_}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  /// The frame lies `strong` around what is chosen.
  void paintCard(QPainter& painter, bool strong);

 private:
  int side_;
  QString emptyText_;
  QImage picture_;
};

}  // namespace chaesaek
