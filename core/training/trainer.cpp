// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/threads.h"
#include "core/image/codec.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kCheckpointSeconds = 600;
constexpr int kShown = 8, kValidated = 48;
constexpr int64_t kFirstSnapshot = 50, kLastSnapshot = 50 << 9;  // ten of them, doubling

double secondsSince(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

bool isEarlySample(int64_t step) {
  for (int64_t early : {1, 10, 25, 50, 100, 200, 400})
    if (step == early) return true;
  return false;
}

bool isSnapshotStep(int64_t step) {
  for (int64_t s = kFirstSnapshot; s <= kLastSnapshot; s *= 2)
    if (step == s) return true;
  return false;
}

torch::Device chooseDevice(const std::string& wanted, std::string& text) {
  if (wanted != "auto" && wanted != "cpu" && wanted != "cuda") failUsage("device " + wanted + " is unknown; known are auto, cpu, cuda");
  if (wanted != "cpu" && torch::cuda::is_available()) {
    text = "CUDA";
    return torch::Device(torch::kCUDA, 0);
  }
  if (wanted == "cuda") fail("no CUDA device is available; choose --device cpu");
  text = wanted == "cpu" ? "CPU: chosen" : "CPU: no CUDA device";
  return torch::kCPU;
}

/// Every nth, so that the fixed drawings span the set.
std::vector<int> spreadOver(const std::vector<int>& all, int count) {
  std::vector<int> some;
  const int n = static_cast<int>(all.size());
  for (int i = 0; i < std::min(count, n); ++i) some.push_back(all[static_cast<size_t>(i) * n / std::min(count, n)]);
  return some;
}

/// The licences of all drawings that a set, or a set of sets, is made of.
std::string licenceOf(const Json& about) {
  if (about.contains("licence")) return about.at("licence").get<std::string>();
  std::vector<std::string> each;
  for (const Json& part : about.value("sets", Json::array())) {
    const std::string one = licenceOf(part);
    if (std::find(each.begin(), each.end(), one) == each.end()) each.push_back(one);
  }
  std::string all;
  for (const auto& one : each) all += (all.empty() ? "" : ", ") + one;
  return all;
}

/// The same networks and the same dropout for the same seed and step, on any machine and after any resume.
void seedTorch(int64_t seed, int64_t step) { torch::manual_seed(Random(static_cast<uint64_t>(seed), 0x7a, static_cast<uint64_t>(step)).next()); }

}  // namespace

Trainer::Trainer(RunFolder folder, const RunConfig& config, EventMailbox& events)
    : folder_(std::move(folder)), config_(config), events_(events), declaration_(&experimentDeclaration(config.experiment)) {
  settings_ = declaration_->info.parameters.fromJson(config.settings);
  device_ = chooseDevice(config.device, deviceText_);
  set_ = openPairs(config.data);
  const std::vector<int> train = indicesOf(*set_, Split::Train), val = indicesOf(*set_, Split::Val);
  if (train.empty()) fail("data " + config.data + " has no drawings to train on");
  shown_ = spreadOver(val.empty() ? train : val, kShown);
  validation_ = spreadOver(val.empty() ? train : val, kValidated);

  const std::string precision = settings_.choice("precision");
  mixed_ = precision == "bf16" || (precision == "auto" && (device_.is_cuda() || hasFastBf16()));
  if (device_.is_cuda()) at::globalContext().setAllowTF32CuBLAS(true), at::globalContext().setBenchmarkCuDNN(true);

  const int64_t seed = settings_.integer("seed");
  seedTorch(seed, -1);
  experiment_ = declaration_->create(settings_, device_);
  if (config.start.empty()) experiment_->prepare(*set_, train);
  for (const auto& network : experiment_->networks())
    if (network.name == experiment_->generatorName()) generator_ = std::dynamic_pointer_cast<Generator>(network.module);
  if (!config.start.empty()) loadModule(*generator_, "", readSafetensors(config.start), config.start);
  if (settings_.real("ema") > 0) {
    averaged_ = makeNetwork(generator_->networkName(), generator_->parametersJson());
    averaged_->to(device_);
    Safetensors copy;
    storeModule(*generator_, "", copy);
    loadModule(*averaged_, "", copy, "the averaged weights");
    setTrainable(*averaged_, false);
  }
  LoaderOptions options;
  options.batch = static_cast<int>(settings_.integer("batch"));
  options.threads = config.loaderThreads;
  options.ahead = 2 + config.loaderThreads / 2;
  options.seed = static_cast<uint64_t>(seed);
  options.pinned = device_.is_cuda();
  loader_ = std::make_unique<Loader>(train, experiment_->weights(*set_, train), experiment_->trainingSamples(set_), options);
  totalSteps_ = config.steps > 0 ? config.steps : settings_.integer("epochs") * loader_->batchesPerEpoch();
}

