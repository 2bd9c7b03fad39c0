// SPDX-License-Identifier: GPL-3.0-or-later
// Hints as a person gives them: marks on the sketch.
#pragma once
#include <opencv2/core.hpp>
#include <vector>

namespace chaesaek {

using Points = std::vector<cv::Point>;

/// The pixels of every connected mark of a mask (CV_8U, not 0), row by row.
std::vector<Points> marksOf(const cv::Mat& mask);

/// The label (CV_32S) that most of the mark lies on (the lowest of equals); 0 where it lies on none.
int mostVoted(const cv::Mat& labels, const Points& mark);

/// Of a BGR picture under the points, each channel by itself: NumPy's median cut down to a byte.
cv::Vec3b markColour(const cv::Mat& picture, const Points& points);

}  // namespace chaesaek
