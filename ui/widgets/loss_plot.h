// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPointF>
#include <QTimer>
#include <QWidget>
#include <optional>
#include <vector>

#include "ui/widgets/curve.h"

class QBoxLayout;
class QCPGraph;
class QCPRange;
class QCustomPlot;

namespace chaesaek {

class LegendEntry;
class PlotOverlay;

/// Scalars of a run over its steps. Title and legend above (a click hides a curve), values under the pointer, dragging
/// and the wheel choose a range, a double click shows all again. With the keyboard: left and right read values, plus and
/// minus zoom, 0 shows all.
class LossPlot : public QWidget {
  Q_OBJECT
 public:
  explicit LossPlot(const QString& title, QWidget* parent = nullptr);
  ~LossPlot() override;

  /// `role` chooses the colour: 0 D, 1 G, 2 the third. A key that is there already is left alone.
  void addCurve(const QString& key, const QString& label, int role);
  /// Steps ascend; see Curve::append for steps that come again. A value that is not finite leaves a gap. Keys that no
  /// curve has are ignored. Costs O(1); the picture follows within 50 ms.
  void append(const QString& key, qint64 step, double value);
  void append(const QString& key, const std::vector<QPointF>& points);
  /// Takes away the values and the marks; the curves stay.
  void clear();

  void setLogAxis(bool on);
  /// Values from 0 on: the axis reaches so high at least, whatever they are.
  void setLeastTop(double value);
  /// 0 to 99: weight of the past in a hundredth; the raw values stay faintly behind.
  void setSmoothing(int percent);
  /// Leaves out what came before this step.
  void setSkip(int steps);
  /// The whole run, up to the newest step. Dragging and zooming leave it, a double click returns to it.
  void setFollow(bool on);
  bool follows() const { return follow_; }
  void setBest(std::optional<qint64> step);    ///< dashed line with a star
  void setCursor(std::optional<qint64> step);  ///< the moment that the pictures show

  struct Reading {
    qint64 step;
    struct Value {
      QString label, text;  ///< text: "–" where the curve has no value there
      int role;
    };
    std::vector<Value> values;  ///< of the visible curves, in their order
  };
  /// What the tag beside the pointer says; empty where nothing is pointed at.
  std::optional<Reading> reading();

  QSize sizeHint() const override { return {480, 240}; }
  QSize minimumSizeHint() const override { return {200, 120}; }

 Q_SIGNALS:
  void followChanged(bool follows);  ///< also by mouse or key
  void curveShown(const QString& key, bool shown);  ///< by a click in the legend

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Line {
    QString key, label;
    int role = 0;
    Curve curve = {};
    LegendEntry* entry = nullptr;
    QCPGraph *raw = nullptr, *graph = nullptr;

    bool shown() const;
  };
  void arrangeHeader();
  void dress();
  void touch();
  void refresh();
  void fillGraphs();
  void fitSteps();
  void fitValues(const std::vector<CurveBounds>& found);
  void rangeMoved(const QCPRange& range);
  std::optional<std::pair<double, double>> stepsShown() const;
  CurveWindow window() const;
  void point(std::optional<double> step);
  std::optional<double> stepNear(double step, int direction) const;
  void moveReading(int direction);
  void zoom(double factor);
  QString valueText(Line& line, double step) const;
  void updateOverlay();

  std::vector<Line> lines_;
  QBoxLayout *header_, *legend_;
  QCustomPlot* plot_;
  PlotOverlay* overlay_;
  QTimer timer_;
  bool log_ = false, follow_ = true, fitting_ = false;
  int smoothing_ = 0, skip_ = 0;
  double leastTop_ = 0;
  std::optional<qint64> best_, cursor_;
  std::optional<double> pointed_;  ///< step under the pointer or chosen by key
};

}  // namespace chaesaek
