// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/usage.h"
#include "core/networks/device.h"
#include "core/networks/thread_random.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kShown = 8, kValidated = 48;

double secondsSince(Clock::time_point then) { return std::chrono::duration<double>(Clock::now() - then).count(); }

/// Every nth, so that the fixed drawings span the set.
std::vector<int> spreadOver(const std::vector<int>& all, int count) {
  std::vector<int> some;
  const int n = static_cast<int>(all.size());
  for (int i = 0; i < std::min(count, n); ++i) some.push_back(all[static_cast<size_t>(i) * n / std::min(count, n)]);
  return some;
}

/// The same networks and the same dropout for the same seed and step, on any machine and after any resume.
void seed(int64_t seed, int64_t step) { seedThreadRandom(Random(static_cast<uint64_t>(seed), 0x7a, static_cast<uint64_t>(step)).next()); }

}  // namespace

Trainer::Trainer(RunFolder folder, const RunConfig& config, EventMailbox& events)
    : folder_(std::move(folder)), config_(config), events_(events), declaration_(&experimentDeclaration(config.experiment)) {
  settings_ = declaration_->info.parameters.fromJson(config.settings);
  keepFreedMemory();
  device_ = chooseDevice(config.device, deviceText_);
  set_ = openData(config.data, declaration_->info.data);
  const std::vector<int> train = indicesOf(*set_, Split::Train), val = indicesOf(*set_, Split::Val);
  if (train.empty()) fail("data " + config.data + " has no drawings to train on");
  shown_ = spreadOver(val.empty() ? train : val, kShown);
  validation_ = spreadOver(val.empty() ? train : val, kValidated);

  const std::string precision = settings_.choice("precision");
  mixed_ = precision == "bf16" || (precision == "auto" && (device_.is_cuda() || bf16Pays()));
  position_.mixed = mixed_;
  if (device_.is_cuda()) at::globalContext().setAllowTF32CuBLAS(true), at::globalContext().setBenchmarkCuDNN(true);

  makeNetworks(train);
  LoaderOptions options;
  options.batch = static_cast<int>(settings_.integer("batch"));
  options.threads = config.loaderThreads;
  options.ahead = 2 + config.loaderThreads / 2;
  options.seed = static_cast<uint64_t>(settings_.integer("seed"));
  options.pinned = device_.is_cuda();
  loader_ = std::make_unique<Loader>(train, experiment_->weights(*set_, train), experiment_->trainingSamples(set_), options);
  totalSteps_ = config.steps > 0 ? config.steps : settings_.integer("epochs") * loader_->batchesPerEpoch();
}

void Trainer::makeNetworks(const std::vector<int>& train) {
  seed(settings_.integer("seed"), -1);
  experiment_ = declaration_->create(settings_, *set_, device_);
  for (const auto& network : experiment_->networks())
    if (network.name == experiment_->generatorName()) generator_ = std::dynamic_pointer_cast<Generator>(network.module);
  if (!config_.start.empty() && !std::filesystem::exists(folder_.checkpoint())) loadOlderModule(*generator_, readSafetensors(config_.start), config_.start);
  experiment_->prepare(*set_, train);
  if (settings_.real("ema") > 0) {
    averaged_ = makeNetwork(generator_->networkName(), generator_->parametersJson());
    averaged_->to(device_);
    Safetensors copy;
    storeModule(*generator_, "", copy);
    loadModule(*averaged_, "", copy, "the averaged weights");
    setTrainable(*averaged_, false);
  }
}

void Trainer::restore() {
  if (std::filesystem::exists(folder_.checkpoint())) {
    if (const std::string before = folder_.facts().value("data_fingerprint", ""); !before.empty() && before != set_->fingerprint())
      failUsage("data " + config_.data + " are no longer those that run " + folder_.name() + " learnt from; begin another run, with its model as --start");
    position_ = loadCheckpoint(folder_.checkpoint(), *experiment_, averaged_.get());
    saved_ = position_;
    // On the same kind of device it goes on as it began: exactly, and without measuring again what pays.
    const bool asBefore = folder_.facts().value("device_used", "CPU").starts_with("CPU") == !device_.is_cuda();
    if (position_.mixed && asBefore && settings_.choice("precision") == "auto") mixed_ = *position_.mixed;
    position_.mixed = mixed_;
  }
  if (totalSteps_ < position_.step)
    failUsage("run " + folder_.name() + " is at step " + grouped(position_.step) + " already; make it longer than " +
              grouped(totalSteps_) + " steps");
  folder_.forgetAfter(position_.step);
  forgetLaterBest();
  secondsBefore_ = position_.seconds;
}

