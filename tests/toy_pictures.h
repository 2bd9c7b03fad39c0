// SPDX-License-Identifier: GPL-3.0-or-later
// A small set of pictures of three kinds: a disc, a square, a bar.
#pragma once
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/data/picture_pack.h"

namespace chaesaek {

class ToyPictures : public PictureSet {
 public:
  explicit ToyPictures(int count = 24, int side = 8, int channels = 1, bool labelled = true)
      : count_(count), side_(side), channels_(channels), classes_(labelled ? std::vector<std::string>{"disc", "square", "bar"} : std::vector<std::string>{}) {}

  const std::string& name() const override { return name_; }
  int size() const override { return count_; }
  Split splitOf(int index) const override { return index < 3 ? Split::Test : index < 6 ? Split::Val : Split::Train; }
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return "toy pictures"; }
  cv::Size pictureSize() const override { return {side_, side_}; }
  int channels() const override { return channels_; }
  const std::vector<std::string>& classes() const override { return classes_; }
  int labelOf(int index) const override { return classes_.empty() ? -1 : index % 3; }

  cv::Mat picture(int index) const override {
    Random random(5, 0, static_cast<uint64_t>(index));
    const int eighth = side_ / 8, middle = side_ / 2 + random.integer(-eighth, eighth), reach = 2 * eighth;
    const cv::Scalar ink(random.integer(160, 255), random.integer(160, 255), random.integer(160, 255));
    cv::Mat picture(side_, side_, channels_ == 1 ? CV_8UC1 : CV_8UC3, cv::Scalar::all(0));
    if (index % 3 == 0) cv::circle(picture, {middle, middle}, reach, ink, cv::FILLED);
    else if (index % 3 == 1) cv::rectangle(picture, {middle - reach, middle - reach}, {middle + reach, middle + reach}, ink, cv::FILLED);
    else cv::rectangle(picture, {middle, 0}, {middle + eighth, side_ - 1}, ink, cv::FILLED);
    return picture;
  }

 private:
  std::string name_ = "toy pictures";
  int count_, side_, channels_;
  std::vector<std::string> classes_;
  Json about_ = {{"licence", "CC0"}};
};

/// The set as a file that runs can open.
inline void packPictures(const PictureSet& set, const std::string& path) {
  PictureTable table{set.pictureSize(), set.channels(), set.classes(), {}, {}, {}};
  for (int i = 0; i < set.size(); ++i) {
    const cv::Mat picture = set.picture(i);
    table.labels.push_back(static_cast<int16_t>(set.labelOf(i)));
    table.splits.push_back(set.splitOf(i));
    table.pixels.append(reinterpret_cast<const char*>(picture.data), table.pictureBytes());
  }
  writePictures(path, set.name(), table, set.about());
}

}  // namespace chaesaek