const Generator& Trainer::shownGenerator() const { return averaged_ ? *averaged_ : *generator_; }

void Trainer::restore() {
  if (!std::filesystem::exists(folder_.checkpoint())) return;
  position_ = loadCheckpoint(folder_.checkpoint(), *experiment_, averaged_.get());
  folder_.trimLog(position_.step);
  secondsBefore_ = position_.seconds;
}

RunState Trainer::run(TrainerControl& control) {
  folder_.describe({{"program", programVersion()}, {"device_used", deviceText_}, {"processor", processorSummary()}, {"mixed_precision", mixed_},
                    {"total_steps", totalSteps_}, {"data_fingerprint", set_->fingerprint()}, {"drawings", static_cast<int64_t>(set_->size())}});
  loader_->seek(position_.step);
  started_ = checkpointed_ = Clock::now();
  events_.post(StateEvent{RunState::Running, ""});
  while (position_.step < totalSteps_) {
    if (!runStep(control)) {
      checkpoint();
      return RunState::Stopped;
    }
    moments();
    if (control.takeExportRequest()) saveGenerator(folder_.model());
  }
  checkpoint();
  saveGenerator(folder_.model());
  return RunState::Finished;
}

bool Trainer::runStep(TrainerControl& control) {
  // A step that is not finished leaves no trace: stopping is asked for before the first phase alone.
  if (!control.mayRun(experiment_->phases().front().name)) return false;
  Batch batch = loader_->next(&waited_);
  for (auto& [name, tensor] : batch) {
    tensor = tensor.to(device_, /*non_blocking=*/true);
    if (tensor.dim() == 4) tensor = tensor.contiguous(torch::MemoryFormat::ChannelsLast);
  }
  schedule();
  seedTorch(settings_.integer("seed"), position_.step);
  const StepContext context{position_.step, totalSteps_, mixed_};
  Scalars scalars;
  for (size_t i = 0; i < experiment_->phases().size(); ++i) {
    const Phase& phase = experiment_->phases()[i];
    if (i > 0) control.mayRun(phase.name);
    for (auto& scalar : phase.run(batch, context)) scalars.push_back(std::move(scalar));
  }
  average();
  ++position_.step;
  ++stepsSince_;
  report(scalars);
  return true;
}

void Trainer::schedule() {
  const double share = settings_.real("decay_share"), done = static_cast<double>(position_.step) / static_cast<double>(totalSteps_);
  const double factor = share > 0 ? std::min(1.0, (1.0 - done) / share) : 1.0;
  for (const auto& optimiser : experiment_->optimisers()) optimiser.adam->setRate(optimiser.adam->baseRate() * factor);
}

