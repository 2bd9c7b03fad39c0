// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/health_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

HealthLine::HealthLine(QWidget* parent) : QWidget(parent), words_(new QLabel(this)) {
  words_->setWordWrap(true);
  words_->setTextFormat(Qt::PlainText);
  words_->setObjectName("health");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12 + 18 + kGap8, 6, kGap12, 6);
  row->addWidget(words_);
  setMinimumHeight(34);
}

void HealthLine::say(const Health& health) {
  kind_ = health.kind;
  words_->setText(QString::fromStdString(health.text));
  update();
}

QString HealthLine::text() const { return words_->text(); }

void HealthLine::paintEvent(QPaintEvent*) {
  if (words_->text().isEmpty()) return;
  const bool good = kind_ == Health::Kind::Good || kind_ == Health::Kind::Early;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(good ? tokens().accentSoft : tokens().adviceSoft);
  painter.drawRoundedRect(rect(), kCorner, kCorner);
  paintIcon(painter, QRectF(kGap12, 0, 18, height()), good ? "heart-pulse" : "circle-alert", good ? tokens().accent : tokens().advice, 18);
}

}  // namespace chaesaek
