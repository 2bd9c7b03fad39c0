// SPDX-License-Identifier: GPL-3.0-or-later
// What LossPlot puts around and over QCustomPlot: axes in the theme's dress, legend, marks and the tag beside the pointer.
#pragma once
#include <QAbstractButton>
#include <optional>

class QCPGraph;
class QCustomPlot;

namespace chaesaek {

QColor curveColour(int role);

/// No frame, horizontal grid lines alone, soft figures; again whenever the theme changes.
void dressAxes(QCustomPlot& plot);
/// As many figures as there is room for.
void setAxes(QCustomPlot& plot, bool log);

/// A graph of decimated points. Where several fall on one pixel column they are drawn as a bar: as lines they would cost
/// the stroker more than all the rest. The plot owns it.
QCPGraph* addCurveGraph(QCustomPlot& plot, const char* layer);

/// Swatch and name of a curve; checked while it is shown.
class LegendEntry : public QAbstractButton {
  Q_OBJECT
 public:
  LegendEntry(const QString& label, int role, QWidget* parent);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int role_;
};

/// Painted over the plot, so that the pointer costs no replot.
class PlotOverlay : public QWidget {
  Q_OBJECT
 public:
  struct Row {
    QString label, text;
    int role;
  };
  struct Tag {
    double x;
    QString head;
    std::vector<Row> rows;
  };
  /// Places are pixels of the plot.
  struct Content {
    QRectF area;
    std::optional<double> best, cursor;
    std::optional<Tag> tag;
    QString sentence;  ///< instead of curves
    bool focused = false;
  };
  explicit PlotOverlay(QWidget* parent);
  void setContent(Content content);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintMark(QPainter& painter, double x, bool best);
  void paintTag(QPainter& painter, const Tag& tag);
  Content content_;
};

}  // namespace chaesaek
