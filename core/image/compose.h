// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>

namespace chaesaek {

/// How a picture of any shape lies in a model's square: scaled to fit, centred, the rest is paper.
struct Fit {
  cv::Size from;      ///< the picture's size
  int side = 0;       ///< the square's side
  cv::Rect inside;    ///< where the picture lies in the square
};
Fit fitInto(cv::Size from, int side);

/// Sketch (grey) into the square: area-averaged when smaller, lines kept dark enough to remain walls; paper around it.
cv::Mat fitSketch(const cv::Mat& sketch, const Fit& fit);
/// A drawing by itself: the square around its ink with a margin of a twelfth, at side x side, so that it looks the same
/// wherever and however large it was drawn. White where there is no ink.
cv::Mat framedInk(const cv::Mat& sketch, int side);
/// Hints BGRA (alpha is the mask, >= 128) into the square: no colour is mixed, a mark never vanishes; transparent around.
cv::Mat fitHints(const cv::Mat& hints, const Fit& fit);
/// A BGR picture into the square, white around it.
cv::Mat fitPicture(const cv::Mat& picture, const Fit& fit);

/// Colour layer at the model's size -> at the picture's full size: upsampled so that colours end under the
/// full-resolution lines (edge-aware) instead of bleeding across them. BGR.
cv::Mat unfitColours(const cv::Mat& colours, const Fit& fit, const cv::Mat& fullSketch);

/// out = colour * (1 - a) + ink * a, with a = 1 - sketch/255 and black ink. BGR.
cv::Mat layInk(const cv::Mat& colours, const cv::Mat& sketch);
/// The same with an ink layer BGRA (straight alpha) of any colour.
cv::Mat layInkLayer(const cv::Mat& colours, const cv::Mat& inkBgra);

}  // namespace chaesaek
