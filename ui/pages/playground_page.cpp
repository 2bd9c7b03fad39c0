// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/pages/playground_bar.h"
#include "ui/widgets/button.h"
#include "ui/widgets/loss_plot.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/point_field.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr size_t kRatios = 25;  // the figure shown is their median
constexpr double kFieldShare = .62;
constexpr int kLegendRoom = 28;

double median(std::deque<double> values) {
  if (values.empty()) return NAN;
  const auto middle = values.begin() + qsizetype(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

PlaygroundPage::PlaygroundPage(QWidget* parent)
    : QWidget(parent), bar_(new PlaygroundBar(&runner_, this)), dock_(new PlaygroundDock(this)), field_(new PointField(this)),
      messages_(new MessageArea(this)) {
  auto* middle = new QWidget(this);
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column->setSpacing(kGap8);
  column->addWidget(messages_);
  auto* both = new QHBoxLayout;
  both->setSpacing(kGap16);
  both->addWidget(field_);
  both->addWidget(buildPlots(), 1);
  column->addLayout(both, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(middle, 1);
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  row->addWidget(dock_);
  connect(bar_, &PlaygroundBar::restartWanted, this, &PlaygroundPage::restart);
  connect(dock_, &PlaygroundDock::changed, this, [this] {
    seed_ = 1;
    begin();
  });
  connectRunner();
}

QWidget* PlaygroundPage::bar() const { return bar_; }

QWidget* PlaygroundPage::buildPlots() {
  auto* plots = new QWidget(this);
  auto* column = new QVBoxLayout(plots);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap8);
  const auto add = [&](const QString& title, const QString& about, std::initializer_list<std::tuple<const char*, QString, int>> curves) {
    auto* plot = new LossPlot(title, plots);
    for (const auto& [key, label, role] : curves) plot->addCurve(key, label, role);
    plot->setToolTip(about);
    plot->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    column->addWidget(plot, 1);
    return plot;
  };
  modes_ = add(tr("Dots hit"), tr("By at least 20 of 2,500 made points, within three deviations"), {{"modes", tr("dots"), 1}});
  gap_ = add(tr("D from the best D"), tr("Mean distance between D and p / (p + q), where there are points"), {{"optimum_gap", tr("distance"), 0}});
  answers_ = add(tr("What D thinks"), tr("How likely D holds points to be real. Both near .5, it has to guess."),
                 {{"D_real", tr("on real"), 0}, {"D_fake", tr("on made"), 1}});
  gradients_ = add(tr("G's gradient"), tr("How much G learns from D, by its own loss and by the other of minimax and non-saturating"),
                   {{"gradient", tr("own loss"), 1}, {"gradient_other", tr("the other"), 2}});
  answers_->setLeastTop(1);  // all of a probability, so that one moment can be told from the next
  gradients_->setLogAxis(true);
  return plots;
}

void PlaygroundPage::connectRunner() {
  connect(&runner_, &TrainingRunner::began, this, &PlaygroundPage::clear);
  connect(&runner_, &TrainingRunner::stepsTaken, this, qOverload<const std::vector<ScalarEvent>&>(&PlaygroundPage::take));
  connect(&runner_, &TrainingRunner::viewed, this, qOverload<const ViewEvent&>(&PlaygroundPage::take));
  const auto complain = [this](const QString& error) { messages_->say("error", {Message::Kind::Error, error}); };
  connect(&runner_, &TrainingRunner::refused, this, complain);
  connect(&runner_, &TrainingRunner::ended, this, [complain](RunState state, const QString& message) {
    if (state == RunState::Failed) complain(message);
  });
}

void PlaygroundPage::teach(const QString& preset) {
  dock_->chooseLesson(preset);
  seed_ = 1;
  begin();
}

void PlaygroundPage::restart() {
  ++seed_;
  begin();
}

/// The run before ends at its next step, and makes room.
void PlaygroundPage::begin() {
  while (!runner_.waiting().empty()) runner_.removeWaiting(0);
  held_ = false;
  if (runner_.isActive()) runner_.stop();
  runner_.enqueue({dock_->config(seed_), {}, Json::object(), 0});
}

void PlaygroundPage::clear() {
  messages_->withdraw("error");
  for (LossPlot* each : {modes_, gap_, answers_, gradients_}) each->clear();
  modes_->setLeastTop(dock_->modesInAll());  // how many are missed can be seen, too
  figures_ = {};
  ratios_.clear();
  dock_->show(figures_);
  if (!isVisible()) hold();
}

void PlaygroundPage::take(const std::vector<ScalarEvent>& scalars) {
  std::map<QString, std::vector<QPointF>> points;
  for (const ScalarEvent& event : scalars) {
    for (const auto& [key, value] : event.values) points[QString::fromStdString(key)].emplace_back(double(event.step), value);
    const double own = valueOf(event.values, "gradient"), other = valueOf(event.values, "gradient_other");
    if (!std::isfinite(other)) continue;
    ratios_.push_back(dock_->isMinimax() ? other / own : own / other);
    if (ratios_.size() > kRatios) ratios_.pop_front();
  }
  for (LossPlot* plot : {answers_, gradients_})
    for (const auto& [key, added] : points) plot->append(key, added);
  figures_.real = valueOf(scalars.back().values, "D_real");
  figures_.fake = valueOf(scalars.back().values, "D_fake");
  figures_.ratio = median(ratios_);
}

void PlaygroundPage::take(const ViewEvent& event) {
  field_->setView(event.view);
  const NamedValues& values = event.view->figures;
  figures_.modes = valueOf(values, "modes");
  figures_.off = valueOf(values, "off");
  figures_.gap = valueOf(values, "optimum_gap");
  modes_->append("modes", event.step, figures_.modes);
  gap_->append("optimum_gap", event.step, figures_.gap);
  modes_->setVisible(std::isfinite(figures_.modes) && event.view->dimensions == 2);
  gap_->setVisible(std::isfinite(figures_.gap));
  dock_->show(figures_);
}

void PlaygroundPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!field_->view() && !runner_.isActive()) begin();
  else if (std::exchange(held_, false)) runner_.goOn();
}

void PlaygroundPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  if (runner_.isActive() && runner_.state() != RunState::Paused) hold();
}

void PlaygroundPage::hold() {
  held_ = true;
  runner_.pause();
}

/// Space, unless it presses a button that has the focus.
void PlaygroundPage::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) bar_->playOrPause();
  else QWidget::keyPressEvent(event);
}

/// The field is square; the plots have what it leaves.
void PlaygroundPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const int room = width() - dock_->width() - 2 * kGap12 - kGap16;
  const int side = qMin(int(room * kFieldShare), height() - 2 * kGap12 - kLegendRoom);
  field_->setFixedWidth(qMax(0, side));  // before it is shown there is no room at all
}

}  // namespace chaesaek
