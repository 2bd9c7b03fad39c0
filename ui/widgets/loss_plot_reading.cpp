// SPDX-License-Identifier: GPL-3.0-or-later
// LossPlot's reading of values: the pointer, the keys, and what lies over the curves.
#include <qcustomplot.h>

#include <cmath>

#include "ui/widgets/figures.h"
#include "ui/widgets/loss_plot.h"
#include "ui/widgets/plot_parts.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kDigits = 4, kReadings = 100;  // the keys reach the other end of the plot in about so many steps

}  // namespace

bool LossPlot::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseMove) {
    const QPointF at = static_cast<QMouseEvent*>(event)->position();
    const bool inside = plot_->axisRect()->rect().adjusted(-kGap4, -kGap4, kGap4, kGap4).contains(at.toPoint());
    point(inside ? stepNear(plot_->xAxis->pixelToCoord(at.x()), 0) : std::nullopt);
  } else if (event->type() == QEvent::Leave) {
    point(std::nullopt);
  } else if (event->type() == QEvent::Resize) {
    overlay_->setGeometry(plot_->rect());
    setAxes(*plot_, log_);
  }
  return QWidget::eventFilter(watched, event);
}

void LossPlot::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return moveReading(-1);
    case Qt::Key_Right: return moveReading(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(.7);
    case Qt::Key_Minus: return zoom(1 / .7);
    case Qt::Key_0: return setFollow(true);
    default: QWidget::keyPressEvent(event);
  }
}

void LossPlot::focusInEvent(QFocusEvent*) { updateOverlay(); }

void LossPlot::focusOutEvent(QFocusEvent*) { point(std::nullopt); }

void LossPlot::point(std::optional<double> step) {
  pointed_ = step;
  updateOverlay();
}

/// The logged step of a visible curve that is nearest (0), the nearest at or before (-1), or at or after (1).
std::optional<double> LossPlot::stepNear(double step, int direction) const {
  std::optional<double> best;
  const QCPRange range = plot_->xAxis->range();
  const auto offer = [&](double found) {
    const bool fits = range.contains(found) && (direction == 0 || (found - step) * direction >= 0);
    if (fits && (!best || std::abs(found - step) < std::abs(*best - step))) best = found;
  };
  for (const Line& line : lines_) {
    if (!line.shown()) continue;
    const auto& points = line.curve.points();
    const int at = indexAt(points, step);
    if (at >= 0) offer(points[size_t(at)].step);
    if (at + 1 < int(points.size())) offer(points[size_t(at) + 1].step);
  }
  return best;
}

void LossPlot::moveReading(int direction) {
  const QCPRange range = plot_->xAxis->range();
  const double stride = qMax(1., range.size() / kReadings);
  const double from = pointed_.value_or(direction > 0 ? range.lower - stride : range.upper + stride);
  if (const auto next = stepNear(from + direction * stride, direction)) point(next);
}

void LossPlot::zoom(double factor) {
  const QCPRange range = plot_->xAxis->range();
  const double middle = pointed_.value_or(range.center());
  plot_->xAxis->setRange(middle - (middle - range.lower) * factor, middle + (range.upper - middle) * factor);
  touch();
}

QString LossPlot::valueText(Line& line, double step) const {
  const auto& points = line.curve.points();
  const int at = indexAt(points, step);
  if (at < 0 || !std::isfinite(points[size_t(at)].value)) return tr("–");
  const QString raw = figureText(points[size_t(at)].value, kDigits);
  return smoothing_ == 0 ? raw : tr("%1 (%2)").arg(figureText(line.curve.smoothed()[size_t(at)].value, kDigits), raw);
}

std::optional<LossPlot::Reading> LossPlot::reading() {
  if (!pointed_ || !stepsShown()) return std::nullopt;
  Reading reading{.step = qRound64(*pointed_), .values = {}};
  for (Line& line : lines_)
    if (line.shown()) reading.values.push_back({line.label, valueText(line, *pointed_), line.role});
  return reading;
}

void LossPlot::updateOverlay() {
  PlotOverlay::Content content;
  content.area = plot_->axisRect()->rect();
  content.focused = hasFocus();
  const auto toPixel = [&](double step) { return plot_->xAxis->coordToPixel(step); };
  const auto shown = stepsShown();
  if (!shown) {
    const bool hasValues = std::any_of(lines_.begin(), lines_.end(), [](const Line& l) { return !l.curve.points().empty(); });
    content.sentence = hasValues ? tr("The curves appear after step %1.").arg(wholeText(skip_)) : tr("The curves appear with the first steps.");
    return overlay_->setContent(content);
  }
  if (best_) content.best = toPixel(double(*best_));
  if (cursor_) content.cursor = toPixel(double(*cursor_));
  QString spoken;
  if (const auto now = reading()) {
    content.tag = PlotOverlay::Tag{toPixel(*pointed_), tr("step %1").arg(wholeText(now->step)), {}};
    spoken = content.tag->head;
    for (const auto& value : now->values) {
      content.tag->rows.push_back({value.label, value.text, value.role});
      spoken += QString(", %1 %2").arg(value.label, value.text);
    }
  }
  setAccessibleDescription(spoken);
  overlay_->setContent(content);
}

}  // namespace chaesaek
