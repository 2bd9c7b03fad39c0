// SPDX-License-Identifier: GPL-3.0-or-later
// Line art for pictures that have no ink of their own: a colouring book's outlines.
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// A flat picture taken apart. All at the picture's own size.
struct IconLines {
  cv::Mat sketch(double factor, int side) const;  ///< grey, 255 paper, at `side`; factor 1 is as drawn
  cv::Mat fill;                  ///< BGR on white, thin dark shapes (outlines, mouths, eyes) painted over
  cv::Mat borders;               ///< CV_32F distance in pixels to the nearest border between two colours
  cv::Mat ink, inkRadius;        ///< CV_32F distance to the middle of those shapes, and how thick they are there
};

/// `bgra` has straight alpha and should be drawn at twice the side that is wanted: what is thinner than two of its
/// pixels has no border of its own. Gradients and the soft edge of a shape make no lines.
IconLines findIconLines(const cv::Mat& bgra);

/// Lines in nothing but black, `shape` (CV_8U, 255 ink), on white paper. The thinner ones become as thick as OpenMoji's; all else
/// loses or gains as much at its edges. Negative `borders` lie inside.
IconLines linesOf(const cv::Mat& shape);

/// The same of a picture of which all that is opaque is black. Filled shapes: their edges become lines.
IconLines inkAlone(const cv::Mat& bgra);

}  // namespace chaesaek
