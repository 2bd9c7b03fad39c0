// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/picture_pane.h"

#include <QApplication>
#include <QGestureEvent>
#include <QPainterPath>
#include <QStyleHints>
#include <QWheelEvent>
#include <cmath>

#include "ui/canvas/paper_painter.h"

namespace chaesaek {
namespace {

constexpr double kNotchZoom = 1.2, kKeyZoom = 1.25;
constexpr double kLoupeShare = .2, kLeastLoupe = 32, kMostLoupe = 88, kMagnified = 4;  // radius: of the pane's shorter side
constexpr double kDividerStep = .02;
constexpr int kWordsMargin = 8;

}  // namespace

PicturePane::PicturePane(ViewState* view, QWidget* parent) : QWidget(parent), view_(view) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAttribute(Qt::WA_AcceptTouchEvents);
  grabGesture(Qt::PinchGesture);
  setCursor(Qt::OpenHandCursor);
  connect(view, &ViewState::changed, this, qOverload<>(&QWidget::update));
}

void PicturePane::setPaper(QSize size) {
  paper_ = size;
  update();
}

void PicturePane::setPicture(const QImage& picture) {
  picture_ = picture;
  mips_.invalidate();
  update();
}

void PicturePane::setWords(const QString& words) {
  if (words == words_) return;
  words_ = words;
  update();
}

void PicturePane::setOther(const QImage& other) {
  other_ = other;
  otherMips_.invalidate();
  update();
}

void PicturePane::setDivider(double share) {
  divider_ = std::clamp(share, 0., 1.);
  update();
}

void PicturePane::setLoupe(std::optional<QPointF> at) {
  if (at == loupe_) return;
  loupe_ = at;
  update();
}

void PicturePane::zoomBy(double factor, QPointF around) { view_->setZoom(view_->zoom() * factor, around, size(), paper_); }

// ---- painting

void PicturePane::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.fillRect(event->rect(), palette().color(QPalette::Dark));
  paintPaper(painter, transform().map(QPolygonF(QRectF({}, QSizeF(paper_)))), palette());
  paintPicture(painter, picture_, mips_, transform());
  if (!other_.isNull()) {
    const double x = divider_ * width();
    painter.save();
    painter.setClipRect(QRectF(0, 0, x, height()));
    paintPicture(painter, other_, otherMips_, transform());
    painter.restore();
    paintDivider(painter, {x, height() / 2.}, palette());
  }
  if (picture_.isNull()) paintWords(painter);
  if (loupe_) paintLoupe(painter);
}

void PicturePane::paintPicture(QPainter& painter, const QImage& picture, MipImage& mips, const QTransform& place) {
  if (picture.isNull()) return;
  const double scale = std::hypot(place.m11(), place.m12()) * paper_.width() / picture.width() * devicePixelRatioF();
  painter.save();
  painter.setTransform(place, true);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < kCrispFrom);
  painter.drawImage(QRectF({}, QSizeF(paper_)), mips.at(picture, scale));
  painter.restore();
}

void PicturePane::paintWords(QPainter& painter) {
  painter.setPen(QColor(0, 0, 0, 160));  // soft text on paper, which is white in every theme
  const QRectF paper = transform().mapRect(QRectF({}, QSizeF(paper_))) & QRectF(rect());
  painter.drawText(paper.adjusted(kWordsMargin, kWordsMargin, -kWordsMargin, -kWordsMargin), Qt::AlignCenter | Qt::TextWordWrap, words_);
}

/// The same view, so many times larger around the point; ink and colours of one place in every column.
void PicturePane::paintLoupe(QPainter& painter) {
  const QPointF middle = toWidget(*loupe_);
  const QTransform larger = transform() * QTransform::fromTranslate(-middle.x(), -middle.y()) * QTransform::fromScale(kMagnified, kMagnified) *
                            QTransform::fromTranslate(middle.x(), middle.y());
  const double radius = std::clamp(kLoupeShare * std::min(width(), height()), kLeastLoupe, kMostLoupe);
  QPainterPath circle;
  circle.addEllipse(middle, radius, radius);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipPath(circle);
  painter.fillPath(circle, palette().color(QPalette::Dark));
  painter.fillRect(larger.mapRect(QRectF({}, QSizeF(paper_))), Qt::white);
  paintPicture(painter, picture_, mips_, larger);
  painter.restore();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(palette().color(QPalette::Base), 4));
  painter.drawPath(circle);
  painter.setPen(QPen(palette().color(QPalette::PlaceholderText), 1.5));
  painter.drawPath(circle);
}

// ---- pointer

bool PicturePane::onDivider(QPointF at) const { return !other_.isNull() && std::abs(at.x() - divider_ * width()) <= kDividerReach; }

