// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train_bar.h"

#include <QHBoxLayout>
#include <QLocale>

#include "ui/jobs/training_runner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kNarrow = 860;

QString number(qint64 value) { return QLocale().toString(value); }

bool isPaused(const TrainingRunner& runner) { return runner.isActive() && runner.state() == RunState::Paused; }

}  // namespace

QString timeLeft(double seconds) {
  const auto whole = qint64(seconds + .5);
  if (whole < 60) return TrainBar::tr("%1 s left").arg(whole);
  if (whole < 3600) return TrainBar::tr("%1 min left").arg((whole + 30) / 60);
  return TrainBar::tr("%1 h %2 min left").arg(whole / 3600).arg(whole % 3600 / 60);
}

TrainBar::TrainBar(TrainingRunner* runner, QWidget* parent) : QWidget(parent), runner_(runner) {
  setFixedHeight(kOptionBarHeight);
  buildLeft();
  steps_ = new QWidget(this);
  auto* steps = new QHBoxLayout(steps_);
  steps->setContentsMargins(0, 0, 0, 0);
  steps->setSpacing(kGap4);
  figures_ = new ElidedLabel(this);
  figures_->setFont(font());
  figures_->setForegroundRole(QPalette::WindowText);
  figures_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  export_ = new Button(Button::Look::Plain, "download", tr("Export now"), this);
  export_->describe(tr("Write the model as it is now; the run goes on"));
  canvas_ = new Button(Button::Look::Plain, "pencil", tr("Use on the canvas"), this);
  canvas_->describe(tr("Colour your drawing with this network, and follow it while it trains"));
  export_->setObjectName("export-now");
  canvas_->setObjectName("use-on-canvas");

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap8);
  for (QWidget* widget : {static_cast<QWidget*>(main_), static_cast<QWidget*>(stop_), static_cast<QWidget*>(queue_), steps_}) row->addWidget(widget);
  edge_ = new Separator(Qt::Vertical, 20, this);
  row->addWidget(edge_);
  row->addWidget(figures_, 1);
  row->addWidget(export_);
  row->addWidget(canvas_);

  connect(export_, &QAbstractButton::clicked, runner, &TrainingRunner::exportNow);
  connect(canvas_, &QAbstractButton::clicked, this, &TrainBar::canvasWanted);
  connect(runner, &TrainingRunner::stateChanged, this, &TrainBar::showState);
  connect(runner, &TrainingRunner::stepsTaken, this, &TrainBar::showFigures);
  connect(runner, &TrainingRunner::progressed, this, [this](double fraction, const QString& what) {
    figures_->setText(tr("Preparing: %1 % · %2").arg(int(fraction * 100)).arg(what));
  });
  showState();
}

void TrainBar::buildLeft() {
  main_ = new Button(Button::Look::Main, "play", tr("Start"), this);
  main_->setObjectName("start");
  main_->reserveWidthFor(tr("Resume"));
  stop_ = new Button(Button::Look::Plain, "square", tr("Stop"), this);
  stop_->setObjectName("stop");
  stop_->describe(tr("Save and end; it can be resumed later"));
  queue_ = new Button(Button::Look::Plain, "list-plus", tr("Queue"), this);
  queue_->setObjectName("queue");
  queue_->describe(tr("Train with the settings below when this run has ended"));
  connect(main_, &QAbstractButton::clicked, this, [this] {
    if (!runner_->isActive()) Q_EMIT startWanted();
    else isPaused(*runner_) ? runner_->goOn() : runner_->pause();
  });
  connect(stop_, &QAbstractButton::clicked, runner_, &TrainingRunner::stop);
  connect(queue_, &QAbstractButton::clicked, this, &TrainBar::queueWanted);
}

/// A button for each phase of the experiment, and one for a whole step.
void TrainBar::buildSteps(const ExperimentInfo& info) {
  if (stepped_ == &info) return;
  stepped_ = &info;
  qDeleteAll(steps_->findChildren<Button*>());
  std::vector<std::string> phases = info.phases;
  if (phases.size() > 1) phases.emplace_back();
  for (const std::string& phase : phases) {
    const QString name = QString::fromStdString(phase);
    auto* button = new Button(Button::Look::Plain, "step-forward", name.isEmpty() ? tr("Both") : tr("Step %1").arg(name), steps_);
    button->setObjectName("step-" + name);
    button->describe(name.isEmpty() ? tr("To the end of this step") : tr("Train %1 once").arg(name));
    steps_->layout()->addWidget(button);
    button->show();
    connect(button, &QAbstractButton::clicked, runner_, [this, name] { runner_->step(name); });
  }
}

void TrainBar::setStartable(bool startable) {
  startable_ = startable;
  showState();
}

void TrainBar::setCanvas(bool possible, bool following) {
  canvas_->setEnabled(possible && !following);
  canvas_->setText(following ? tr("On the canvas") : tr("Use on the canvas"));
  giveWay();
}

void TrainBar::showState() {
  const bool active = runner_->isActive(), paused = isPaused(*runner_), beginning = runner_->isBeginning();
  main_->setText(!active ? tr("Start") : paused ? tr("Resume") : tr("Pause"));
  main_->setIconName(!active || paused ? "play" : "pause");
  main_->describe(!active ? tr("Train with the settings below") : paused ? tr("Go on training") : tr("Wait between two steps"));
  main_->setEnabled(active ? !beginning : startable_);
  stop_->setEnabled(active);
  stop_->setText(beginning ? tr("Cancel") : tr("Stop"));
  queue_->setVisible(active && !paused);
  queue_->setEnabled(startable_);
  export_->setEnabled(active && !beginning);
  if (paused) buildSteps(*runner_->experiment());
  steps_->setVisible(paused);
  edge_->setVisible(active);
  if (!active) figures_->setText({});
  else if (beginning) figures_->setText(tr("Preparing…"));
  else showFigures();
  giveWay();
}

void TrainBar::showFigures() {
  const auto& latest = runner_->latest();
  if (!latest) return figures_->setText(tr("%1 · the first step is under way").arg(runner_->run()));
  QStringList parts{tr("Step %1 of %2").arg(number(latest->step), number(runner_->totalSteps())), tr("epoch %1").arg(number(latest->epoch + 1))};
  if (isPaused(*runner_)) parts << tr("paused");
  else parts << tr("%1 images/s").arg(QLocale().toString(latest->imagesPerSecond, 'f', 1)) << timeLeft(latest->secondsLeft);
  parts << runner_->device();
  figures_->setText(parts.join(" · "));
}

void TrainBar::giveWay() {
  const bool narrow = width() < kNarrow;
  export_->setText(narrow ? QString() : tr("Export now"));
  queue_->setText(narrow ? QString() : tr("Queue"));
  export_->updateGeometry();
  queue_->updateGeometry();
}

void TrainBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  giveWay();
}

QSize TrainBar::minimumSizeHint() const { return {500, kOptionBarHeight}; }

}  // namespace chaesaek