RunState Trainer::run(TrainerControl& control) {
  Json facts = config_.toJson();
  facts.update(Json{{"program", programVersion()}, {"device_used", deviceText_}, {"processor", processorSummary()}, {"mixed_precision", mixed_},
                    {"total_steps", totalSteps_}, {"data_fingerprint", set_->fingerprint()}, {"drawings", static_cast<int64_t>(set_->size())},
                    {"state", runStateName(RunState::Running)}, {"message", ""}});
  folder_.describe(facts);
  loader_->seek(position_.step);
  started_ = checkpointed_ = Clock::now();
  const bool whole = runSteps(control);
  if (!folder_.exists()) showView(position_.step);
  else if (checkpoint(); whole) saveGenerator(folder_.model(), shownGenerator());
  return whole ? RunState::Finished : RunState::Stopped;
}

void Trainer::close(RunState end, const std::string& message) {
  try {
    folder_.describe({{"state", runStateName(end)}, {"message", message}});
  } catch (const std::exception&) {
    // The disk that ended the run may refuse this too: then it counts as interrupted, which is resumed the same way.
  }
  folder_.release();
}

bool Trainer::runSteps(TrainerControl& control) {
  if (position_.owed && !moments(control)) return false;
  while (position_.step < totalSteps_)
    if (!runStep(control) || !moments(control)) return false;
  return true;
}

bool Trainer::await(TrainerControl& control, size_t phase, Next& how) {
  for (;;) {
    const Clock::time_point asked = Clock::now();
    how = control.next(phases()[phase], position_.step);
    idle_ += secondsSince(asked);
    if (how == Next::Show) folder_.exists() ? showLive(control, position_.step + (phase > 0)) : showView(position_.step + (phase > 0));
    else if (how != Next::Export) return how != Next::Stop;
    else if (folder_.exists()) saveGenerator(folder_.model(), shownGenerator());
  }
}

bool Trainer::runStep(TrainerControl& control) {
  // A step that is not finished leaves no trace: whoever stops in its middle gets the rest of it first.
  Next how = Next::Run;
  if (!await(control, 0, how)) return false;
  const Batch batch = nextBatch();
  schedule();
  seed(settings_.integer("seed"), position_.step);
  Scalars scalars;
  for (size_t phase = 0; phase < phases().size(); ++phase) {
    if (phase > 0) await(control, phase, how);
    for (auto& scalar : runPhase(phase, batch, how)) scalars.push_back(std::move(scalar));
  }
  NamedValues values = finite(scalars);  // before anything is made of a bad step
  average();
  ++position_.step;
  ++stepsSince_;
  report(std::move(values));
  return true;
}

Batch Trainer::nextBatch() {
  Batch batch = loader_->next(&waited_);
  for (auto& [name, tensor] : batch) {
    tensor = tensor.to(device_, /*non_blocking=*/true);
    if (tensor.dim() == 4) tensor = tensor.contiguous(torch::MemoryFormat::ChannelsLast);
  }
  return batch;
}

Scalars Trainer::runPhase(size_t phase, const Batch& batch, Next how) {
  Scalars scalars = experiment_->phases()[phase].run(batch, {position_.step, totalSteps_, mixed_});
  if (how == Next::RunAlone) events_.post(PhaseEvent{position_.step + 1, phases()[phase], finite(scalars)});
  return scalars;
}

NamedValues Trainer::finite(const Scalars& scalars) const {
  if (scalars.empty()) return {};
  std::vector<torch::Tensor> each;
  for (const auto& [name, value] : scalars) each.push_back(value.detach().to(torch::kFloat64).reshape({}));
  const torch::Tensor all = torch::stack(each).cpu();  // one wait for the device
  NamedValues values;
  for (size_t i = 0; i < scalars.size(); ++i) {
    values.emplace_back(scalars[i].first, all[static_cast<int64_t>(i)].item<double>());
    if (!std::isfinite(values.back().second)) failNotANumber("loss " + scalars[i].first + " is not a number", position_.step + 1);
  }
  return values;
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

double Trainer::secondsAtWork() const { return secondsSince(started_) - idle_; }

void Trainer::report(NamedValues values) {
  const double seconds = secondsAtWork(), steps = static_cast<double>(stepsSince_);
  position_.seconds = secondsBefore_ + seconds;
  ScalarEvent event{position_.step, (position_.step - 1) / loader_->batchesPerEpoch(), std::move(values), 0, 0};
  event.imagesPerSecond = steps * static_cast<double>(settings_.integer("batch")) / std::max(seconds, 1e-9);
  event.secondsLeft = static_cast<double>(totalSteps_ - position_.step) * seconds / steps;
  Json line = {{"step", event.step}, {"epoch", event.epoch}};
  for (const auto& [name, value] : event.values) line[name] = value;
  line["seconds"] = std::round(position_.seconds * 1000) / 1000;
  folder_.log(line);
  events_.post(std::move(event));
}

}  // namespace chaesaek