void Trainer::average() {
  if (!averaged_) return;
  torch::NoGradGuard guard;
  // A ramp, so that the first, random weights are soon forgotten (StyleGAN3's training loop).
  const double keep = std::min(settings_.real("ema"), (1.0 + position_.step) / (10.0 + position_.step));
  const auto from = generator_->parameters(), to = averaged_->parameters();
  for (size_t i = 0; i < to.size(); ++i) to[i].lerp_(from[i], 1 - keep);
  const auto fromBuffers = generator_->buffers(), toBuffers = averaged_->buffers();
  for (size_t i = 0; i < toBuffers.size(); ++i) toBuffers[i].copy_(fromBuffers[i]);
}

void Trainer::report(const Scalars& scalars) {
  ScalarEvent event{position_.step, (position_.step - 1) / loader_->batchesPerEpoch(), {}, 0, 0};
  Json line = {{"step", event.step}, {"epoch", event.epoch}};
  if (!scalars.empty()) {
    std::vector<torch::Tensor> values;
    for (const auto& [name, value] : scalars) values.push_back(value.detach().to(torch::kFloat32).reshape({}));
    const torch::Tensor all = torch::stack(values).cpu();  // one wait for the device
    for (size_t i = 0; i < scalars.size(); ++i) {
      const double value = all[static_cast<int64_t>(i)].item<double>();
      event.values.emplace_back(scalars[i].first, value);
      line[scalars[i].first] = numberOrNull(value);
      if (!std::isfinite(value))
        fail("loss " + scalars[i].first + " is not a number at step " + std::to_string(event.step) +
             "; the last checkpoint is kept: resume with a lower learning rate");
    }
  }
  const double seconds = secondsSince(started_);
  event.imagesPerSecond = static_cast<double>(stepsSince_ * settings_.integer("batch")) / std::max(seconds, 1e-9);
  event.secondsLeft = static_cast<double>(totalSteps_ - position_.step) * seconds / static_cast<double>(stepsSince_);
  position_.seconds = secondsBefore_ + seconds;
  line["seconds"] = std::round(position_.seconds * 1000) / 1000;
  folder_.log(line);
  events_.post(std::move(event));
}

void Trainer::moments() {
  const int64_t step = position_.step;
  const bool last = step == totalSteps_;
  if (isSnapshotStep(step)) saveGenerator(folder_.snapshot(step));
  const bool measured = step % settings_.integer("sample_steps") == 0 || last;
  if (measured || isEarlySample(step)) {
    saveGenerator(folder_.model());
    sample();
    if (measured) validate();
  }
  const int64_t every = settings_.integer("checkpoint_steps");
  if (secondsSince(checkpointed_) > kCheckpointSeconds || (every > 0 && step % every == 0)) checkpoint();
}

void Trainer::sample() {
  const cv::Mat sheet = experiment_->sampleSheet(folder_.model(), *set_, shown_);
  writePicture(folder_.sample(position_.step), sheet);
  events_.post(PictureEvent{position_.step, sheet});
}

void Trainer::validate() {
  const Merit& merit = declaration_->info.merit;
  const double value = experiment_->merit(folder_.model(), *set_, validation_);
  folder_.log({{"step", position_.step}, {"validation", {{merit.key, numberOrNull(value)}}}});
  events_.postMerit(merit.key, value);
  const bool better = position_.best.is_null() || (merit.lowerIsBetter ? value < position_.best.at(merit.key) : value > position_.best.at(merit.key));
  if (!better) return;
  position_.best = {{"step", position_.step}, {merit.key, value}};
  std::filesystem::path copy = folder_.best();
  writeFile(copy, readFile(folder_.model()));
}

void Trainer::saveGenerator(const std::filesystem::path& path) {
  ModelDescription description = experiment_->model();
  description.data = set_->name();
  description.licence = licenceOf(set_->about());
  description.steps = position_.step;
  if (!position_.best.is_null()) description.measures = position_.best;
  saveModel(path, description, shownGenerator());
}

void Trainer::checkpoint() {
  saveCheckpoint(folder_.checkpoint(), *experiment_, averaged_.get(), position_);
  checkpointed_ = Clock::now();
}

}  // namespace chaesaek
