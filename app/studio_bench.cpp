// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "app/assignments.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "core/experiments/declaration.h"
#include "ui/bench/pipeline_bench.h"

namespace chaesaek {
namespace {

struct Options {
  PipelineBench bench;
  std::vector<std::string> set;
  bool json = false;
};

void run(const Options& o) {
  PipelineBench bench = o.bench;
  Settings settings = experimentInfo("pix2pix").parameters.withPreset("quick");
  assign(o.set, settings);
  bench.settings = settings.toJson();
  // The same work is done without a display, only that nobody sees it.
  if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY")) setenv("QT_QPA_PLATFORM", "offscreen", 0);
  const PipelineFigures f = benchPipeline(bench, terminalProgress("pipeline"));
  if (o.json) return std::puts(f.toJson().dump().c_str()), void();
  std::printf("%s, %d strokes, %d results%s (%s)\n", f.model.c_str(), f.strokes, f.requests, f.whileTraining ? ", in training" : "", f.platform.c_str());
  std::printf("%-24s %8.1f ms, 95 %% below %.1f ms\n", "pen to ink", f.inkP50Ms, f.inkP95Ms);
  std::printf("%-24s %8.1f ms, 95 %% below %.1f ms\n", "pen to colours", f.colourP50Ms, f.colourP95Ms);
  if (std::isfinite(f.forwardMedianMs)) std::printf("%-24s %8.1f ms, so that 95 %% take less than %.2f of them\n", "the network's forward", f.forwardMedianMs, f.colourP95Ms / f.forwardMedianMs);
  std::printf("%-24s %8.1f ms\n%-24s %8.0f ms\n", "all of the colouring", f.colourerMedianMs, "start to first colours", f.firstColoursMs);
  std::printf("%-24s %8.1f ms of processor time at most, for 99.9 %%\n", "the window's handlers", f.uiCpuP999Ms);
  std::printf("%-24s %8.0f MiB", "memory", f.rssMb);
  if (std::isfinite(f.rssSlope)) std::printf(", and %+.2f MiB a thousand results", f.rssSlope);
  std::printf("\n");
  if (f.whileTraining) std::printf("%-24s %8lld\n", "steps of training", static_cast<long long>(f.trainingSteps));
}

}  // namespace

void addPipelineBench(CLI::App& bench) {
  const auto o = std::make_shared<Options>();
  CLI::App* command = bench.add_subcommand("pipeline", "From the pen to ink and colours, in the real window, which opens for it (without a display: unseen).\n"
                                                       "Example: chaesaek bench pipeline --strokes 40 --while-training --json");
  command->add_option("--model", o->bench.model, "Model that colours: a name, a file, a run, flat");
  command->add_option("--strokes", o->bench.strokes, "Of a quarter of a second each; 370 are about 5,000 results")->check(CLI::Range(1, 100000))->capture_default_str();
  command->add_flag("--while-training", o->bench.whileTraining, "While Pix2Pix (preset quick) trains in the same program");
  command->add_option("--set", o->set, "KEY=VALUE, a parameter of that run")->expected(1)->take_all();
  command->add_option("--data", o->bench.data, "What it trains on: a packed file; squares and discs if left out");
  command->add_flag("--json", o->json, "One JSON object");
  command->callback([o] { run(*o); });
}

}  // namespace chaesaek
