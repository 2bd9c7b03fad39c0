// SPDX-License-Identifier: GPL-3.0-or-later
// A small data set of squares and discs, and a home folder that goes with the test.
#pragma once
#include <QTemporaryDir>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/data/pairs.h"

namespace chaesaek {

class ToyPairs : public PairSet {
 public:
  explicit ToyPairs(int count = 12, int side = 72) : side_(side) {
    for (int i = 0; i < count; ++i) infos_.push_back({"toy" + std::to_string(i), "", i == 0 ? Split::Test : i == 1 ? Split::Val : Split::Train, i % 12, false});
  }
  const std::string& name() const override { return name_; }
  int side() const override { return side_; }
  int size() const override { return static_cast<int>(infos_.size()); }
  const PairInfo& info(int index) const override { return infos_.at(index); }
  int lineWidths() const override { return 2; }
  int nativeWidth() const override { return 0; }
  bool hasFill() const override { return true; }
  const Json& about() const override { return about_; }
  void holdOut() { about_["held_out"] = true; }
  std::string fingerprint() const override { return "toy"; }

  Pair load(int index, int lineWidth) const override {
    Random random(7, 0, index);
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

 private:
  std::string name_ = "toy";
  int side_;
  std::vector<PairInfo> infos_;
  Json about_ = {{"licence", "CC0"}};
};

/// CHAESAEK_HOME in a temporary folder, with the toy set packed as a file.
struct ToyHome {
  ToyHome() {
    qputenv("CHAESAEK_HOME", folder.path().toUtf8());
    packPairs(ToyPairs(), {}, data(), {});
  }
  std::string data() const { return folder.filePath("toy.chsk").toStdString(); }
  QTemporaryDir folder;
};

}  // namespace chaesaek
