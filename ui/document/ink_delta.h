// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QRect>
#include <map>
#include <opencv2/core.hpp>

namespace chaesaek {

/// The difference of two ink layers (CV_8U), kept small: the 64-pixel tiles that differ, XORed and run-length coded. The same
/// bytes lead from the first to the second and back. Layers of different sizes are kept whole instead.
class InkDelta {
 public:
  static InkDelta between(const cv::Mat& before, const cv::Mat& after);

  /// Turns one layer into the other; returns what changed.
  QRect apply(cv::Mat& ink, bool forward) const;
  bool isEmpty() const { return before_ == after_ && to_.isEmpty(); }
  size_t bytes() const { return static_cast<size_t>(from_.size() + to_.size()); }

 private:
  friend class InkBackup;
  cv::Size before_, after_;
  QByteArray from_, to_;  // of one size: only to_
};

/// Keeps tiles of a layer as they were before a stroke touches them, so that a stroke costs what it covers.
class InkBackup {
 public:
  /// Call before `area` is written.
  void keep(const cv::Mat& ink, cv::Rect area);
  InkDelta deltaTo(const cv::Mat& ink) const;

 private:
  std::map<int, cv::Mat> tiles_;
};

}  // namespace chaesaek
