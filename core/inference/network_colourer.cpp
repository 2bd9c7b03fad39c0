// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/network_colourer.h"

#include <torch/torch.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/threads.h"
#include "core/image/regions.h"
#include "core/image/tensors.h"
#include "core/inference/calm.h"
#include "core/inference/placement.h"
#include "core/inference/region_vote.h"
#include "core/inference/spread.h"
#include "core/networks/device.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace {

constexpr double kOpen = 0.2;        // a hint in an open outline fills where the gate is at least so sure
constexpr double kPaper = 0.7;       // or where the network is less sure than this that it sees paper
constexpr double kAround = 10. / 256; // or this near to the mark, in sides of the picture
constexpr double kDecision = 4;      // slope of the gate around that: it decides instead of blending
constexpr int kLookalikes = 8;
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
      : info_(std::move(info)), place_(chooseDevice(device, device_)), lookalikes_(std::move(lookalikes)) {
    network_ = openModel(info_.path).network;
    const int wanted = info_.takesHints ? 9 : network_->inputs() == 3 ? 3 : 1;
    if (network_->inputs() != wanted || info_.size % network_->sideMultiple() != 0)
      fail(info_.path.string() + " is damaged: its network does not fit the role that its description names");
    choosePrecision();
  }

  const ModelInfo& info() const override { return info_; }
  std::string device() const override { return device_; }

  cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) override {
    const cv::Mat usable = info_.takesHints ? hints : cv::Mat();
    // Without ink there is nothing to recognise: paper stays paper, whatever the network would make of it.
    if (cv::countNonZero(sketch <= kWall) == 0) {
      memory_ = {};
      found_ = {};
      return flatFill(sketch, usable);
    }
    SpreadHints spread;
    const torch::Tensor input = inputOf(sketch, usable, &spread);
    const auto chooser = std::dynamic_pointer_cast<PaletteNet>(network_);
    if (chooser && lookalikes_) found_ = lookalikes_->find(sketch, kLookalikes);
    cv::Mat colours = chooser ? chosen(*chooser, input, sketch, usable, spread) : chaesaek::colourPicture(runNetwork(*network_, input, place_, type_));
    if (info_.wholePicture) return colours;
    colours = repairRegions(colours, sketch);
    if (!usable.empty()) fillHinted(colours, spread);
    if (follows_ && chooser) memory_ = {sketch.clone(), colours.clone(), spread.covered};
    return colours;
  }
  void followDrawing() override { follows_ = true; }
  void usePalette(const Palette& palette) override {
    if (palette == palette_) return;
    palette_ = palette;
    memory_ = {};  // every region may change
  }
  std::vector<Lookalike> lookalikes() const override { return found_.nearest; }

 private:
  /// CV_8U 0/1: the surroundings of the marks.
  static cv::Mat around(const cv::Mat& hints) {
    cv::Mat alpha, distance;
    cv::extractChannel(hints, alpha, 3);
    cv::distanceTransform(alpha < 128, distance, cv::DIST_L2, 3);
    return (distance < kAround * hints.rows) / 255;
  }

  /// Where the spread hints (`mask`) are shown, 0..1: where it is `certain` (bounded regions: the trained gate closes on colours that a
  /// thing never has, and obeys less). Out of an open outline a hint would flood the page: there it fills its surroundings, what the
  /// network takes for part of the thing, and where the gate is open.
  torch::Tensor hintedShare(const PaletteNet::Parts& parts, const torch::Tensor& mask, const cv::Mat& certain) const {
    const torch::Tensor paper = torch::upsample_bilinear2d(torch::softmax(parts.logits, 1).narrow(1, 0, 1), {mask.size(2), mask.size(3)}, false);
    const torch::Tensor thing = (paper < kPaper).to(mask.scalar_type()) * mask;
    const torch::Tensor open = ((parts.gate - kOpen) * kDecision + 0.5).clamp(0, 1) * mask;
    return torch::maximum(torch::maximum(open, thing), maskTensor(certain).unsqueeze(0).to(place_, type_));
  }

  /// Lets the network place a palette: the person's, or the one that is expected of such things. Returns the colours that
  /// its choices stand for, BGR.
  std::vector<cv::Vec3b> place(const PaletteNet& network, torch::Tensor& logits) const {
    std::vector<cv::Vec3b> colours = paletteColours(network);
    if (palette_.empty()) {
      if (found_.sureness > 0) logits = placeColours(logits, sharesOver(found_.expected, colours), found_.sureness);
      return colours;
    }
    const std::vector<int> slots = slotsOf(palette_, colours);
    torch::Tensor shares = torch::zeros({static_cast<int64_t>(colours.size())});
    for (size_t i = 0; i < slots.size(); ++i) {
      shares[slots[i]] = palette_[i].share;
      colours[static_cast<size_t>(slots[i])] = palette_[i].colour;
    }
    logits = placeColours(logits, shares, 1);
    return colours;
  }

  /// What a palette network means: its parts, its colours placed, mixed where hints are shown, then the vote.
  cv::Mat chosen(PaletteNet& network, const torch::Tensor& input, const cv::Mat& sketch, const cv::Mat& hints, const SpreadHints& spread) const {
    const torch::InferenceMode inference;
    const torch::Tensor placed = input.to(place_, type_, false, false, torch::MemoryFormat::ChannelsLast);
    PaletteNet::Parts parts = network.parts(placed);
    if (!hints.empty()) parts.gate = hintedShare(parts, placed.narrow(1, 8, 1), spread.bounded | (spread.covered & around(hints)));
    torch::Tensor logits = parts.logits.cpu();
    const std::vector<cv::Vec3b> colours = place(network, logits);
    parts.logits = logits.to(place_, type_);
    const cv::Mat mixed = chaesaek::colourPicture(network.mix(parts, placed, coloursTensor(colours).to(place_))[0].to(torch::kCPU, torch::kFloat));
    const cv::Mat voted = voteColours(colours, logits, sketch, spread.covered, mixed);
    return follows_ ? keepCalm(colours, logits, sketch, spread.covered, voted, memory_) : voted;
  }

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
  std::unique_ptr<Lookalikes> lookalikes_;  // or none
  Lookalikes::Found found_;
  Palette palette_;       // the person's, or empty
  bool follows_ = false;
  ColourMemory memory_;  // where it follows a drawing
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
