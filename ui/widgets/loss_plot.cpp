// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/loss_plot.h"

#include <qcustomplot.h>

#include <cmath>

#include "ui/widgets/labels.h"
#include "ui/widgets/plot_parts.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kReplotMs = 50, kRoomForFigures = 48, kCompactHeight = 190;
constexpr const char* kRawLayer = "raw";
constexpr double kLeastSteps = 4, kCurveWidth = 1.4;

QVector<QCPGraphData> graphData(const std::vector<CurvePoint>& points) {
  QVector<QCPGraphData> data;
  data.reserve(qsizetype(points.size()));
  for (const CurvePoint& point : points) data.append({point.step, point.value});
  return data;
}

}  // namespace

bool LossPlot::Line::shown() const { return entry->isChecked(); }

LossPlot::LossPlot(const QString& title, QWidget* parent)
    : QWidget(parent), header_(new QBoxLayout(QBoxLayout::TopToBottom)), legend_(new QBoxLayout(QBoxLayout::LeftToRight)),
      plot_(new QCustomPlot(this)), overlay_(new PlotOverlay(plot_)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(header_);
  column->addWidget(plot_, 1);
  header_->setSpacing(kGap4);
  header_->addWidget(new SectionHead(title, this));
  header_->addLayout(legend_);
  legend_->setSpacing(kGap4);
  legend_->addStretch();
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(title);

  plot_->setMinimumSize(1, 1);  // a hidden page is drawn at no size at all, which Qt complains of
  plot_->setFocusPolicy(Qt::NoFocus);
  plot_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plot_->axisRect()->setRangeDrag(Qt::Horizontal);
  plot_->axisRect()->setRangeZoom(Qt::Horizontal);
  plot_->axisRect()->setMinimumMargins(QMargins(kRoomForFigures, kGap12, kGap24, 0));
  plot_->addLayer(kRawLayer, plot_->layer("main"), QCustomPlot::limBelow);
  plot_->installEventFilter(this);
  connect(plot_, &QCustomPlot::mouseDoubleClick, this, [this] { setFollow(true); });
  connect(plot_, &QCustomPlot::beforeReplot, this, &LossPlot::fillGraphs);
  connect(plot_, &QCustomPlot::afterReplot, this, &LossPlot::updateOverlay);
  connect(plot_->xAxis, QOverload<const QCPRange&>::of(&QCPAxis::rangeChanged), this, &LossPlot::rangeMoved);

  timer_.setSingleShot(true);
  timer_.setInterval(kReplotMs);
  connect(&timer_, &QTimer::timeout, this, &LossPlot::refresh);
  dress();
}

LossPlot::~LossPlot() {
  timer_.stop();
  plot_->removeEventFilter(this);
  delete plot_;  // while the members that its signals reach are there
}

void LossPlot::addCurve(const QString& key, const QString& label, int role) {
  for (const Line& line : lines_)
    if (line.key == key) return;
  Line line{.key = key, .label = label, .role = role};
  line.curve.setSmoothing(smoothing_ / 100.);
  line.raw = addCurveGraph(*plot_, kRawLayer);
  line.graph = addCurveGraph(*plot_, "main");
  line.entry = new LegendEntry(label, role, this);
  legend_->insertWidget(legend_->count() - 1, line.entry);
  connect(line.entry, &QAbstractButton::clicked, this, [this, key](bool shown) {
    touch();
    Q_EMIT curveShown(key, shown);
  });
  lines_.push_back(std::move(line));
  arrangeHeader();
  dress();
}

void LossPlot::append(const QString& key, qint64 step, double value) { append(key, {QPointF(double(step), value)}); }

void LossPlot::append(const QString& key, const std::vector<QPointF>& points) {
  for (Line& line : lines_) {
    if (line.key != key) continue;
    for (const QPointF& point : points) line.curve.append(point.x(), point.y());
    touch();
  }
}

void LossPlot::clear() {
  for (Line& line : lines_) line.curve.clear();
  best_ = cursor_ = std::nullopt;
  pointed_.reset();
  setFollow(true);
  touch();
}

void LossPlot::setLogAxis(bool on) {
  log_ = on;
  setAxes(*plot_, log_);
  touch();
}

void LossPlot::setLeastTop(double value) {
  leastTop_ = value;
  touch();
}

void LossPlot::setSmoothing(int percent) {
  smoothing_ = qBound(0, percent, 99);
  for (Line& line : lines_) line.curve.setSmoothing(smoothing_ / 100.);
  touch();
}

void LossPlot::setSkip(int steps) {
  skip_ = qMax(0, steps);
  touch();
}

void LossPlot::setFollow(bool on) {
  if (on == follow_) return;
  follow_ = on;
  touch();
  Q_EMIT followChanged(on);
}

void LossPlot::setBest(std::optional<qint64> step) {
  best_ = step;
  updateOverlay();
}

