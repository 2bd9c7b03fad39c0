// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_bar.h"

#include <QHBoxLayout>

#include "ui/jobs/training_runner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr double kPaces[] = {4, 30, 0};  // steps a second: each can be followed; a film; as fast as it goes

bool isPaused(const TrainingRunner& runner) { return runner.isActive() && runner.state() == RunState::Paused; }

}  // namespace

PlaygroundBar::PlaygroundBar(TrainingRunner* runner, QWidget* parent) : QWidget(parent), runner_(runner) {
  setFixedHeight(kOptionBarHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap8);
  play_ = new Button(Button::Look::Main, "pause", tr("Pause"), this);
  play_->setObjectName("play");
  play_->reserveWidthFor(tr("Go on"));
  restart_ = new Button(Button::Look::Tool, "rotate-ccw", {}, this);
  restart_->setObjectName("restart");
  restart_->describe(tr("Begin again, from other random weights"), Qt::Key_R);
  restart_->setShortcut(Qt::Key_R);
  row->addWidget(play_);
  row->addWidget(restart_);
  row->addWidget(new Separator(Qt::Vertical, 20, this));
  speed_ = new SegmentedControl({{tr("Slow"), {}}, {tr("Medium"), {}}, {tr("Full"), {}}}, this);
  speed_->setObjectName("speed");
  for (int i = 0; i < 3; ++i) speed_->describe(i, kPaces[i] > 0 ? tr("%1 steps a second").arg(kPaces[i]) : tr("As fast as this machine goes"));
  speed_->setCurrent(2);
  row->addWidget(speed_);
  step_ = new ElidedLabel(this);
  step_->setObjectName("step");
  step_->setFont(font());
  step_->setForegroundRole(QPalette::WindowText);
  step_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row->addWidget(step_, 1);
  buildSteps(row);
  connect(play_, &QAbstractButton::clicked, this, &PlaygroundBar::playOrPause);
  connect(restart_, &QAbstractButton::clicked, this, &PlaygroundBar::restartWanted);
  connect(speed_, &SegmentedControl::chosen, this, [this](int index) { runner_->setPace(kPaces[index]); });
  connect(runner, &TrainingRunner::stateChanged, this, &PlaygroundBar::showState);
  connect(runner, &TrainingRunner::stepsTaken, this, &PlaygroundBar::showStep);
  showState();
}

void PlaygroundBar::playOrPause() {
  if (!runner_->isActive()) Q_EMIT restartWanted();
  else isPaused(*runner_) ? runner_->goOn() : runner_->pause();
}

/// While it waits: D alone, then G alone, or both.
void PlaygroundBar::buildSteps(QHBoxLayout* row) {
  const auto add = [&](const QString& phase, const QString& word, const QString& title, const QKeySequence& keys) {
    auto* button = new Button(Button::Look::Plain, "step-forward", word, this);
    button->setObjectName("step-" + phase);
    button->describe(title, keys);
    button->setShortcut(keys);
    row->addWidget(button);
    steps_.push_back(button);
    connect(button, &QAbstractButton::clicked, runner_, [this, phase] { runner_->step(phase); });
  };
  add("D", "D", tr("While paused: D learns once"), Qt::Key_D);
  add("G", "G", tr("While paused: G learns once"), Qt::Key_G);
  add("", tr("Both"), tr("While paused: to the end of this step"), Qt::Key_Period);
}

void PlaygroundBar::showState() {
  const bool active = runner_->isActive(), paused = isPaused(*runner_);
  play_->setText(!active ? tr("Again") : paused ? tr("Go on") : tr("Pause"));
  play_->setIconName(!active || paused ? "play" : "pause");
  play_->describe(!active ? tr("Begin again, from other random weights") : paused ? tr("Go on learning") : tr("Wait between two steps"), Qt::Key_Space);
  play_->setEnabled(!runner_->isBeginning());
  for (Button* each : steps_) each->setEnabled(paused);
  showStep();
}

void PlaygroundBar::showStep() {
  const auto& latest = runner_->latest();
  if (!latest) return step_->setText({});
  QStringList parts{tr("Step %1").arg(wholeText(latest->step))};
  if (isPaused(*runner_)) parts << tr("paused");
  else if (!runner_->isActive()) parts << tr("done");
  step_->setText(parts.join(" · "));
}

}  // namespace chaesaek
