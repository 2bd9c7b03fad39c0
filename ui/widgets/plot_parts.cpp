// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot_parts.h"

#include <qcustomplot.h>

#include <QPainter>
#include <cmath>

#include "ui/widgets/button.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kSwatchWidth = 12, kSwatchHeight = 4, kSwatchGap = 6;
constexpr int kTagLine = 17, kStar = 12;
constexpr int kBarWidth = 2;  // neighbours overlap, so that no column shines through

/// 0.3, not 0.30000000000000004; 0, not 1e-17.
QString tickText(double tick) { return std::abs(tick) < 1e-12 ? "0" : shortText(QString::number(tick, 'g', 6).toDouble()); }

class ValueTicker : public QCPAxisTicker {
 protected:
  QString getTickLabel(double tick, const QLocale&, QChar, int) override { return tickText(tick); }
};

class LogTicker : public QCPAxisTickerLog {
 protected:
  QString getTickLabel(double tick, const QLocale&, QChar, int) override { return tickText(tick); }
};

class StepTicker : public ValueTicker {
 protected:
  double getTickStep(const QCPRange& range) override { return qMax(1., QCPAxisTicker::getTickStep(range)); }
};

class CurveGraph : public QCPGraph {
 public:
  using QCPGraph::QCPGraph;

 protected:
  /// `points` are pixels; NaN is a gap.
  void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& points) const override {
    painter->setPen(pen());
    QRect bar;
    QPointF a(qQNaN(), qQNaN());
    for (const QPointF& b : points) {
      if (std::isnan(a.y()) || std::isnan(b.y())) {
        a = b;
        continue;
      }
      const double across = b.x() - a.x(), up = std::abs(b.y() - a.y());
      if (across < .75 && up < .75) continue;
      if (across > 1.5 || up < 2) painter->drawLine(a, b);
      else addToBar(painter, bar, QRect(int((a.x() + b.x()) / 2), int(std::lround(qMin(a.y(), b.y()))), kBarWidth, int(std::lround(up))));
      a = b;
    }
    painter->fillRect(bar, pen().color());
  }

 private:
  void addToBar(QCPPainter* painter, QRect& bar, const QRect& piece) const {
    if (piece.x() != bar.x()) painter->fillRect(std::exchange(bar, piece), pen().color());
    bar |= piece;
  }
};

void paintSwatch(QPainter& painter, QPointF leftMiddle, const QColor& colour, bool filled) {
  painter.setPen(filled ? QPen(Qt::NoPen) : QPen(colour, 1));
  painter.setBrush(filled ? QBrush(colour) : QBrush(Qt::NoBrush));
  const double inset = filled ? 0 : .5;
  const QRectF area(leftMiddle.x(), leftMiddle.y() - kSwatchHeight / 2., kSwatchWidth, kSwatchHeight);
  painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 1.5, 1.5);
}

}  // namespace

QColor curveColour(int role) {
  const Tokens& t = tokens();
  return role == 0 ? t.curveD : role == 1 ? t.curveG : t.curveThird;
}

void dressAxes(QCustomPlot& plot) {
  plot.setBackground(tokens().window);
  for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
    axis->setBasePen(Qt::NoPen);
    axis->setTickPen(Qt::NoPen);
    axis->setSubTicks(false);
    axis->setTickLength(0);
    axis->setTickLabelFont(Theme::instance().captionFont());
    axis->setTickLabelColor(tokens().softText);
    axis->setTickLabelPadding(kGap8 - 2);
    axis->grid()->setZeroLinePen(Qt::NoPen);
    axis->grid()->setPen(QPen(tokens().line, 1));
  }
  plot.xAxis->grid()->setVisible(false);
  plot.xAxis->setTickLabelPadding(kGap4);
}

void setAxes(QCustomPlot& plot, bool log) {
  QSharedPointer<QCPAxisTicker> values(log ? static_cast<QCPAxisTicker*>(new LogTicker) : new ValueTicker);
  values->setTickCount(qBound(2, plot.height() / 42, 8));
  plot.yAxis->setTicker(values);
  plot.yAxis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  QSharedPointer<QCPAxisTicker> steps(new StepTicker);
  steps->setTickCount(qBound(2, plot.width() / 96, 8));
  plot.xAxis->setTicker(steps);
}

QCPGraph* addCurveGraph(QCustomPlot& plot, const char* layer) {
  auto* graph = new CurveGraph(plot.xAxis, plot.yAxis);
  graph->setAdaptiveSampling(false);  // decimated before
  graph->setLayer(layer);
  return graph;
}

