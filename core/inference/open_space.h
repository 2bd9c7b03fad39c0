// SPDX-License-Identifier: GPL-3.0-or-later
// What is paper in open space: the one place where that is decided.
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// CV_8U 255: the regions of `labels` that run to the picture's border.
cv::Mat openSpace(const cv::Mat& labels);

/// Open space with wider openings closed (at 256 px from 9 up to 27), as a person sees an outline through its gaps.
struct Closings {
  cv::Mat labels;  ///< CV_32S: the region that a pixel lies in at the least opening which keeps it from the border; 0 where none does
  cv::Mat held;    ///< CV_32F, 1..0: how narrow that opening is
};
/// Of `open` (openSpace), by what closes off parts of `space`, itself or more of the free space around it; both CV_8U.
Closings closeWider(const cv::Mat& space, const cv::Mat& open);

/// CV_8U 255: the part of `space` (CV_8U) that is no paper: the cheapest division, whose border costs by its length where no ink holds it,
/// so that it runs straight from line end to line end (minimum cut, as LazyBrush's: Sykora et al. 2009).
/// `cost` CV_32F: of a pixel being paper less that of not being it; `border` of a step of the border.
cv::Mat cutFromPaper(const cv::Mat& space, const cv::Mat& cost, float border);

/// The regions of a sketch with its open space divided.
struct Shapes {
  cv::Mat labels;  ///< CV_32S as gapClosedRegions; what was cut from open space has labels of its own
  cv::Mat paper;   ///< CV_8U 255: open space that is paper
  cv::Mat say;     ///< CV_32F: what each pixel says for paint where nothing is in doubt, in nats
};
/// What a network thinks, CV_32F at half the side: log-probabilities of paper, and of the likeliest colour but that.
struct PaperOpinion {
  cv::Mat paper, colour;
};
/// What the lines of a sketch divide, before anybody says what of it is paint.
struct Spaces {
  cv::Mat labels;     ///< CV_32S: gapClosedRegions at kClosedGap, passages joined
  cv::Mat open;       ///< openSpace of them
  Closings closings;  ///< closeWider of that
};
Spaces spacesOf(const cv::Mat& sketch);

/// A pixel counts by how much likelier paper is than any one colour (log-odds), and speaks for paper in doubt; a narrow opening takes the
/// doubt away. What is wide open has to be more than a trifle, and of a colour that is likely. A single line that encloses nothing paints
/// nothing.
Shapes divideOpenSpace(const Spaces& spaces, const PaperOpinion& opinion);

}  // namespace chaesaek
