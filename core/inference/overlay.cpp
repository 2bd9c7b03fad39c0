// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/overlay.h"

#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/regions.h"
#include "core/inference/lookalike.h"

namespace chaesaek {
namespace {

constexpr int kBlank = 225;            // a pixel this light in every channel is paper
constexpr double kSteepest = 400;      // gradients (Sobel, of 0..255) above it count as this one: ink and fill alike
constexpr double kTolerance = 1.2;          // pixels of a thumbnail that an edge may lie beside another
constexpr double kMirrored = .03;      // so much better must the mirrored picture fit
const cv::Size kLaidSize(kThumbnailSide, kThumbnailSide);

/// Blurred edges with mean 0 and norm 1: the dot product of two is their correlation.
cv::Mat edgesOf(const cv::Mat& grey) {
  cv::Mat x, y, edges;
  cv::Sobel(grey, x, CV_32F, 1, 0);
  cv::Sobel(grey, y, CV_32F, 0, 1);
  cv::magnitude(x, y, edges);
  cv::min(edges, kSteepest, edges);
  cv::GaussianBlur(edges, edges, {}, kTolerance);
  edges -= cv::mean(edges);
  const double norm = cv::norm(edges);
  return norm > 0 ? cv::Mat(edges / norm) : edges;
}

/// What is not paper.
cv::Rect drawnBox(const cv::Mat& picture) {
  std::vector<cv::Mat> channels;
  cv::split(picture, channels);
  return cv::boundingRect(cv::min(cv::min(channels[0], channels[1]), channels[2]) < kBlank);
}

}  // namespace

Overlay::Overlay(const cv::Mat& sketch) {
  cv::Mat small;
  cv::resize(sketch(cv::boundingRect(sketch <= kWall)), small, kLaidSize, 0, 0, cv::INTER_AREA);
  edges_ = edgesOf(small);
  cv::flip(edges_, mirrored_, 1);
}

Overlay::Stretched Overlay::stretch(const cv::Mat& thumbnail) {
  const cv::Rect box = thumbnail.empty() ? cv::Rect() : drawnBox(thumbnail);
  if (box.empty()) return {};
  Stretched drawing;
  cv::Mat grey;
  cv::resize(thumbnail(box), drawing.picture, kLaidSize, 0, 0, cv::INTER_NEAREST);
  cv::cvtColor(drawing.picture, grey, cv::COLOR_BGR2GRAY);
  drawing.edges = edgesOf(grey);
  return drawing;
}

Overlay::Laid Overlay::lay(const Stretched& drawing) const {
  if (drawing.picture.empty()) return {};
  Laid laid{drawing.picture, edges_.dot(drawing.edges)};
  if (const double other = mirrored_.dot(drawing.edges); other > laid.fit + kMirrored) {
    laid.fit = other;
    laid.picture = cv::Mat();  // the drawing's own stays as it is
    cv::flip(drawing.picture, laid.picture, 1);
  }
  return laid;
}

}  // namespace chaesaek
