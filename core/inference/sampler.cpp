// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/sampler.h"

#include <torch/torch.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/image/sheet.h"
#include "core/image/tensors.h"
#include "core/networks/device.h"
#include "core/networks/model_file.h"
#include "core/networks/vector_generator.h"

namespace chaesaek {
namespace {

constexpr size_t kBatch = 32;     // small, so that a wall can be cancelled soon
constexpr int kSeenSide = 84;     // smaller pictures are enlarged on sheets
const std::string kRole = "generator";

void takeShape(GeneratorInfo& info, const VectorOptions& shape) {
  info.side = shape.size;
  info.channels = shape.channels;
  info.space = {shape.latent, shape.prior == Prior::Normal, shape.classes};
}

/// What the description says of a generator's shape; throws Json::exception where it says nothing.
VectorOptions shapeOf(const Json& parameters) {
  VectorOptions shape;
  shape.latent = parameters.at("latent").get<int>();
  shape.classes = parameters.at("classes").get<int>();
  shape.channels = parameters.at("channels").get<int>();
  shape.size = parameters.at("size").get<int>();
  shape.prior = parsePrior(parameters.at("prior").get<std::string>());
  return shape;
}

std::vector<std::string> namesOrNumbers(const std::vector<std::string>& names, int count) {
  if (names.size() == static_cast<size_t>(count)) return names;
  std::vector<std::string> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(std::to_string(i));
  return numbers;
}

/// From the header alone; throws Error where the file is no generator.
GeneratorInfo describe(const ModelPlace& place) {
  const ModelDescription about = readModelDescription(place.path);
  if (about.role != kRole) fail(place.path.string() + " makes no pictures out of random numbers: its role is " + about.role);
  GeneratorInfo info{place, about.experiment, about.data, about.licence, about.steps};
  try {
    takeShape(info, shapeOf(about.parameters));
  } catch (const std::exception&) {
    fail(place.path.string() + " is damaged: its network does not fit the role that its description names");
  }
  info.classes = namesOrNumbers(about.classes, info.space.classes);
  return info;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

ModelPlace findGenerator(const std::string& nameOrPath) {
  if (const auto place = findModelPlace(nameOrPath)) return *place;
  std::vector<std::string> known;
  for (const GeneratorInfo& each : listGenerators()) known.push_back(each.place.name);
  const std::string advice = known.empty() ? "there is none yet: train a GAN first" : "known generators: " + joined(known);
  failUsage("no generator, run or file is called " + nameOrPath + "; " + advice);
}

/// [N,latent + classes]
torch::Tensor inputOf(const std::vector<Latent>& latents, const LatentSpace& space) {
  auto input = torch::empty({static_cast<int64_t>(latents.size()), space.size + space.classes});
  float* to = input.data_ptr<float>();
  for (const Latent& latent : latents) {
    if (latent.numbers.size() != static_cast<size_t>(space.size) || latent.classes.size() != static_cast<size_t>(space.classes))
      fail("a latent is of another generator: it has " + std::to_string(latent.numbers.size()) + " numbers and " +
           std::to_string(latent.classes.size()) + " classes");
    to = std::copy(latent.numbers.begin(), latent.numbers.end(), to);
    to = std::copy(latent.classes.begin(), latent.classes.end(), to);
  }
  return input;
}

/// [C,S,S] -> grey or BGR
cv::Mat pictureOf(const torch::Tensor& tensor) {
  const cv::Mat colours = colourPicture(tensor.expand({3, -1, -1}).contiguous());
  if (tensor.size(0) == 3) return colours;
  cv::Mat grey;
  cv::extractChannel(colours, grey, 0);
  return grey;
}

}  // namespace

struct Sampler::State {
  GeneratorInfo info;
  std::string device;
  torch::Device place = torch::kCPU;
  std::shared_ptr<VectorGenerator> network;