void LossPlot::setCursor(std::optional<qint64> step) {
  cursor_ = step;
  updateOverlay();
}

/// At most one replot in 50 ms, and none while nothing changes or nobody looks.
void LossPlot::touch() {
  if (isVisible() && !timer_.isActive()) timer_.start();
}

void LossPlot::refresh() {
  if (!isVisible()) return;
  fitSteps();
  plot_->replot();
}

void LossPlot::dress() {
  dressAxes(*plot_);
  for (Line& line : lines_) {
    const QColor colour = curveColour(line.role);
    line.graph->setPen(QPen(colour, kCurveWidth));
    line.raw->setPen(QPen(mixed(tokens().window, colour, .25), 1));
  }
  touch();
}

/// The whole run as far as it is shown; empty while there is nothing to show.
std::optional<std::pair<double, double>> LossPlot::stepsShown() const {
  std::optional<std::pair<double, double>> found;
  for (const Line& line : lines_) {
    const auto& points = line.curve.points();
    if (points.empty() || points.back().step < skip_) continue;
    const std::pair ends(points.front().step, points.back().step);
    found = found ? std::pair(qMin(found->first, ends.first), qMax(found->second, ends.second)) : ends;
  }
  if (!found) return found;
  if (found->first < found->second / 10) found->first = qMin(0., found->first);  // a run that begins at step 1 begins at 0
  found->first = qMax(found->first, double(skip_));
  found->second = qMax(found->second, found->first + kLeastSteps);
  return found;
}

void LossPlot::fitSteps() {
  const auto all = stepsShown();
  if (!all) return;
  fitting_ = true;
  if (follow_) plot_->xAxis->setRange(all->first, all->second);
  else if (plot_->xAxis->range().lower < all->first) plot_->xAxis->setRange(all->first, qMax(plot_->xAxis->range().upper, all->first + kLeastSteps));
  fitting_ = false;
}

/// By mouse, wheel or key: kept within the run.
void LossPlot::rangeMoved(const QCPRange& range) {
  const auto all = stepsShown();
  if (fitting_ || !all) return;
  const double size = qBound(kLeastSteps, range.size(), all->second - all->first);
  const double lower = qBound(all->first, range.lower, all->second - size);
  fitting_ = true;
  plot_->xAxis->setRange(lower, lower + size);
  fitting_ = false;
  if (size < all->second - all->first) setFollow(false);
}

CurveWindow LossPlot::window() const {
  const QCPRange range = plot_->xAxis->range();
  return {range.lower, range.upper, qMax(1, plot_->width() - kRoomForFigures), log_};
}

void LossPlot::fillGraphs() {
  std::vector<CurveBounds> found;
  const CurveWindow shown = window();
  const auto fill = [&](QCPGraph* graph, const std::vector<CurvePoint>& points) {
    const auto few = decimated(points, shown);
    if (const auto bounds = boundsOf(few, shown)) found.push_back(*bounds);
    graph->data()->set(graphData(few), true);
  };
  const bool anything = stepsShown().has_value();
  for (Line& line : lines_) {
    line.graph->setVisible(anything && line.shown());
    line.raw->setVisible(anything && line.shown() && smoothing_ > 0);
    if (line.raw->visible()) fill(line.raw, line.curve.points());
    if (line.graph->visible()) fill(line.graph, line.curve.smoothed());
  }
  plot_->xAxis->setVisible(anything);
  plot_->yAxis->setVisible(anything);
  fitValues(found);
}

void LossPlot::fitValues(const std::vector<CurveBounds>& found) {
  if (found.empty()) return;
  double least = found.front().least, most = found.front().most;
  for (const CurveBounds& each : found) {
    least = qMin(least, each.least);
    most = qMax(most, each.most);
  }
  if (log_) {
    plot_->yAxis->setRange(least / 1.2, most * 1.2);
    return;
  }
  if (least >= 0) most = qMax(most, leastTop_);
  const bool nothing = least == 0 && most == 0;
  const double room = most > least ? (most - least) * .06 : nothing ? 1 : std::abs(most) * .1;
  const bool fromZero = nothing || (least >= 0 && least < most * .4);
  plot_->yAxis->setRange(fromZero ? 0 : least - room, most + room);
}

/// Low plots have title and legend in one line, if they fit.
void LossPlot::arrangeHeader() {
  const int words = legend_->sizeHint().width() - legend_->contentsMargins().left();
  const int both = header_->itemAt(0)->sizeHint().width() + 2 * kGap4 + words;
  const bool compact = height() < kCompactHeight && both <= width();
  header_->setDirection(compact ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  legend_->setContentsMargins(compact ? kGap4 : kRoomForFigures - kGap4, 0, 0, 0);
}

void LossPlot::resizeEvent(QResizeEvent*) { arrangeHeader(); }

void LossPlot::showEvent(QShowEvent*) { touch(); }

void LossPlot::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) dress();
  QWidget::changeEvent(event);
}

}  // namespace chaesaek
