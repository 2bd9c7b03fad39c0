// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>

#include "app/assignments.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "core/evaluation/bench_inference.h"
#include "core/experiments/declaration.h"
#include "core/training/bench_training.h"

namespace chaesaek {
namespace {

struct Options {
  InferenceBench inference;
  TrainingBench training;
  std::vector<std::string> set;
  std::string precision;
  int batch = 0;
  bool json = false;
};

using SharedOptions = std::shared_ptr<Options>;

void inference(const Options& o) {
  const InferenceFigures f = benchInference(o.inference, terminalProgress("inference"));
  if (o.json) return std::puts(f.toJson().dump().c_str()), void();
  std::printf("%s, %d x %d, %s, %d threads, %s by %s\n", f.model.c_str(), f.size, f.size, f.device.c_str(), f.threads, f.precision.c_str(), f.path.c_str());
  std::printf("%-24s %8.1f ms, 95 %% below %.1f ms\n", "forward, median", f.medianMs, f.p95Ms);
  if (std::isfinite(f.plainMedianMs)) std::printf("%-24s %8.1f ms, so that ours takes %.2f of it\n", "LibTorch in fp32", f.plainMedianMs, f.medianMs / f.plainMedianMs);
  std::printf("%-24s %8.1f dB\n%-24s %8.0f MiB\n", "agreement with it", f.psnrVsPlainDb, "memory at its peak", f.peakRssMb);
  if (!f.note.empty()) std::printf("%s\n", f.note.c_str());
}

TrainingBench trainingBench(const Options& o) {
  TrainingBench bench = o.training;
  Settings settings = experimentInfo(bench.experiment).parameters.defaults();
  assign(o.set, settings);
  if (o.batch > 0) settings.set("batch", Json(o.batch));
  if (!o.precision.empty()) settings.set("precision", Json(o.precision));
  bench.settings = settings.toJson();
  return bench;
}

void training(const Options& o) {
  const TrainingFigures f = benchTraining(trainingBench(o), terminalProgress("training"));
  if (o.json) return std::puts(f.toJson().dump().c_str()), void();
  std::printf("%s, batch %lld, %s, %s, %d threads\n", f.experiment.c_str(), static_cast<long long>(f.batch), f.precision.c_str(), f.device.c_str(), f.threads);
  std::printf("%-24s %8.1f ms, 95 %% below %.1f ms\n%-24s %8.2f a second\n", "step, median", f.medianStepMs, f.p95StepMs, "pictures", f.imagesPerSecond);
  std::printf("%-24s %8.1f %%\n%-24s %8.0f MiB\n", "waiting for data", 100 * f.loaderWaitShare, "memory at its peak", f.peakRssMb);
}

const CLI::Validator kPrecision = CLI::IsMember({"auto", "fp32", "bf16"});

void addInference(CLI::App& bench, const SharedOptions& o) {
  CLI::App* command = bench.add_subcommand("inference", "One forward, beside LibTorch's own of the same weights in fp32.\n"
                                                        "Example: chaesaek bench inference --network unet --base-width 64 --threads 2 --json");
  InferenceBench& b = o->inference;
  auto* model = command->add_option("--model", b.model, "A model that colours: a name, a file, a run");
  command->add_option("--network", b.network, "Without a model, an untrained one: unet, encoder_decoder, colouring, palette")->excludes(model)->capture_default_str();
  command->add_option("--base-width", b.baseWidth, "Its channels on the first level")->check(CLI::Range(1, 512))->excludes(model)->capture_default_str();
  command->add_option("--size", b.size, "Side of its pictures, a power of two")->check(CLI::Range(4, 4096))->excludes(model)->capture_default_str();
  command->add_option("--norm", b.norm, "batch, instance, layer, group or none; if left out, as such a network has it")->excludes(model);
  command->add_option("--precision", b.precision, "auto, fp32 or bf16")->check(kPrecision)->capture_default_str();
  command->add_option("--device", b.device, "auto, cpu or cuda")->capture_default_str();
  command->add_option("--threads", b.threads, "As many as there are cores, if left out")->check(CLI::Range(1, 256));
  command->add_option("--runs", b.runs, "Forwards that are timed, of each way")->check(CLI::Range(1, 100000))->capture_default_str();
  command->add_flag_callback("--ours-only", [o] { o->inference.plain = false; }, "Do not time LibTorch's own way");
  command->add_option("--export", b.exported, "Write the weights, an input and our output as safetensors (tests/bench/peers.py reads them)");
  command->add_flag("--json", o->json, "One JSON object");
  command->callback([o] { inference(*o); });
}

void addTraining(CLI::App& bench, const SharedOptions& o) {
  CLI::App* command = bench.add_subcommand("training", "Steps of the training loop, of which nothing is kept.\n"
                                                       "Example: chaesaek bench training --set base_width=32 --batch 4 --steps 20 --json");
  TrainingBench& b = o->training;
  command->add_option("--experiment", b.experiment, "What to train (chaesaek list experiments)")->capture_default_str();
  command->add_option("--set", o->set, "KEY=VALUE, a parameter of the experiment")->expected(1)->take_all();
  command->add_option("--batch", o->batch, "Drawings in a step")->check(CLI::Range(1, 1024));
  command->add_option("--precision", o->precision, "auto, fp32 or bf16")->check(kPrecision);
  command->add_option("--data", b.data, "A data set, or a packed file; squares and discs if left out");
  command->add_option("--device", b.device, "auto, cpu or cuda")->capture_default_str();
  command->add_option("--threads", b.threads, "As many as there are cores, if left out")->check(CLI::Range(1, 256));
  command->add_option("--loader-threads", b.loaderThreads, "Threads that prepare drawings")->check(CLI::Range(1, 64))->capture_default_str();
  command->add_option("--steps", b.steps, "Steps that are timed")->check(CLI::Range(1, 100000))->capture_default_str();
  command->add_option("--warm-up", b.warmUp, "Steps before them")->check(CLI::Range(1, 10000))->capture_default_str();
  command->add_flag("--json", o->json, "One JSON object");
  command->callback([o] { training(*o); });
}

}  // namespace

void addBenchCommand(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("bench", "How fast it is here: a forward, a training step, the colours that follow the pen.\nExample: chaesaek bench inference");
  command->require_subcommand(1);
  addInference(*command, options);
  addTraining(*command, options);
#ifdef CHAESAEK_STUDIO
  addPipelineBench(*command);
#endif
}

}  // namespace chaesaek
