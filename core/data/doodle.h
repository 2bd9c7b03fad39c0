// SPDX-License-Identifier: GPL-3.0-or-later
// What a hand does to lines. Lengths are given at kReferenceSide and grow with the picture.
#pragma once
#include <opencv2/core.hpp>
#include <utility>

#include "core/base/random.h"

namespace chaesaek {

/// Lines as a hand draws them: of uneven width, grey, run past their corners, drawn twice, with specks beside them. How
/// strong each effect is and how often it happens grows with `severity` (0 leaves the sketch as it is, 1 is very shaky).
void doodleLines(cv::Mat& sketch, double severity, Random& random);

/// `count` openings across lines, of a length between `lengths`.
void openGaps(cv::Mat& sketch, int count, std::pair<double, double> lengths, Random& random);

/// A drawing that is not finished: the lines on one side of a random cut are taken away, and the regions (`labels`, 0
/// none) that lost more than a fifth of their outline become paper in `fill`. All of one size.
/// The first alone takes away lines and no colours.
void leaveUnfinished(cv::Mat& sketch, Random& random);
void leaveUnfinished(cv::Mat& sketch, cv::Mat& fill, const cv::Mat& labels, Random& random);

}  // namespace chaesaek
