// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/view_state.h"

#include <QRectF>
#include <algorithm>
#include <cmath>

namespace chaesaek {
namespace {

constexpr double kLeastZoom = 0.02, kMostZoom = 64;
constexpr double kMostFittedZoom = 8;
constexpr int kMargin = 12;  // around a fitted paper

}  // namespace

QTransform ViewState::exactTransform(QSize viewSize, QSize canvasSize) const {
  QTransform transform;
  transform.translate(viewSize.width() / 2.0 + offset_.x(), viewSize.height() / 2.0 + offset_.y());
  transform.rotate(angle_);
  transform.scale(mirrored_ ? -zoom_ : zoom_, zoom_);
  transform.translate(-canvasSize.width() / 2.0, -canvasSize.height() / 2.0);
  return transform;
}

QTransform ViewState::transform(QSize viewSize, QSize canvasSize) const {
  const QTransform exact = exactTransform(viewSize, canvasSize);
  if (angle_ != 0) return exact;
  return exact * QTransform::fromTranslate(std::round(exact.dx()) - exact.dx(), std::round(exact.dy()) - exact.dy());
}

void ViewState::setZoom(double zoom, QPointF around, QSize viewSize, QSize canvasSize) {
  const QPointF canvasPoint = exactTransform(viewSize, canvasSize).inverted().map(around);
  zoom_ = std::clamp(zoom, kLeastZoom, kMostZoom);
  fitted_ = false;
  offset_ += around - exactTransform(viewSize, canvasSize).map(canvasPoint);
  emit changed();
}

void ViewState::panBy(QPointF widgetPixels) {
  offset_ += widgetPixels;
  fitted_ = false;
  emit changed();
}

void ViewState::fit(QSize viewSize, QSize canvasSize) {
  if (canvasSize.isEmpty()) return;
  const QSizeF turned = QTransform().rotate(angle_).mapRect(QRectF({}, QSizeF(canvasSize))).size();
  const double wide = std::max(1, viewSize.width() - 2 * kMargin) / turned.width();
  const double high = std::max(1, viewSize.height() - 2 * kMargin) / turned.height();
  zoom_ = std::clamp(std::min(wide, high), kLeastZoom, kMostFittedZoom);
  offset_ = {};
  fitted_ = true;
  emit changed();
}

void ViewState::mirror() {
  mirrored_ = !mirrored_;
  angle_ = -angle_;
  offset_.rx() = -offset_.x();
  emit changed();
}

void ViewState::rotateBy(double degrees) {
  angle_ = std::fmod(angle_ + degrees, 360);
  offset_ = QTransform().rotate(degrees).map(offset_);
  emit changed();
}

}  // namespace chaesaek