LegendEntry::LegendEntry(const QString& label, int role, QWidget* parent) : QAbstractButton(parent), role_(role) {
  setText(label);
  setAccessibleName(label);
  setToolTip(tr("Show or hide %1").arg(label));
  setCheckable(true);
  setChecked(true);
  setFont(Theme::instance().captionFont());
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize LegendEntry::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text()) + kSwatchWidth + kSwatchGap + 2 * kGap4 + 1, 20};
}

void LegendEntry::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (underMouse() || isDown()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(isDown() ? tokens().pressed() : tokens().hover());
    painter.drawRoundedRect(rect(), kGap4, kGap4);
  }
  paintSwatch(painter, QPointF(kGap4, height() / 2.), isChecked() ? curveColour(role_) : tokens().softText, isChecked());
  painter.setPen(isChecked() ? tokens().text : tokens().softText);
  const QRect words = rect().adjusted(kGap4 + kSwatchWidth + kSwatchGap, 0, -kGap4, 0);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
  if (hasFocus()) paintFocusRing(painter, rect(), kGap4);
}

PlotOverlay::PlotOverlay(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFont(Theme::instance().captionFont());
}

void PlotOverlay::setContent(Content content) {
  content_ = std::move(content);
  update();
}

void PlotOverlay::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!content_.sentence.isEmpty()) {
    painter.setPen(tokens().softText);
    painter.drawText(rect().adjusted(kGap12, 0, -kGap12, 0), Qt::AlignCenter | Qt::TextWordWrap, content_.sentence);
  }
  if (content_.best) paintMark(painter, *content_.best, true);
  if (content_.cursor) paintMark(painter, *content_.cursor, false);
  if (content_.tag) paintTag(painter, *content_.tag);
  if (content_.focused) paintFocusRing(painter, rect(), kCorner);
}

void PlotOverlay::paintMark(QPainter& painter, double x, bool best) {
  const QRectF& area = content_.area;
  if (x < area.left() - .5 || x > area.right() + .5) return;
  const double middle = std::round(x) + .5;
  painter.setPen(QPen(best ? tokens().softText : tokens().accent, 1, best ? Qt::DashLine : Qt::SolidLine));
  painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()));
  if (best) {
    paintIcon(painter, QRectF(middle - kStar / 2., area.top() - kStar, kStar, kStar), "star", tokens().softText, kStar);
    return;
  }
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens().accent);
  painter.drawPolygon(QPolygonF{{middle - 4, area.bottom() + 4}, {middle + 4, area.bottom() + 4}, {middle, area.bottom() - 2}});
}

void PlotOverlay::paintTag(QPainter& painter, const Tag& tag) {
  const double line = std::round(tag.x) + .5;
  painter.setPen(QPen(tokens().softText, 1));
  painter.drawLine(QPointF(line, content_.area.top()), QPointF(line, content_.area.bottom()));

  const QFontMetrics metrics = fontMetrics();
  int labels = 0, texts = 0;
  for (const Row& row : tag.rows) {
    labels = qMax(labels, metrics.horizontalAdvance(row.label));
    texts = qMax(texts, metrics.horizontalAdvance(row.text));
  }
  const int swatch = kSwatchWidth + kSwatchGap;
  labels = qMin(labels, qMax(40, width() - texts - swatch - 5 * kGap8));
  const int inner = qMax(metrics.horizontalAdvance(tag.head), swatch + labels + kGap12 + texts);
  const QSize size(inner + 2 * kGap8, kTagLine * int(tag.rows.size() + 1) + kGap8);
  double left = line + kGap8;
  if (left + size.width() > width() - 2) left = qMax(2., line - kGap8 - size.width());
  const QRectF box(left + .5, qMax(1., qMin(content_.area.top() + kGap4, double(height() - size.height() - 2))) + .5, size.width(), size.height());
  painter.setPen(QPen(tokens().line, 1));
  painter.setBrush(tokens().surface);
  painter.drawRoundedRect(box, kCorner, kCorner);

  QRectF words(box.left() + kGap8, box.top() + kGap4, inner, kTagLine);
  painter.setPen(tokens().softText);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, tag.head);
  for (const Row& row : tag.rows) {
    words.translate(0, kTagLine);
    paintSwatch(painter, QPointF(words.left(), words.center().y()), curveColour(row.role), true);
    painter.setPen(tokens().text);
    const QString label = metrics.elidedText(row.label, Qt::ElideRight, labels);
    painter.drawText(words.adjusted(swatch, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, label);
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, row.text);
  }
}

}  // namespace chaesaek
