// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/network_colourer.h"

#include <torch/torch.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/threads.h"
#include "core/image/regions.h"
#include "core/image/tensors.h"
#include "core/inference/engine.h"
#include "core/inference/palette_painter.h"
#include "core/inference/spread.h"
#include "core/networks/device.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace {

class NetworkColourer : public Colourer {
 public:
  NetworkColourer(ModelInfo info, const std::string& device, const std::string& precision, std::unique_ptr<Lookalikes> lookalikes)
      : info_(std::move(info)), place_(chooseDevice(device, device_)) {
    const std::shared_ptr<Generator> network = openModel(info_.path).network;
    inputs_ = network->inputs();
    const int wanted = info_.takesHints ? 9 : network->inputs() == 3 ? 3 : 1;
    if (network->inputs() != wanted || info_.size % network->sideMultiple() != 0)
      fail(info_.path.string() + " is damaged: its network does not fit the role that its description names");
    engine_ = std::make_unique<Engine>(network, place_, info_.size, precision);
    if (const auto chooser = std::dynamic_pointer_cast<PaletteNet>(network)) painter_.emplace(chooser, *engine_, std::move(lookalikes));
  }

  const ModelInfo& info() const override { return info_; }
  std::string device() const override { return engine_->info().note.empty() ? device_ : device_ + ", " + engine_->info().note; }

  cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) override {
    const cv::Mat usable = info_.takesHints ? hints : cv::Mat();
    // Without ink there is nothing to recognise: paper stays paper, whatever the network would make of it.
    if (cv::countNonZero(sketch <= kWall) == 0) {
      return painter_ ? painter_->paintEmpty(usable, sketch.size()) : flatFill(sketch, usable);
    }
    if (painter_) return painter_->paint(sketch, usable);
    SpreadHints spread;
    const torch::Tensor input = inputOf(sketch, usable, &spread);
    cv::Mat colours = chaesaek::colourPicture(engine_->forward(input)[0]);
    if (info_.wholePicture) return colours;
    colours = repairRegions(colours, sketch);
    if (!usable.empty()) fillHinted(colours, spread);
    return colours;
  }
  void followDrawing() override {
    if (painter_) painter_->follow();
  }
  void usePalette(const Palette& palette) override {
    if (painter_) painter_->usePalette(palette);
  }
  void hurry(bool on) override {
    if (painter_) painter_->hurry(on);
  }
  void recogniseBeside() override {
    if (painter_) painter_->recogniseBeside();
  }
  bool hurried() const override { return painter_ && painter_->hurried(); }
  bool doubts() const override { return painter_ && painter_->doubts(); }
  void reconsider() override {
    if (painter_) painter_->reconsider();
  }
  std::vector<Lookalike> lookalikes() const override { return painter_ ? painter_->lookalikes() : std::vector<Lookalike>(); }

 private:
  /// [1,C,S,S]
  torch::Tensor inputOf(const cv::Mat& sketch, const cv::Mat& hints, SpreadHints* spread = nullptr) const {
    if (info_.takesHints) return colouringInput(sketch, hints, spread).unsqueeze(0);
    return sketchTensor(sketch).unsqueeze(0).expand({1, inputs_, -1, -1});
  }

  ModelInfo info_;
  std::string device_;
  torch::Device place_;
  int inputs_ = 1;
  std::unique_ptr<Engine> engine_;
  std::optional<PalettePainter> painter_;  // where the network chooses from a palette
};

}  // namespace

void describeModel(ModelInfo& info) {
  const ModelDescription description = readModelDescription(info.path);
  if (description.role != "colouring" && description.role != "image_to_image")
    fail(info.path.string() + " does not colour sketches: its role is " + description.role);
  info.experiment = description.experiment;
  info.data = description.data;
  info.licence = description.licence;
  info.steps = description.steps;
  info.bytes = static_cast<int64_t>(std::filesystem::file_size(info.path));
  info.size = description.size;
  info.takesHints = description.role == "colouring";
  info.wholePicture = description.output == "picture";
  info.measures = description.measures;
}

std::unique_ptr<Colourer> openNetworkColourer(ModelInfo info, const std::string& device, Recognise recognise, const std::string& precision) try {
  describeModel(info);
  info.sha256 = sha256OfFile(info.path);
  const std::filesystem::path recogniser = shippedFolder("models") / "recogniser.safetensors", drawings = shippedFolder("models") / "lookalikes.safetensors";
  std::unique_ptr<Lookalikes> lookalikes;
  if (recognise != Recognise::Nothing && info.takesHints && std::filesystem::exists(recogniser) && std::filesystem::exists(drawings))
    lookalikes = std::make_unique<Lookalikes>(recogniser, drawings, recognise == Recognise::ByTrain);
  return std::make_unique<NetworkColourer>(std::move(info), device, precision, std::move(lookalikes));
} catch (const c10::Error& error) {
  fail(info.path.string() + " cannot run: " + error.what_without_backtrace());
}

}  // namespace chaesaek
