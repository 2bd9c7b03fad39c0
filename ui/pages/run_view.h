// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QObject>
#include <QElapsedTimer>
#include <optional>
#include <vector>

#include "core/training/run_record.h"

namespace chaesaek {

struct ExperimentInfo;
class RunPlots;
class SampleBoard;

/// One run as plots and pictures: an earlier one from its folder, or the one in training while it grows.
class RunView : public QObject {
  Q_OBJECT
 public:
  RunView(RunPlots* plots, SampleBoard* board, QObject* parent);

  void show(const RunRecord& run);
  void showNothing();
  /// What another process has added to the run since.
  void catchUp();
  QString run() const { return run_; }
  void renamed(const QString& name, const std::filesystem::path& path);

  // Of the run in training; the caller asks only where it is the one that is shown.
  void append(const std::vector<ScalarEvent>& scalars);
  void append(const PictureEvent& picture);
  void append(const MeasureEvent& measure);
  void append(const PhaseEvent& phase);

 Q_SIGNALS:
  /// Whether the pictures have maps of D's opinion.
  void judgedChanged(bool judged);
  void failed(const QString& error);

 private:
  struct Sheets;
  void take(const RunHistory& history);
  void takeNew(RunHistory history);
  void loadMoment(qint64 step);
  void showSheets(const Sheets& sheets);
  void showMoments();
  void sayHealth();
  static Sheets sheetsOf(const cv::Mat& sheet, const cv::Mat& judged, int columns);

  RunPlots* plots_;
  SampleBoard* board_;
  QString run_;
  std::filesystem::path path_;
  const ExperimentInfo* experiment_ = nullptr;
  bool failed_ = false;
  RunHistory history_;  // of the scalars only the newest: the plots keep all
  QElapsedTimer lastHealth_;
  int generation_ = 0;  // of what is shown: an answer for an earlier run comes too late
};

}  // namespace chaesaek
