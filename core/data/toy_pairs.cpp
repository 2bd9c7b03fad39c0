// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/toy_pairs.h"

#include <opencv2/imgproc.hpp>

#include "core/base/random.h"

namespace chaesaek {

ToyPairs::ToyPairs(int count, int side) : side_(side) {
  for (int i = 0; i < count; ++i) infos_.push_back({"toy" + std::to_string(i), "", i == 0 ? Split::Test : i == 1 ? Split::Val : Split::Train, i % 12, false});
}

Pair ToyPairs::load(int index, int lineWidth) const {
  Random random(7, 0, static_cast<uint64_t>(index));
  const cv::Scalar colour(random.integer(0, 255), random.integer(0, 255), random.integer(0, 255));
  const cv::Point middle(random.integer(side_ / 3, side_ * 2 / 3), random.integer(side_ / 3, side_ * 2 / 3));
  const int radius = random.integer(side_ / 5, side_ / 4), width = 3 + 2 * lineWidth;
  Pair pair{cv::Mat(side_, side_, CV_8U, cv::Scalar(255)), {}, cv::Mat(side_, side_, CV_8UC3, cv::Scalar::all(255))};
  const cv::Rect box(middle - cv::Point(radius, radius), middle + cv::Point(radius, radius));
  if (index % 2) cv::circle(pair.fill, middle, radius, colour, cv::FILLED);
  else cv::rectangle(pair.fill, box, colour, cv::FILLED);
  if (index % 2) cv::circle(pair.sketch, middle, radius, 0, width);
  else cv::rectangle(pair.sketch, box, 0, width);
  pair.picture = pair.fill.clone();
  pair.picture.setTo(cv::Scalar::all(0), pair.sketch < 128);
  return pair;
}

}  // namespace chaesaek
