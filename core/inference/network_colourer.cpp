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
#include "core/inference/palette_painter.h"
#include "core/inference/spread.h"
#include "core/networks/device.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace {

constexpr double kEnoughPsnr = 40;  // dB against float32: below it the difference can be seen

/// Weights in the type and layout that the device runs fastest.
void moveTo(Generator& network, torch::Device device, torch::ScalarType type) {
  network.to(device, type);
  for (torch::Tensor& weight : network.parameters())
    if (weight.dim() == 4) weight.set_data(weight.contiguous(torch::MemoryFormat::ChannelsLast));
}

/// [1,C,S,S] float on the CPU -> [3,S,S] float on the CPU.
torch::Tensor runNetwork(Generator& network, const torch::Tensor& input, torch::Device device, torch::ScalarType type) {
  const torch::InferenceMode inference;
  return network.forward(input.to(device, type, false, false, torch::MemoryFormat::ChannelsLast))[0].to(torch::kCPU, torch::kFloat);
}

class NetworkColourer : public Colourer {
 public:
  NetworkColourer(ModelInfo info, const std::string& device, std::unique_ptr<Lookalikes> lookalikes)
      : info_(std::move(info)), place_(chooseDevice(device, device_)) {
    network_ = openModel(info_.path).network;
    const int wanted = info_.takesHints ? 9 : network_->inputs() == 3 ? 3 : 1;
    if (network_->inputs() != wanted || info_.size % network_->sideMultiple() != 0)
      fail(info_.path.string() + " is damaged: its network does not fit the role that its description names");
    choosePrecision();
    if (const auto chooser = std::dynamic_pointer_cast<PaletteNet>(network_)) painter_.emplace(chooser, place_, type_, std::move(lookalikes));
  }

  const ModelInfo& info() const override { return info_; }
  std::string device() const override { return device_; }

  cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) override {
    const cv::Mat usable = info_.takesHints ? hints : cv::Mat();
    // Without ink there is nothing to recognise: paper stays paper, whatever the network would make of it.
    if (cv::countNonZero(sketch <= kWall) == 0) {
      if (painter_) painter_->forget();
      return flatFill(sketch, usable);
    }
    if (painter_) return painter_->paint(sketch, usable);
    SpreadHints spread;
    const torch::Tensor input = inputOf(sketch, usable, &spread);
    cv::Mat colours = chaesaek::colourPicture(runNetwork(*network_, input, place_, type_));
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
  std::vector<Lookalike> lookalikes() const override { return painter_ ? painter_->lookalikes() : std::vector<Lookalike>(); }

 private:
  /// [1,C,S,S]
  torch::Tensor inputOf(const cv::Mat& sketch, const cv::Mat& hints, SpreadHints* spread = nullptr) const {
    if (info_.takesHints) return colouringInput(sketch, hints, spread).unsqueeze(0);
    return sketchTensor(sketch).unsqueeze(0).expand({1, network_->inputs(), -1, -1});
  }

  /// Half precision where the device is faster with it and nobody can see it, measured on a probe.
  void choosePrecision() {
    moveTo(*network_, place_, torch::kFloat);
    const bool half = place_.is_cuda() || hasFastBf16();
    if (!half) return;
    const torch::ScalarType type = place_.is_cuda() ? torch::kHalf : torch::kBFloat16;
    const torch::Tensor input = inputOf(probe(), cv::Mat());
    const torch::Tensor exact = runNetwork(*network_, input, place_, torch::kFloat);
    moveTo(*network_, place_, type);
    const torch::Tensor error = (runNetwork(*network_, input, place_, type) - exact) / 2;  // colours in [0,1]
    const double psnr = -10 * std::log10(error.square().mean().item<double>() + 1e-12);
    if (psnr >= kEnoughPsnr) {
      type_ = type;
      return;
    }
    network_ = openModel(info_.path).network;  // the weights were rounded
    moveTo(*network_, place_, torch::kFloat);
  }

  /// A house: a box with a roof.
  cv::Mat probe() const {
    const int s = info_.size;
    cv::Mat sketch(s, s, CV_8U, cv::Scalar(255));
    const std::vector<cv::Point> house{{s / 4, s * 7 / 8}, {s / 4, s / 2}, {s / 2, s / 8}, {s * 3 / 4, s / 2}, {s * 3 / 4, s * 7 / 8}};
    cv::polylines(sketch, house, true, cv::Scalar(0), std::max(1, s / 40));
    cv::line(sketch, house[1], house[3], cv::Scalar(0), std::max(1, s / 40));
    return sketch;
  }

  ModelInfo info_;
  std::string device_;
  torch::Device place_;
  torch::ScalarType type_ = torch::kFloat;
  std::shared_ptr<Generator> network_;
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

std::unique_ptr<Colourer> openNetworkColourer(ModelInfo info, const std::string& device, bool recognise) try {
  describeModel(info);
  info.sha256 = sha256OfFile(info.path);
  const std::filesystem::path recogniser = shippedFolder("models") / "recogniser.safetensors", drawings = shippedFolder("models") / "lookalikes.safetensors";
  std::unique_ptr<Lookalikes> lookalikes;
  if (recognise && info.takesHints && std::filesystem::exists(recogniser) && std::filesystem::exists(drawings))
    lookalikes = std::make_unique<Lookalikes>(recogniser, drawings);
  return std::make_unique<NetworkColourer>(std::move(info), device, std::move(lookalikes));
} catch (const c10::Error& error) {
  fail(info.path.string() + " cannot run: " + error.what_without_backtrace());
}

}  // namespace chaesaek
