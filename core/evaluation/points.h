// SPDX-License-Identifier: GPL-3.0-or-later
// Figures of made points beside the distribution they are to follow.
#pragma once
#include <vector>

#include "core/data/point_set.h"
#include "core/image/landscape.h"

namespace chaesaek {

using Points = std::vector<cv::Point2d>;

/// `count` points of the set, always the same.
Points drawPoints(const PointSet& set, int count);

/// Energy distance (Székely, Rizzo 2013) of two samples: near 0 where both follow one distribution.
double energyDistance(const Points& a, const Points& b);
/// Modes that at least 20 of the points hit, within three sigmas.
int coveredModes(const Points& made, const PointSet& set);
/// Share of the points that lie more than three sigmas beside all that the set has.
double shareOff(const Points& made, const PointSet& set);
/// "off", and "modes" where there are any.
NamedValues figuresOf(const Points& made, const PointSet& set);

/// D's answers at equally far places of the line, the last at kPointReach, beside those of the best D: p of the set, q by a
/// normal kernel of each of the made points. For sets of one dimension.
Skyline skylineOf(const std::vector<double>& judged, const Points& made, const PointSet& set);
/// Mean |D - p / (p + q)| over points of both kinds: where there are none, nobody has told D anything.
double optimumGap(const Skyline& line);

}  // namespace chaesaek
