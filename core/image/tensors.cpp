// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/tensors.h"

#include <opencv2/imgproc.hpp>
#include <vector>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

// Channel `index` of a [C,H,W] float tensor, as a picture that shares its memory.
cv::Mat plane(const torch::Tensor& tensor, int index) {
  const auto rows = static_cast<int>(tensor.size(1)), columns = static_cast<int>(tensor.size(2));
  return {rows, columns, CV_32F, tensor.data_ptr<float>() + int64_t{index} * rows * columns};
}

torch::Tensor emptyTensor(int channels, const cv::Mat& picture) { return torch::empty({channels, picture.rows, picture.cols}, torch::kFloat32); }

// 0..255 -> -1..1
void putSigned(const cv::Mat& byte, cv::Mat to) { byte.convertTo(to, CV_32F, 1 / 127.5, -1); }

// BGR into three channels in the order RGB.
void putColour(const cv::Mat& bgr, const torch::Tensor& tensor, int first) {
  cv::Mat channel;
  for (int c = 0; c < 3; ++c) {
    cv::extractChannel(bgr, channel, 2 - c);
    putSigned(channel, plane(tensor, first + c));
  }
}

// Colour in three channels, 0 outside of the mask, and the mask in the fourth.
void putMasked(const cv::Mat& bgr, const cv::Mat& mask, const torch::Tensor& tensor, int first) {
  putColour(bgr, tensor, first);
  const cv::Mat none = mask == 0;
  for (int c = 0; c < 3; ++c) plane(tensor, first + c).setTo(0, none);
  cv::Mat to = plane(tensor, first + 3);
  mask.convertTo(to, CV_32F);
}

}  // namespace

torch::Tensor colourTensor(const cv::Mat& bgr) {
  torch::Tensor tensor = emptyTensor(3, bgr);
  putColour(bgr, tensor, 0);
  return tensor;
}

cv::Mat colourPicture(const torch::Tensor& tensor) {
  const torch::Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  std::vector<cv::Mat> channels(3);
  for (int c = 0; c < 3; ++c) plane(plain, 2 - c).convertTo(channels[c], CV_8U, 127.5, 127.5);  // rounds and clamps
  cv::Mat bgr;
  cv::merge(channels, bgr);
  return bgr;
}

torch::Tensor sketchTensor(const cv::Mat& grey) {
  torch::Tensor tensor = emptyTensor(1, grey);
  putSigned(grey, plane(tensor, 0));
  return tensor;
}

torch::Tensor maskTensor(const cv::Mat& mask) {
  torch::Tensor tensor = emptyTensor(1, mask);
  cv::Mat to = plane(tensor, 0);
  mask.convertTo(to, CV_32F);
  return tensor;
}

torch::Tensor colouringInput(const cv::Mat& sketch, const cv::Mat& hints, SpreadHints* shown) {
  torch::Tensor input = hints.empty() ? torch::zeros({9, sketch.rows, sketch.cols}) : emptyTensor(9, sketch);
  putSigned(sketch, plane(input, 0));
  if (hints.empty()) {
    if (shown) *shown = noHints(sketch.size());
    return input;
  }
  cv::Mat colour, mask;
  cv::cvtColor(hints, colour, cv::COLOR_BGRA2BGR);
  cv::extractChannel(hints, mask, 3);
  mask = (mask >= 128) & 1;
  putMasked(colour, mask, input, 1);
  const SpreadHints spread = spreadHintsClosing(sketch, colour, mask);
  putMasked(spread.colour, spread.covered, input, 5);
  if (shown) *shown = spread;
  return input;
}

}  // namespace chaesaek
