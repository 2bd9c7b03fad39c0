// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/colourer.h"
#include "core/inference/spread.h"

namespace chaesaek {
namespace {

class FlatColourer : public Colourer {
 public:
  explicit FlatColourer(int size) {
    info_.name = "flat";
    info_.size = size;
    info_.takesHints = true;
  }
  const ModelInfo& info() const override { return info_; }
  std::string device() const override { return "CPU: flat fill needs no network"; }
  cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) override { return flatFill(sketch, hints); }

 private:
  ModelInfo info_;
};

}  // namespace

std::unique_ptr<Colourer> makeFlatColourer(int size) { return std::make_unique<FlatColourer>(size); }

}  // namespace chaesaek
