// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// A sketch pixel this dark or darker is a wall.
inline constexpr int kWall = 200;
/// Regions are told apart across openings narrower than so many pixels.
inline constexpr int kClosedGap = 5;

/// Hints over their gap-closed regions.
struct SpreadHints {
  cv::Mat colour;   ///< CV_8UC3 BGR, 0 where none
  cv::Mat covered;  ///< CV_8U, 0 or 1
  cv::Mat bounded;  ///< CV_8U, 0 or 1: covered, in a region that ends before the picture's border (spreadHintsClosing alone says so)
};

/// Nothing is covered.
SpreadHints noHints(cv::Size size);

/// Spreads every hint (a connected mark of `mask`) over the region it lies in: free space (lighter than a wall) is
/// eroded by gap x gap, which closes openings to about gap-1 pixels; the component that holds most of the mark is
/// grown back within free space; where the mark finds none, the plain component. Where two hints share a region the
/// nearer (to the mark's middle point) wins. The mark's colour is the median of `hint` under it.
/// `sketch` CV_8U, `hint` CV_8UC3, `mask` CV_8U 0/1, all of one size. Agrees with the reference measures' spread().
SpreadHints spreadHints(const cv::Mat& sketch, const cv::Mat& hint, const cv::Mat& mask, int gap = kClosedGap);

/// The same for shaky hands: a hint whose region reaches the picture's border has run out of an open outline, and larger
/// gaps (at 256 px up to 27) are closed until it no longer does. Where none helps it is spread as above.
SpreadHints spreadHintsClosing(const cv::Mat& sketch, const cv::Mat& hint, const cv::Mat& mask);

/// The gap-closed region under a point -> CV_8U 0/1 mask (the fill hint's region); empty Mat where the point is on ink.
cv::Mat regionAt(const cv::Mat& sketch, cv::Point at, int gap = kClosedGap);

/// Labels of all gap-closed regions -> CV_32S, 0 on ink, 1..n elsewhere (every free pixel belongs to one; what erosion
/// removed goes to the nearest region within its free component). `count` receives n.
cv::Mat gapClosedRegions(const cv::Mat& sketch, int gap, int* count = nullptr);
/// The two steps of it, for any space (CV_8U, 255 free): what is left of it where gaps up to `gap` are closed, CV_32S, 1..n, and
/// those grown over all of it. `count` receives n, which the second raises by what is narrow all over.
cv::Mat coresOf(const cv::Mat& space, int gap, int* count);
cv::Mat grownRegions(const cv::Mat& space, const cv::Mat& cores, int* count);
/// Each label by the table's.
void relabel(cv::Mat& labels, const std::vector<int>& to);
/// The largest label.
int regionCount(const cv::Mat& labels);
/// Numbers the labels that there are from 1 on, in their order; 0 stays.
void renumber(cv::Mat& labels);

/// The program's own repair (one colour for a gap-closed region): every region of `colours` (BGR) is painted in its
/// commonest colour, near-white in pure white. Where the network put a second, clearly different colour into a region,
/// both are painted flat and what lies between them stays. Under the ink each side's colour reaches to the line's
/// middle. Hinted regions follow the same rule.
cv::Mat repairRegions(const cv::Mat& colours, const cv::Mat& sketch);
/// The same where the regions (gapClosedRegions at kClosedGap) are known already.
cv::Mat repairLabelled(const cv::Mat& colours, const cv::Mat& labels);

}  // namespace chaesaek
