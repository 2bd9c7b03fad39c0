// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry of a sample. Lengths that are not parameters are given at kReferenceSide.
#pragma once
#include "core/data/samples.h"

namespace chaesaek {

/// To side x side: area-averaged when smaller.
cv::Mat resizedTo(const cv::Mat& picture, int side);

/// Smooth random displacements of at most this rms, CV_32FC2: cubic between random vectors half a wavelength (at
/// kReferenceSide) apart.
cv::Mat smoothField(int side, double mostRms, std::pair<double, double> wavelengths, Random& random);

/// A random way of looking at a drawing: resized, cropped, mirrored, turned, bent. Every layer of the drawing goes
/// through the same Warp and each is interpolated once; what lies outside of the drawing is paper.
/// Strengths are the most: each sample draws its own share of them, so that some stay as they are.
class Warp {
 public:
  Warp(int sourceSide, const Augmentation& augmentation, Random& random);

  cv::Mat colours(const cv::Mat& picture) const;
  /// With the wobble that the lines have for themselves.
  cv::Mat sketch(const cv::Mat& grey) const;
  /// Of whole numbers: nearest, 0 outside.
  cv::Mat labels(const cv::Mat& labels) const;

 private:
  cv::Mat mapOf(const cv::Mat& displacement, double scale) const;

  int side_, shrunk_;      // side of the sample; side to which a much larger drawing is averaged first
  double sourceSide_;
  cv::Matx23d toSource_;   // pixel of the sample -> pixel of the (shrunk) drawing
  cv::Mat bend_, wobble_;  // CV_32FC2 displacements in pixels of the sample; empty where there are none
};

}  // namespace chaesaek
