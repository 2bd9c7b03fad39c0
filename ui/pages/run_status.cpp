// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_status.h"

#include <QPainter>

#include "ui/jobs/training_runner.h"
#include "ui/pages/train_bar.h"
#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kBarWidth = 90, kTitleWidth = 220, kWordsWidth = 150;

}  // namespace

RunStatus::RunStatus(const TrainingRunner* runner, QWidget* parent) : QAbstractButton(parent), runner_(runner) {
  setObjectName("run-status");
  setFont(Theme::instance().captionFont());
  setFocusPolicy(Qt::TabFocus);
  setToolTip(tr("Go to the run in training"));
  connect(runner, &TrainingRunner::stateChanged, this, &RunStatus::follow);
  connect(runner, &TrainingRunner::stepsTaken, this, &RunStatus::follow);
  follow();
}

void RunStatus::follow() {
  setVisible(runner_->isActive());
  const auto& latest = runner_->latest();
  share_ = latest && runner_->totalSteps() > 0 ? double(latest->step) / double(runner_->totalSteps()) : 0;
  setText(runner_->isBeginning() ? tr("Preparing a run") : tr("Training %1").arg(runner_->run()));
  const QString percent = tr("%1 %").arg(int(share_ * 100));
  if (runner_->isBeginning()) words_.clear();
  else if (runner_->state() == RunState::Paused) words_ = tr("%1 · paused").arg(percent);
  else words_ = latest ? QString("%1 · %2").arg(percent, timeLeft(latest->secondsLeft)) : percent;
  setAccessibleName(text() + ", " + words_);
  update();
}

QSize RunStatus::sizeHint() const { return {kTitleWidth + kBarWidth + kWordsWidth + 2 * kGap8, kStatusHeight - 1}; }

void RunStatus::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(underMouse() ? tokens().text : tokens().softText);
  const QString title = fontMetrics().elidedText(text(), Qt::ElideMiddle, kTitleWidth);
  painter.drawText(QRect(0, 0, kTitleWidth, height()), Qt::AlignRight | Qt::AlignVCenter, title);
  painter.drawText(QRect(kTitleWidth + kBarWidth + 2 * kGap8, 0, kWordsWidth, height()), Qt::AlignLeft | Qt::AlignVCenter, words_);
  const QRectF bar(kTitleWidth + kGap8, height() / 2. - 1.5, kBarWidth, 3);
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens().line);
  painter.drawRoundedRect(bar, 1.5, 1.5);
  painter.setBrush(tokens().accent);
  painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(bar.width() * share_, bar.height())), 1.5, 1.5);
  if (hasFocus()) paintFocusRing(painter, rect(), kCorner);
}

}  // namespace chaesaek