  std::vector<cv::Mat> make(const std::vector<Latent>& latents) const {
    const torch::InferenceMode inference;
    const torch::Tensor made = network->forward(inputOf(latents, info.space).to(place)).to(torch::kCPU, torch::kFloat);
    std::vector<cv::Mat> out;
    for (int64_t i = 0; i < made.size(0); ++i) out.push_back(pictureOf(made[i]));
    return out;
  }
};

Sampler::Sampler(const std::string& nameOrPath, const std::string& device) try : state_(std::make_unique<State>()) {
  state_->info = describe(findGenerator(nameOrPath));
  state_->place = chooseDevice(device, state_->device);
  const std::string path = state_->info.place.path.string();
  const LoadedModel model = openModel(path);
  state_->network = std::dynamic_pointer_cast<VectorGenerator>(model.network);
  if (!state_->network || state_->network->shape.channels == 2)
    fail(path + " is damaged: its network does not fit the role that its description names");
  takeShape(state_->info, state_->network->shape);
  state_->info.steps = model.description.steps;  // of a run it may have been written anew
  state_->info.classes = namesOrNumbers(model.description.classes, state_->info.space.classes);
  state_->network->to(state_->place);
} catch (const c10::Error& error) {
  fail(nameOrPath + " cannot run: " + error.what_without_backtrace());
}

Sampler::~Sampler() = default;

const GeneratorInfo& Sampler::info() const { return state_->info; }
const std::string& Sampler::device() const { return state_->device; }

std::vector<cv::Mat> Sampler::pictures(const std::vector<Latent>& latents, const Progress& progress) const try {
  std::vector<cv::Mat> out;
  while (out.size() < latents.size()) {
    progress(static_cast<double>(out.size()), static_cast<double>(latents.size()), "");
    const auto first = latents.begin() + static_cast<std::ptrdiff_t>(out.size());
    const auto many = static_cast<std::ptrdiff_t>(std::min(kBatch, latents.size() - out.size()));
    for (cv::Mat& picture : state_->make({first, first + many})) out.push_back(std::move(picture));
  }
  return out;
} catch (const c10::Error& error) {
  fail(state_->info.place.path.string() + " cannot run: " + error.what_without_backtrace());
}

std::vector<std::vector<cv::Mat>> Sampler::pictures(const std::vector<std::vector<Latent>>& rows, const Progress& progress) const {
  std::vector<Latent> all;
  for (const auto& row : rows) all.insert(all.end(), row.begin(), row.end());
  const std::vector<cv::Mat> made = pictures(all, progress);
  std::vector<std::vector<cv::Mat>> out;
  auto next = made.begin();
  for (const auto& row : rows) {
    const auto end = next + static_cast<std::ptrdiff_t>(row.size());
    out.emplace_back(next, end);
    next = end;
  }
  return out;
}

int classNamed(const GeneratorInfo& info, const std::string& name) {
  if (info.classes.empty()) failUsage(info.place.name + " knows no classes; leave the class out");
  const auto lower = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  };
  for (size_t i = 0; i < info.classes.size(); ++i)
    if (lower(info.classes[i]) == lower(name)) return static_cast<int>(i);
  for (size_t i = 0; i < info.classes.size(); ++i)
    if (std::to_string(i) == name) return static_cast<int>(i);
  failUsage("unknown class " + name + "; " + info.place.name + " knows " + joined(info.classes));
}

std::vector<GeneratorInfo> listGenerators() {
  std::vector<ModelPlace> places = modelPlaces();
  for (ModelPlace& run : runModelPlaces()) places.push_back(std::move(run));
  std::vector<GeneratorInfo> out;
  for (const ModelPlace& place : places) {
    try {
      out.push_back(describe(place));
    } catch (const std::exception&) {  // damaged, or another kind of model
    }
  }
  return out;
}

cv::Mat contactSheet(std::vector<std::vector<cv::Mat>> rows, int scale) {
  for (auto& row : rows)
    for (cv::Mat& picture : row) {
      const int times = scale > 0 ? scale : std::max(1, (kSeenSide + picture.cols / 2) / picture.cols);
      if (times > 1) cv::resize(picture.clone(), picture, {}, times, times, cv::INTER_NEAREST);
    }
  return composeSheet(rows);
}

}  // namespace chaesaek