PicturePane::Grip PicturePane::gripFor(const QMouseEvent* event) const {
  const bool left = event->button() == Qt::LeftButton;
  if (event->button() == Qt::MiddleButton || (left && space_)) return Grip::Pan;
  if (!left) return Grip::None;
  if (onDivider(event->position())) return Grip::Divide;
  return pressable_ ? Grip::Press : Grip::Pan;
}

void PicturePane::mousePressEvent(QMouseEvent* event) {
  if (grip_ != Grip::None) return;
  grip_ = gripFor(event);
  gripAt_ = pressAt_ = event->position();
  if (grip_ == Grip::Press) Q_EMIT pressed(true);
  showCursor(event->position());
}

void PicturePane::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (grip_ == Grip::Pan && (gripAt_ != pressAt_ || (at - pressAt_).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance())) {
    view_->panBy(at - gripAt_);
    gripAt_ = at;
  } else if (grip_ == Grip::Divide) {
    Q_EMIT dividerMoved(std::clamp(at.x() / std::max(1, width()), 0., 1.));
  }
  showCursor(at);
  Q_EMIT pointerMoved(toPicture(at));
}

void PicturePane::mouseReleaseEvent(QMouseEvent* event) {
  const Grip was = std::exchange(grip_, Grip::None);
  showCursor(event->position());
  if (was == Grip::Press) Q_EMIT pressed(false);
  if (was == Grip::Pan && event->button() == Qt::LeftButton && gripAt_ == pressAt_) Q_EMIT clicked();
}

void PicturePane::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !pressable_) Q_EMIT doubleClicked();
}

void PicturePane::wheelEvent(QWheelEvent* event) {
  zoomBy(std::pow(kNotchZoom, event->angleDelta().y() / 120.), event->position());
  Q_EMIT pointerMoved(toPicture(event->position()));
  event->accept();
}

bool PicturePane::event(QEvent* event) {
  if (event->type() == QEvent::NativeGesture) {
    const auto* native = static_cast<QNativeGestureEvent*>(event);
    if (native->gestureType() == Qt::ZoomNativeGesture) zoomBy(1 + native->value(), native->position());
    return true;
  }
  if (event->type() != QEvent::Gesture) return QWidget::event(event);
  auto* gestures = static_cast<QGestureEvent*>(event);
  const auto* fingers = static_cast<QPinchGesture*>(gestures->gesture(Qt::PinchGesture));
  if (!fingers) return QWidget::event(event);
  const QPointF centre = mapFromGlobal(fingers->centerPoint());
  view_->panBy(centre - mapFromGlobal(fingers->lastCenterPoint()));
  zoomBy(fingers->scaleFactor(), centre);
  gestures->accept(Qt::PinchGesture);
  return true;
}

void PicturePane::enterEvent(QEnterEvent*) {
  // Keys work where the pointer is; but who types into a field goes on typing.
  const QWidget* focus = QApplication::focusWidget();
  if (!focus || !focus->testAttribute(Qt::WA_InputMethodEnabled)) setFocus(Qt::MouseFocusReason);
}

void PicturePane::leaveEvent(QEvent*) { Q_EMIT pointerLeft(); }

void PicturePane::showCursor(QPointF at) {
  if (grip_ == Grip::Pan) return setCursor(Qt::ClosedHandCursor);
  if (grip_ == Grip::Divide || onDivider(at)) return setCursor(Qt::SplitHCursor);
  setCursor(pressable_ && !space_ ? Qt::PointingHandCursor : Qt::OpenHandCursor);
}

// ---- keys

void PicturePane::keyPressEvent(QKeyEvent* event) {
  const QPointF middle = QRectF(rect()).center();
  const bool control = event->modifiers().testFlag(Qt::ControlModifier);
  if (event->key() == Qt::Key_Space) space_ = true;
  else if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal) zoomBy(kKeyZoom, middle);
  else if (event->key() == Qt::Key_Minus) zoomBy(1 / kKeyZoom, middle);
  else if (!other_.isNull() && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
    Q_EMIT dividerMoved(std::clamp(divider_ + (event->key() == Qt::Key_Left ? -kDividerStep : kDividerStep), 0., 1.));
  else if (control && event->key() == Qt::Key_0) view_->fit(size(), paper_);
  else if (control && event->key() == Qt::Key_1) zoomBy(1 / view_->zoom(), middle);
  else QWidget::keyPressEvent(event);
}

void PicturePane::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) space_ = false;
  else QWidget::keyReleaseEvent(event);
}

void PicturePane::focusOutEvent(QFocusEvent* event) {
  space_ = false;
  QWidget::focusOutEvent(event);
}

}  // namespace chaesaek
