// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/bench_inference.h"

#include <torch/torch.h>

#include <limits>

#include "core/base/usage.h"
#include "core/evaluation/statistics.h"
#include "core/inference/engine.h"
#include "core/inference/model_places.h"
#include "core/networks/colouring_net.h"
#include "core/networks/palette_net.h"
#include "core/networks/device.h"
#include "core/networks/initialise.h"
#include "core/networks/model_file.h"
#include "core/networks/names.h"
#include "core/networks/thread_random.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace {

constexpr int kBlock = 5;          // forwards of one way before the other has its turn
constexpr int kCalibrations = 6;   // forwards that an untrained batch norm's statistics come from
constexpr int kPaletteColours = 64;
constexpr int kPatches = 16;       // a side of the made-up drawing
constexpr uint64_t kSeed = 1;

struct Subject {
  std::shared_ptr<Generator> network;
  std::string name, normalisation = "running";
  int size = 256;
};

/// [1,C,S,S]: coarse patches; a colouring network's masks are 0 or 1, and its hints 0 where there is none.
torch::Tensor drawing(const Generator& network, int size) {
  const int64_t patches = std::min(size, kPatches);
  auto x = torch::rand({1, network.inputs(), patches, patches}, threadRandom()) * 2 - 1;
  if (network.inputs() == 9)
    for (const int mask : {4, 8}) {
      const auto shown = (x.narrow(1, mask, 1) > 0).to(torch::kFloat);
      x.narrow(1, mask, 1).copy_(shown);
      x.narrow(1, mask - 3, 3).mul_(shown);
    }
  return torch::upsample_nearest2d(x, {size, size});
}

std::shared_ptr<Generator> untrained(const InferenceBench& bench) {
  static const std::vector<std::string> kinds = {"unet", "encoder_decoder", "colouring", "palette"};
  const int kind = indexOfName(kinds, bench.network, "network");
  UNetOptions options = kind < 2 ? UNetOptions() : colouringOptions(bench.size, bench.baseWidth);
  options.size = bench.size;
  options.baseWidth = bench.baseWidth;
  options.mostChannels = std::min(8 * bench.baseWidth, options.mostChannels);
  options.skips = kind != 1;
  options.dropout = false;
  if (!bench.norm.empty()) options.norm = parseNorm(bench.norm);
  if (kind < 2) return std::make_shared<UNet>(options);
  if (kind == 2) return std::make_shared<ColouringNet>(options);
  options.outputs = 1;
  return std::make_shared<PaletteNet>(PaletteOptions{options, kPaletteColours, false});
}

/// Weights by chance, with norms that do something: an engine that forgot one of them would be found out.
void fill(Generator& network, int size) {
  const torch::NoGradGuard noGradients;
  seedThreadRandom(kSeed);
  initialiseHe(network);
  for (auto& parameter : network.named_parameters())
    if (parameter.value().dim() == 1) parameter.value().add_(torch::randn(parameter.value().sizes(), threadRandom()) * 0.1);
  if (auto* palette = dynamic_cast<PaletteNet*>(&network)) palette->palette.copy_(torch::rand(palette->palette.sizes(), threadRandom()) * 2 - 1);
  network.train();
  for (int i = 0; i < kCalibrations; ++i) network.forward(drawing(network, size));
}

Subject trained(const std::string& model) {
  const auto place = findModelPlace(model);
  if (!place) failUsage("no model, run or file is called " + model);
  const LoadedModel loaded = openModel(place->path);
  const std::string& role = loaded.description.role;
  if (role != "colouring" && role != "image_to_image") failUsage("model " + model + " does not colour sketches: its role is " + role);
  return {loaded.network, place->name, loaded.description.normalisation, loaded.description.size};
}

Subject subjectOf(const InferenceBench& bench) {
  if (!bench.model.empty()) return trained(bench.model);
  Subject subject{untrained(bench), bench.network + "-" + std::to_string(bench.baseWidth), "running", bench.size};
  fill(*subject.network, bench.size);
  subject.network->eval();
  for (auto& parameter : subject.network->parameters()) parameter.set_requires_grad(false);
  return subject;
}

/// A forward first that does not count, then a block that does.
template <class Forward>
torch::Tensor timeBlock(Forward forward, int count, std::vector<double>& times) {
  torch::Tensor output = forward();
  for (int i = 0; i < count; ++i) {
    const Stopwatch watch;
    output = forward();
    times.push_back(watch.ms());
  }
  return output;
}

void exportTo(const std::filesystem::path& path, const Subject& plain, const torch::Tensor& input, const torch::Tensor& output, const InferenceFigures& figures) {
  Safetensors content;
  storeModule(*plain.network, "", content, "F32");
  content.tensors["bench.input"] = storeTensor(input);
  content.tensors["bench.output"] = storeTensor(output);
  Json about = {{"network", {{"name", plain.network->networkName()}, {"parameters", plain.network->parametersJson()}}},
                {"normalisation", plain.normalisation}};
  about.update(figures.toJson());
  content.metadata["bench"] = about.dump();
  writeSafetensors(path, content);
}

}  // namespace

Json InferenceFigures::toJson() const {
  return {{"model", model}, {"size", size}, {"device", device}, {"threads", threads}, {"precision", precision}, {"path", path},
          {"median_ms", medianMs}, {"p95_ms", p95Ms}, {"psnr_vs_plain_db", psnrVsPlainDb}, {"peak_rss_mb", peakRssMb},
          {"plain_median_ms", numberOrNull(plainMedianMs)}, {"ratio_to_plain", numberOrNull(medianMs / plainMedianMs)},
          {"runs", runs}, {"note", note}};
}

InferenceFigures benchInference(const InferenceBench& bench, const Progress& progress) {
  if (bench.threads > 0) torch::set_num_threads(bench.threads);
  std::string why;
  const torch::Device device = chooseDevice(bench.device, why);
  const Subject subject = subjectOf(bench);
  const torch::Tensor input = drawing(*subject.network, subject.size);
  forgetPeakResident();
  Engine engine(subject.network, device, subject.size, bench.precision);
  InferenceFigures figures{subject.name, engine.info().device, engine.info().precision, engine.info().path, engine.info().note};
  figures.size = subject.size;
  figures.threads = torch::get_num_threads();
  figures.runs = bench.runs;
  torch::Tensor output = engine.forward(input);
  figures.peakRssMb = peakResidentMb();

  const Subject plain = subjectOf(bench);  // apart: the engine may lay its network's weights anew
  const torch::InferenceMode inference;
  plain.network->to(device);
  const torch::Tensor placed = input.to(device);
  const auto plainForward = [&] { return plain.network->forward(placed).to(torch::kCPU); };
  torch::Tensor exact = plainForward();
  std::vector<double> ours, theirs;
  for (int done = 0; done < bench.runs; done += kBlock) {
    const int count = std::min(kBlock, bench.runs - done);
    progress(done, bench.runs, subject.name);
    output = timeBlock([&] { return engine.forward(input); }, count, ours);
    if (bench.plain) exact = timeBlock(plainForward, count, theirs);
  }
  progress(1, 1, subject.name);
  figures.medianMs = percentile(ours, 0.5);
  figures.p95Ms = percentile(ours, 0.95);
  figures.plainMedianMs = bench.plain ? percentile(theirs, 0.5) : std::numeric_limits<double>::quiet_NaN();
  figures.psnrVsPlainDb = psnr(output, exact);
  if (!bench.exported.empty()) exportTo(bench.exported, plain, input, output, figures);
  return figures;
}

}  // namespace chaesaek
