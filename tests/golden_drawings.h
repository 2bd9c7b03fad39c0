// SPDX-License-Identifier: GPL-3.0-or-later
// The drawings of tests/golden/measures, what pretended models make of them, and the figures of independent references.
#pragma once
#include <filesystem>
#include <map>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/data/pairs.h"
#include "core/image/codec.h"
#include "core/inference/colourer.h"

namespace chaesaek {

inline const std::filesystem::path kGolden = std::filesystem::path(CHAESAEK_SOURCE_DIR) / "tests/golden/measures";
inline constexpr int kGoldenDrawings = 3;

inline cv::Mat golden(int number, const std::string& name) { return readPicture(kGolden / (std::to_string(number) + "-" + name + ".png")); }

inline Json goldenNumbers(const std::string& file) { return parseJson(readFile(kGolden / file), file); }

/// The golden drawings as a data set.
class GoldenSet : public PairSet {
 public:
  GoldenSet() {
    for (int i = 0; i < kGoldenDrawings; ++i) infos_.push_back({std::to_string(i), "", Split::Test, -1, false});
  }
  const std::string& name() const override { return name_; }
  int side() const override { return 256; }
  int size() const override { return kGoldenDrawings; }
  const PairInfo& info(int index) const override { return infos_[static_cast<size_t>(index)]; }
  int lineWidths() const override { return 1; }
  int nativeWidth() const override { return 0; }
  bool hasFill() const override { return true; }
  Pair load(int index, int) const override { return {golden(index, "sketch"), {}, golden(index, "target")}; }
  const Json& about() const override { return about_; }
  std::string fingerprint() const override { return "golden prints"; }

 private:
  std::string name_ = "golden";
  std::vector<PairInfo> infos_;
  Json about_;
};

/// Answers with the golden results: it knows the drawing by its sketch and the question by its hints. `others`: answers a
/// question ("plain", "hinted", "recoloured", "one_hint") as if another had been put.
class GoldenColourer : public Colourer {
 public:
  explicit GoldenColourer(bool takesHints, int size = 256, std::map<std::string, std::string> others = {}) : others_(std::move(others)) {
    info_.name = "golden";
    info_.takesHints = takesHints;
    info_.size = size;
  }
  const ModelInfo& info() const override { return info_; }
  std::string device() const override { return "CPU: a test"; }
  cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) override {
    ++calls;
    int number = 0;
    while (cv::norm(sketch, golden(number, "sketch"), cv::NORM_INF) > 0) ++number;
    const std::string put = question(number, hints);
    return golden(number, others_.count(put) ? others_.at(put) : put);
  }
  int calls = 0;

 private:
  static std::string question(int number, const cv::Mat& hints) {
    if (hints.empty()) return "plain";
    cv::Mat alpha, labels, bgr;
    cv::extractChannel(hints, alpha, 3);
    if (cv::connectedComponents(alpha, labels) == 2) return "one_hint";
    cv::cvtColor(hints, bgr, cv::COLOR_BGRA2BGR);
    cv::Mat difference;
    cv::absdiff(bgr, golden(number, "target"), difference);
    return cv::mean(difference, alpha)[0] < 5 ? "hinted" : "recoloured";
  }
  ModelInfo info_;
  std::map<std::string, std::string> others_;
};

}  // namespace chaesaek
