// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <optional>

#include "ui/canvas/mip_image.h"
#include "ui/canvas/view_state.h"

namespace chaesaek {

/// A picture among several of one size that share a ViewState: the wheel and pinching zoom at the pointer, a drag pans, and all
/// of them follow. It can lie beside another picture with a line between them to drag, and under a loupe.
class PicturePane : public QWidget {
  Q_OBJECT
 public:
  explicit PicturePane(ViewState* view, QWidget* parent = nullptr);

  /// Of every picture that shares the view, whether it is here yet or not.
  void setPaper(QSize size);
  /// Null: `words` stand on the paper instead.
  void setPicture(const QImage& picture);
  const QImage& picture() const { return picture_; }
  void setWords(const QString& words);
  /// Left of the divider; null: no divider.
  void setOther(const QImage& other);
  /// 0..1 of the width.
  void setDivider(double share);
  double divider() const { return divider_; }
  /// Magnifies what lies around a point of the picture; nothing: no loupe.
  void setLoupe(std::optional<QPointF> at);
  bool hasLoupe() const { return loupe_.has_value(); }
  /// A left press is not a grip for panning but `pressed`.
  void setPressable(bool on) { pressable_ = on; }

  QPointF toPicture(QPointF widget) const { return transform().inverted().map(widget); }
  QPointF toWidget(QPointF picture) const { return transform().map(picture); }

 Q_SIGNALS:
  void clicked();              ///< pressed and released in one place
  void pressed(bool down);     ///< see setPressable
  void doubleClicked();
  void dividerMoved(double share);
  void pointerMoved(QPointF picture);
  void pointerLeft();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Grip { None, Pan, Divide, Press };
  QTransform transform() const { return view_->transform(size(), paper_); }
  void zoomBy(double factor, QPointF around);
  bool onDivider(QPointF at) const;
  Grip gripFor(const QMouseEvent* event) const;
  void showCursor(QPointF at);
  void paintPicture(QPainter& painter, const QImage& picture, MipImage& mips, const QTransform& place);
  void paintWords(QPainter& painter);
  void paintLoupe(QPainter& painter);

  ViewState* view_;
  QSize paper_{256, 256};
  QImage picture_, other_;
  MipImage mips_, otherMips_;
  QString words_;
  double divider_ = .5;
  std::optional<QPointF> loupe_;
  Grip grip_ = Grip::None;
  QPointF gripAt_, pressAt_;
  bool pressable_ = false, space_ = false;
};

}  // namespace chaesaek
