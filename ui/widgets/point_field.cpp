// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/point_field.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kLegend = 28, kScale = 48, kSwatch = 12, kFigures = 28;
constexpr double kTint = .5;     // of D's and G's colours in the map, at the most
constexpr double kLeastKnown = .02;  // of the highest p: with less, the best D is not known
constexpr double kMostTop = 2;   // q may be so many times as high as p before it is cut off
constexpr double kUnit = 560;    // side of a field at which points have their usual size

QColor tint(double realness) {
  const double strength = std::abs(2 * realness - 1) * kTint;
  return mixed(tokens().surface, realness < .5 ? tokens().curveG : tokens().curveD, strength);
}

QImage imageOf(const cv::Mat& realness) {
  QImage image(realness.cols, realness.rows, QImage::Format_RGB32);
  for (int y = 0; y < image.height(); ++y) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < image.width(); ++x) line[x] = tint(std::clamp(double(realness.at<float>(y, x)), 0., 1.)).rgb();
  }
  return image;
}

/// Entries from left to right, each a swatch and a word.
class Legend {
 public:
  Legend(QPainter& painter, const QRectF& area) : painter_(painter), area_(area), x_(area.left()) {
    painter_.setFont(Theme::instance().captionFont());
  }
  void dot(const QColor& colour, double radius, const QString& word) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(colour);
    painter_.drawEllipse(QPointF(x_ + kSwatch / 2., middle()), radius, radius);
    say(kSwatch, word);
  }
  void line(const QPen& pen, const QString& word) {
    painter_.setPen(pen);
    painter_.drawLine(QPointF(x_, middle()), QPointF(x_ + kSwatch + 4, middle()));
    say(kSwatch + 4, word);
  }
  void arrow(const QString& word) {
    const double y = middle(), end = x_ + kSwatch + 2;
    painter_.setPen(QPen(tokens().text, 1.3));
    painter_.drawLine(QPointF(x_, y), QPointF(end, y));
    for (const int side : {-3, 3}) painter_.drawLine(QPointF(end, y), QPointF(end - 4, y + side));
    say(kSwatch + 2, word);
  }
  /// The colours of D's map, at the right end.
  void scale(const QString& low, const QString& high) {
    const QFontMetricsF metrics(painter_.font());
    const double highWidth = metrics.horizontalAdvance(high), lowWidth = metrics.horizontalAdvance(low);
    const QRectF bar(area_.right() - highWidth - 6 - kScale, middle() - 5, kScale, 10);
    if (bar.left() - 6 - lowWidth < x_) return;  // there is no room for it
    QLinearGradient colours(bar.topLeft(), bar.topRight());
    for (const double at : {0., .5, 1.}) colours.setColorAt(at, tint(at));
    painter_.setPen(QPen(tokens().line, 1));
    painter_.setBrush(colours);
    painter_.drawRoundedRect(bar, 2, 2);
    painter_.setPen(tokens().softText);
    painter_.drawText(QRectF(bar.left() - 6 - lowWidth, area_.top(), lowWidth, area_.height()), Qt::AlignVCenter, low);
    painter_.drawText(QRectF(bar.right() + 6, area_.top(), highWidth + 1, area_.height()), Qt::AlignVCenter, high);
  }

 private:
  double middle() const { return area_.center().y(); }
  void say(double swatch, const QString& word) {
    const double width = QFontMetricsF(painter_.font()).horizontalAdvance(word);
    painter_.setPen(tokens().text);
    painter_.drawText(QRectF(x_ + swatch + 5, area_.top(), width + 1, area_.height()), Qt::AlignVCenter, word);
    x_ += swatch + 5 + width + kGap16;
  }
  QPainter& painter_;
  QRectF area_;
  double x_;
};

void drawDots(QPainter& painter, const QPolygonF& at, const QColor& colour, double radius) {
  painter.setPen(QPen(colour, 2 * radius, Qt::SolidLine, Qt::RoundCap));
  painter.drawPoints(at);
}

void drawArrow(QPainter& painter, QPointF from, QPointF push, double unit) {
  const double length = std::hypot(push.x(), push.y());
  if (length < 3 * unit) return;  // too short to have a direction
  const QPointF to = from + push, along = push / length, across(-along.y(), along.x());
  const double head = std::min(6 * unit, length / 2);
  painter.drawLine(from, to);
  for (const double side : {-.6, .6}) painter.drawLine(to, to - head * (along + side * across));
}

/// Values as places in an area; `most` touches its top.
QPolygonF placesOf(const std::vector<double>& values, const QRectF& area, double most) {
  QPolygonF places;
  for (size_t i = 0; i < values.size(); ++i)
    places << QPointF(area.left() + area.width() * double(i) / double(values.size() - 1), area.bottom() - area.height() * std::min(values[i] / most, 1.));
  return places;
}

void drawArea(QPainter& painter, const std::vector<double>& values, const QRectF& area, double most, const QColor& colour) {
  const QPolygonF top = placesOf(values, area, most);
  QPolygonF whole = top;
  whole << area.bottomRight() << area.bottomLeft();
  QColor fill = colour;
  fill.setAlphaF(.25f);  // both areas show
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawPolygon(whole);
  painter.setPen(QPen(colour, 1.6));
  painter.drawPolyline(top);
}

