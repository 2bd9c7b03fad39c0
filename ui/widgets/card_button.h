// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>
#include <QPixmap>

namespace chaesaek {

/// A picture (or an icon) with a title and a caption: the present model, and each model to choose from.
class CardButton : public QAbstractButton {
  Q_OBJECT
 public:
  enum class Frame { Card, Row };  ///< Card: framed, opens something (double arrow); Row: one of a list
  explicit CardButton(Frame frame, QWidget* parent = nullptr);
  void setContent(const QString& title, const QString& caption);
  void setPicture(const QPixmap& picture, const QString& iconInstead);
  /// A caption of so many lines; one by default, with none the card is low.
  void setCaptionLines(int lines);
  QString caption() const { return caption_; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QColor background() const;
  void paintPicture(QPainter& painter, const QRect& area);
  void paintWords(QPainter& painter, const QRect& area);

  Frame frame_;
  int captionLines_ = 1;
  QString caption_, icon_;
  QPixmap picture_;
};

}  // namespace chaesaek
