// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/explanation.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

const QString kWanted = "explanations";

}  // namespace

Explanation::Explanation(const QString& text, QWidget* parent) : QWidget(parent), words_(new Caption(text, this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap8, kGap4, kGap4, kGap4);
  row->setSpacing(kGap4);
  words_->setWordWrap(true);
  words_->setTextFormat(Qt::PlainText);
  row->addWidget(words_, 1);
  auto* cross = new Button(Button::Look::Quiet, "x", {}, this);
  cross->describe(tr("Hide the explanations"));
  row->addWidget(cross, 0, Qt::AlignTop);
  connect(cross, &QAbstractButton::clicked, this, &Explanation::dismissed);
}

void Explanation::setText(const QString& text) { words_->setText(text); }

bool Explanation::areWanted(bool room) { return uiSettings().value(kWanted, room).toBool(); }

void Explanation::setWanted(bool on) { uiSettings().setValue(kWanted, on); }

void Explanation::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens().sunk);
  painter.drawRoundedRect(rect(), kCorner, kCorner);
}

}  // namespace chaesaek