void drawGrid(QPainter& painter, const QRectF& area, std::initializer_list<std::pair<double, const char*>> heights) {
  for (const auto& [height, text] : heights) {
    const double y = area.bottom() - area.height() * height;
    painter.setPen(QPen(tokens().line, 1));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.setPen(tokens().softText);
    painter.drawText(QRectF(area.left() - kFigures, y - 8, kFigures - 6, 16), Qt::AlignRight | Qt::AlignVCenter, text);
  }
}

}  // namespace

PointField::PointField(QWidget* parent) : QWidget(parent) { setAccessibleName(tr("Real and made points, and what D thinks of them")); }

void PointField::setView(std::shared_ptr<const PointView> view) {
  view_ = std::move(view);
  map_ = view_ && view_->dimensions == 2 ? imageOf(view_->plane.realness) : QImage();
  update();
}

void PointField::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!view_) return;
  view_->dimensions == 2 ? paintPlane(painter, rect()) : paintLine(painter, rect());
}

void PointField::paintPlane(QPainter& painter, const QRectF& area) const {
  const double side = std::min(area.width(), area.height() - kLegend);
  const QRectF field((area.width() - side) / 2, kLegend + (area.height() - kLegend - side) / 2, side, side);
  Legend legend(painter, {field.left(), field.top() - kLegend, side, kLegend - kGap4});
  legend.dot(tokens().text, 2.5, tr("real"));
  legend.dot(tokens().curveG, 4, tr("made by G"));
  legend.arrow(tr("G's push"));
  legend.scale(tr("D: made"), tr("real"));

  const Landscape& plane = view_->plane;
  const double unit = std::clamp(side / kUnit, .75, 1.6), scale = side / (2 * plane.reach);
  QPainterPath frame;
  frame.addRoundedRect(field, kCorner, kCorner);
  painter.setClipPath(frame);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(field, map_);
  const auto place = [&](cv::Point2d p) { return QPointF(field.left() + (p.x + plane.reach) * scale, field.top() + (plane.reach - p.y) * scale); };
  QPolygonF real, made;
  for (const cv::Point2d& p : plane.real) real << place(p);
  for (const cv::Point2d& p : plane.made) made << place(p);
  drawDots(painter, made, tokens().surface, 3.8 * unit);
  drawDots(painter, made, tokens().curveG, 3 * unit);
  drawDots(painter, real, tokens().text, 1.5 * unit);  // on top: dots that are hit can still be seen
  painter.setPen(QPen(tokens().text, 1.3 * unit));
  for (size_t i = 0; i < std::min(plane.pushes.size(), plane.made.size()); ++i)
    drawArrow(painter, made[qsizetype(i)], QPointF(plane.pushes[i].x, -plane.pushes[i].y) * scale, unit);
  painter.setClipping(false);
  painter.setPen(QPen(tokens().line, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(frame);
}

void PointField::paintLine(QPainter& painter, const QRectF& area) const {
  const Skyline& line = view_->line;
  const double high = (area.height() - 2 * kLegend - kGap24 - kGap12) / 2;
  const QRectF upper(kFigures, kLegend + kGap8, area.width() - kFigures - kGap8, high), lower = upper.translated(0, high + kLegend + kGap24);
  const auto head = [&](const QRectF& of) { return Legend(painter, {of.left(), of.top() - kLegend - kGap4, of.width(), double(kLegend)}); };
  drawGrid(painter, upper, {{0, "0"}, {.5, ".5"}, {1, "1"}});
  Legend above = head(upper);
  above.line(QPen(tokens().curveD, 2.4), tr("D: how likely real"));
  above.line(QPen(tokens().text, 1.4, Qt::DashLine), tr("p / (p + q), the best D"));
  painter.setPen(QPen(tokens().curveD, 2.4));
  painter.drawPolyline(placesOf(line.judged, upper, 1));
  const double top = *std::max_element(line.real.begin(), line.real.end());
  painter.setPen(QPen(tokens().text, 1.4, Qt::DashLine));
  const QPolygonF best = placesOf(line.best, upper, 1);
  QPolygonF piece;  // where there are points of neither kind, no D is better than any other
  for (qsizetype i = 0; i < best.size(); ++i) {
    const bool known = line.real[size_t(i)] + line.made[size_t(i)] > kLeastKnown * top;
    if (known) piece << best[i];
    if (known && i + 1 < best.size()) continue;
    painter.drawPolyline(piece);
    piece.clear();
  }

  const double most = std::clamp(*std::max_element(line.made.begin(), line.made.end()), top, kMostTop * top) * 1.05;
  Legend below = head(lower);
  below.line(QPen(tokens().softText, 1.6), tr("p, real points"));
  below.line(QPen(tokens().curveG, 1.6), tr("q, made by G"));
  drawArea(painter, line.real, lower, most, tokens().softText);
  drawArea(painter, line.made, lower, most, tokens().curveG);
  drawGrid(painter, lower, {{0, "0"}});
}

void PointField::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) setView(view_);
  QWidget::changeEvent(event);
}

}  // namespace chaesaek
