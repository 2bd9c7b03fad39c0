// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/heat_scale.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kSteps = 4, kBar = 8, kMost = 300, kMargin = 12, kUnit = 34;

}  // namespace

HeatScale::HeatScale(QImage ramp, double top, QWidget* parent) : QWidget(parent), ramp_(std::move(ramp)), top_(top) {
  setFont(Theme::instance().captionFont());
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setToolTip(tr("Colour difference CIEDE2000: from about 2 on it is seen side by side"));
  setAccessibleName(tr("Scale of the heat: ΔE 0 to %1").arg(top));
}

void HeatScale::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
  const QRectF bar(kUnit, 5, qMin(kMost, width() - kUnit - kMargin), kBar);
  QPainterPath round;
  round.addRoundedRect(bar, 3, 3);
  painter.save();
  painter.setClipPath(round);
  painter.drawImage(bar, ramp_);
  painter.restore();
  painter.setPen(tokens().softText);
  for (int i = 0; i <= kSteps; ++i) {
    const QString figure = QString::number(top_ * i / kSteps) + (i == kSteps ? "+" : "");
    painter.drawText(QRectF(bar.left() + bar.width() * i / kSteps - 30, bar.bottom() + 2, 60, 16), Qt::AlignHCenter | Qt::AlignTop, figure);
  }
  painter.drawText(QRectF(0, 0, kUnit, height()), Qt::AlignLeft | Qt::AlignVCenter, "ΔE");
}

}  // namespace chaesaek
