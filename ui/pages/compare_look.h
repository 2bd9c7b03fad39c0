// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QObject>
#include <opencv2/core.hpp>

#include "ui/jobs/newest_job.h"

class QImage;

namespace chaesaek {

class CompareColumn;
class CompareColumns;
class SketchCell;

/// How the columns are looked at: each beside the others, or each against one of them (the reference).
class CompareLook : public QObject {
  Q_OBJECT
 public:
  enum class Mode {
    Columns,
    Slider,      ///< left of a line lies the reference
    Blink,       ///< a press shows the reference in place of a picture
    Difference,  ///< CIEDE2000 to the reference, as heat
  };
  CompareLook(CompareColumns* columns, SketchCell* sketch, QObject* parent);

  Mode mode() const { return mode_; }
  void setMode(Mode mode);
  /// The first column, where none was chosen or the chosen one is gone.
  CompareColumn* reference() const;
  void setReference(int column);
  bool hasLoupe() const { return loupe_; }
  void setLoupe(bool on);
  /// While it is down, every column shows the reference; in every mode.
  void blink(bool down);
  bool blinks() const { return blinking_; }
  /// Of what is compared, grey: under its ink nothing differs.
  void setSketch(const cv::Mat& sketch) { sketch_ = sketch; }

 Q_SIGNALS:
  /// The heat of all columns is that of their present pictures.
  void differencesShown();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Heat {
    int column;
    QImage map;
    double mean;
  };
  void follow(CompareColumn* column);
  void show();
  void show(CompareColumn* column);
  void orderDifferences();
  static std::vector<Heat> differences(const std::vector<std::pair<int, QImage>>& pictures, const QImage& reference, const cv::Mat& sketch,
                                       const Progress& progress);
  void pointAt(std::optional<QPointF> at);

  CompareColumns* columns_;
  SketchCell* sketchCell_;
  Mode mode_ = Mode::Columns;
  int reference_ = 0;
  bool loupe_ = false, blinking_ = false;
  cv::Mat sketch_;
  QHash<int, Heat> heat_;  ///< by column
  NewestJob<std::vector<Heat>> measuring_;
};

}  // namespace chaesaek
