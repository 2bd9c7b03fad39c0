// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/share_bar.h"

#include <QPainter>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr double kPoint = 4.5, kBand = 6;

}  // namespace

ShareBar::ShareBar(double share, double low, double high, QWidget* parent) : QWidget(parent), share_(share), low_(low), high_(high) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ShareBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double middle = height() / 2.;
  const auto x = [this](double share) { return kPoint + share * (width() - 2 * kPoint); };
  painter.fillRect(QRectF(x(0), middle - .5, x(1) - x(0), 1), tokens().line);
  painter.setPen(Qt::NoPen);
  painter.setBrush(mixed(tokens().window, tokens().accent, .45));
  painter.drawRoundedRect(QRectF(x(low_), middle - kBand / 2, x(high_) - x(low_), kBand), kBand / 2, kBand / 2);
  painter.setBrush(tokens().accent);
  painter.drawEllipse(QPointF(x(share_), middle), kPoint, kPoint);
}

}  // namespace chaesaek
