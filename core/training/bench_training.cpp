// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/bench_training.h"

#include <unistd.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/base/usage.h"
#include "core/data/toy_pairs.h"
#include "core/evaluation/statistics.h"
#include "core/training/trainer.h"

namespace chaesaek {
namespace {

constexpr int kToyDrawings = 64, kToySide = 288;  // as large as fetched drawings are packed

/// A file of toy drawings, gone when it was used.
class ToyFile {
 public:
  ToyFile() : path_(std::filesystem::temp_directory_path() / ("chaesaek-bench-" + std::to_string(getpid()) + ".chsk")) {
    packPairs(ToyPairs(kToyDrawings, kToySide), {}, path_, {});
  }
  ~ToyFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Looks at the clock at the beginning of every step.
class StepClock : public TrainerControl {
 public:
  StepClock(const TrainingBench& bench, const Progress& progress) : bench_(bench), progress_(progress) {}
  void watch(const Trainer& trainer) { trainer_ = &trainer; }

  Next next(const std::string& phase, int64_t stepsDone) override {
    if (phase != trainer_->phases().front()) return Next::Run;
    const double passed = watch_.restart();
    if (stepsDone == bench_.warmUp) waitedBefore_ = trainer_->waitedSeconds();
    if (stepsDone > bench_.warmUp) times_.push_back(passed);
    progress_(static_cast<double>(stepsDone), bench_.warmUp + bench_.steps, "step " + std::to_string(stepsDone + 1));
    if (stepsDone < bench_.warmUp + bench_.steps) return Next::Run;
    waited_ = trainer_->waitedSeconds() - waitedBefore_;
    return Next::Stop;
  }
  bool mayGoOn(int64_t) override { return true; }
  bool mayShow() override { return false; }

  const std::vector<double>& times() const { return times_; }
  double waitedSeconds() const { return waited_; }

 private:
  const TrainingBench& bench_;
  const Progress& progress_;
  const Trainer* trainer_ = nullptr;
  Stopwatch watch_;
  std::vector<double> times_;
  double waitedBefore_ = 0, waited_ = 0;
};

RunConfig configOf(const TrainingBench& bench, const std::string& data) {
  RunConfig config;
  config.experiment = bench.experiment;
  config.data = data;
  config.settings = experimentInfo(bench.experiment).parameters.fromJson(bench.settings).toJson();
  config.steps = bench.warmUp + bench.steps + 1;  // the clock stops it before the last
  config.device = bench.device;
  config.loaderThreads = bench.loaderThreads;
  return config;
}

}  // namespace

Json TrainingFigures::toJson() const {
  return {{"experiment", experiment}, {"batch", batch}, {"precision", precision}, {"device", device}, {"threads", threads},
          {"median_step_ms", medianStepMs}, {"p95_step_ms", p95StepMs}, {"images_per_s", imagesPerSecond},
          {"loader_wait_share", loaderWaitShare}, {"peak_rss_mb", peakRssMb}, {"steps", steps}};
}

TrainingFigures benchTraining(const TrainingBench& bench, const Progress& progress) {
  if (bench.threads > 0) torch::set_num_threads(bench.threads);
  std::optional<ToyFile> toys;
  if (bench.data.empty()) {
    const DataKind kind = experimentInfo(bench.experiment).data;
    if (kind != DataKind::Pairs) failUsage("experiment " + bench.experiment + " learns from " + dataKindName(kind) + "; name a set of them with --data");
    toys.emplace();
  }
  EventMailbox events;
  events.close();  // nobody reads
  Trainer trainer(RunFolder::none(), configOf(bench, toys ? toys->path() : bench.data), events);
  StepClock clock(bench, progress);
  clock.watch(trainer);
  trainer.run(clock);
  progress(1, 1, "");

  std::string why;
  TrainingFigures figures{bench.experiment, trainer.isMixed() ? "bf16" : "fp32", deviceName(chooseDevice(bench.device, why)), trainer.batch()};
  figures.threads = torch::get_num_threads();
  figures.steps = bench.steps;
  double totalMs = 0;
  for (const double each : clock.times()) totalMs += each;
  figures.medianStepMs = percentile(clock.times(), 0.5);
  figures.p95StepMs = percentile(clock.times(), 0.95);
  figures.imagesPerSecond = 1000 * static_cast<double>(figures.batch) * bench.steps / totalMs;
  figures.loaderWaitShare = 1000 * clock.waitedSeconds() / totalMs;
  figures.peakRssMb = peakResidentMb();
  return figures;
}

}  // namespace chaesaek
