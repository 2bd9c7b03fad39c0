// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings recorded stroke by stroke, as JSON lines: {"format":1,"width":W,"height":H}, then one line a stroke,
//   {"tool":"pen"|"eraser","points":[[x,y,width],…]}  or  {"hint":{"colour":"#rrggbb","radius":r,"points":[[x,y],…]}}.
// What was undone is not in it. Lengths in canvas pixels.
#pragma once
#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

#include "core/image/strokes.h"

namespace chaesaek {

struct RecordedStroke {
  enum class Tool { Pen, Eraser, Hint };
  Tool tool = Tool::Pen;
  std::vector<StrokePoint> points;  ///< a hint's width is twice its radius
  cv::Vec3b colour{};               ///< BGR, of a hint
};

struct Recording {
  cv::Size size;
  std::vector<RecordedStroke> strokes;
};

/// Throws Error that names the file and the line.
Recording readRecording(const std::filesystem::path& path);
/// Whole or not at all.
void writeRecording(const std::filesystem::path& path, const Recording& recording);

/// A canvas that recorded strokes are drawn on again.
class ReplayCanvas {
 public:
  explicit ReplayCanvas(cv::Size size) : ink_(cv::Mat::zeros(size, CV_8U)), hints_(cv::Mat::zeros(size, CV_8UC4)) {}
  /// Returns where the stroke went: CV_8U, 255 or 0.
  cv::Mat draw(const RecordedStroke& stroke);
  cv::Mat sketch() const;                         ///< grey, 255 paper
  const cv::Mat& hints() const { return hints_; }  ///< BGRA

 private:
  cv::Mat ink_, hints_;
};

}  // namespace chaesaek
