// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_plots.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/pages/health_line.h"
#include "ui/widgets/button.h"
#include "ui/widgets/explanation.h"
#include "ui/widgets/loss_plot.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_slider.h"

namespace chaesaek {

namespace {

constexpr int kUsualSmoothing = 80, kMostSkipped = 1000;

constexpr int kRoles = 3;

/// D in its colour, G in its; what else there is in the third, or in one that the plot has left.
int roleIn(const Plot& plot, const std::string& curve) {
  std::set<int> taken;
  for (const std::string& each : plot.curves) {
    int role = each.starts_with("D") ? 0 : each == "G_adversarial" ? 1 : 2;
    while (taken.size() < kRoles && taken.count(role)) role = (role + 1) % kRoles;
    if (each == curve) return role;
    taken.insert(role);
  }
  return kRoles - 1;
}

QVBoxLayout* tightColumn(QWidget* widget) {
  auto* column = new QVBoxLayout(widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap8);
  return column;
}

}  // namespace

QString curveLabel(const std::string& scalar) {
  QString label = QString::fromStdString(scalar);
  for (const auto& [from, to] : {std::pair{"G_l1", "L1"}, {"G_l2", "L2"}, {"G_choice", "choice"}, {"frechet", "Fréchet distance"}})
    if (label == from) return to;
  return label.replace('_', ' ');
}

RunPlots::RunPlots(QWidget* parent)
    : QWidget(parent), column_(new QVBoxLayout(this)), scroll_(new QScrollArea(this)), health_(new HealthLine(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(kGap8);
  column_->addWidget(buildOptions());
  column_->addWidget(scroll_, 1);
  column_->addWidget(health_);
  scroll_->setWidgetResizable(true);  // plots share the height as long as each has enough of it
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->viewport()->setAutoFillBackground(false);
}

QWidget* RunPlots::buildOptions() {
  auto* line = new QWidget(this);
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGap8);
  log_ = new Button(Button::Look::Segment, {}, tr("Log"), line);
  log_->setCheckable(true);
  log_->setObjectName("log-axis");
  log_->describe(tr("Logarithmic axis: small differences late in a run become visible"));
  smoothing_ = new ValueSlider(tr("Smooth"), {0, 99}, line);
  smoothing_->describe(tr("Running mean; the raw values stay faintly behind"));
  smoothing_->setObjectName("smoothing");
  smoothing_->setValue(kUsualSmoothing);
  skip_ = new ValueSlider(tr("Skip"), {0, kMostSkipped, true}, line);
  skip_->describe(tr("Leave out the first steps, whose peak flattens the rest"));
  skip_->setObjectName("skip");
  for (auto* slider : {smoothing_, skip_}) slider->setSliderWidth(32);  // all of the line fits the smallest window
  explain_ = new Button(Button::Look::Tool, "circle-help", {}, line);
  explain_->setCheckable(true);
  explain_->setObjectName("explain");
  explain_->describe(tr("Explain what there is to see"));
  row->addWidget(log_);
  row->addWidget(smoothing_);
  row->addWidget(skip_);
  row->addStretch();
  row->addWidget(explain_);
  connect(log_, &QAbstractButton::toggled, this, [this](bool on) {
    for (LossPlot* plot : plots_) plot->setLogAxis(on);
  });
  connect(smoothing_, &ValueSlider::valueChanged, this, [this](int value) {
    for (size_t i = 0; i < plots_.size(); ++i)
      if (!experiment_->plots[i].measured) plots_[i]->setSmoothing(value);
  });
  connect(skip_, &ValueSlider::valueChanged, this, [this](int value) {
    for (LossPlot* plot : plots_) plot->setSkip(value);
  });
  connect(explain_, &QAbstractButton::clicked, this, &Explanation::setWanted);
  connect(explain_, &QAbstractButton::toggled, this, [this](bool on) {
    for (Explanation* each : explanations_) each->setVisible(on);
    Q_EMIT explanationsToggled(on);
  });
  return line;
}

void RunPlots::showExplanations(bool on) { explain_->setChecked(on); }

bool RunPlots::explains() const { return explain_->isChecked(); }

void RunPlots::setExperiment(const ExperimentInfo& info) {
  build(info);
  health_->say({});
}

void RunPlots::build(const ExperimentInfo& info) {
  experiment_ = &info;
  plots_.clear();
  explanations_.clear();
  plotted_.clear();
  auto* inside = new QWidget;
  auto* area = tightColumn(inside);
  for (const Plot& each : info.plots) {
    auto* block = new QWidget(inside);
    auto* column = tightColumn(block);
    area->addWidget(block, 1);
    auto* plot = new LossPlot(QString::fromStdString(each.title), block);
    if (!each.measured) plot->setSmoothing(smoothing_->value());
    plot->setSkip(skip_->value());
    plot->setLogAxis(log_->isChecked());
    plot->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);  // its least height counts, not what it would like
    plot->setMinimumHeight(plot->minimumSizeHint().height());
    plots_.push_back(plot);
    column->addWidget(plot, 1);
    if (each.about.empty()) continue;
    auto* about = new Explanation(QString::fromStdString(each.about), block);
    connect(about, &Explanation::dismissed, this, [this] {
      Explanation::setWanted(false);
      showExplanations(false);
    });
    about->setVisible(explain_->isChecked());
    explanations_.push_back(about);
    column->addWidget(about);
  }
  scroll_->setWidget(inside);  // which ends the one before
  inside->setAutoFillBackground(false);
  inside->show();
}

void RunPlots::append(const std::vector<ScalarEvent>& scalars) {
  Points points;
  for (const ScalarEvent& event : scalars)
    for (const auto& [key, value] : event.values) points[key].emplace_back(double(event.step), value);
  append(points);
}

void RunPlots::append(const MeasureEvent& measured) {
  Points points;
  for (const auto& [key, value] : measured.values) points[key].emplace_back(double(measured.step), value);
  append(points);
}

void RunPlots::append(const Points& points) {
  for (size_t i = 0; i < plots_.size(); ++i)
    for (const std::string& key : experiment_->plots[i].curves) {
      const auto added = points.find(key);
      if (added == points.end()) continue;
      plots_[i]->addCurve(QString::fromStdString(key), curveLabel(key), roleIn(experiment_->plots[i], key));  // curves that this run has
      plots_[i]->append(QString::fromStdString(key), added->second);
      plotted_.insert(i);
    }
  // A run without an adversary has no adversarial losses: that plot gives its room to the others.
  for (size_t i = 0; i < plots_.size(); ++i) plots_[i]->parentWidget()->setVisible(plotted_.empty() || plotted_.count(i));
}

void RunPlots::setBest(std::optional<qint64> step) {
  for (LossPlot* plot : plots_) plot->setBest(step);
}

void RunPlots::setCursor(std::optional<qint64> step) {
  for (LossPlot* plot : plots_) plot->setCursor(step);
}

void RunPlots::setHealth(const Health& health) { health_->say(health); }

void RunPlots::showPhase(const PhaseEvent& phase) {
  QStringList parts;
  for (const auto& [key, value] : phase.values) parts << tr("%1 %2").arg(curveLabel(key), QLocale().toString(value, 'g', 4));
  const QString name = QString::fromStdString(phase.phase);
  const QString head = name.isEmpty() ? tr("Step %1").arg(QLocale().toString(qlonglong(phase.step)))
                                      : tr("Step %1, %2 alone").arg(QLocale().toString(qlonglong(phase.step)), name);
  health_->say({Health::Kind::Early, (head + ": " + parts.join(", ")).toStdString()});
}

}  // namespace chaesaek
