// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/text.h"
#include "core/evaluation/replay.h"

namespace chaesaek {
namespace {

struct Options {
  std::vector<std::string> drawings;
  std::string model, device = "auto";
  bool json = false;
};

void run(const Options& options) {
  std::vector<Recording> recordings;
  for (const std::string& path : options.drawings) recordings.push_back(readRecording(path));
  const auto colourer = openColourer(options.model.empty() ? defaultModelName() : options.model, options.device);
  if (!options.json) std::printf("%-24s %8s %8s %12s %12s %14s\n", "drawing", "strokes", "flicker", "after pause", "end differs", "empty canvas");
  for (size_t i = 0; i < recordings.size(); ++i) {
    const std::string name = std::filesystem::path(options.drawings[i]).stem().string();
    const ReplayMeasures measures = replayDrawing(*colourer, recordings[i], terminalProgress("replaying " + name));
    if (options.json) std::printf("%s\n", dumped(measures.toJson(name)).c_str());
    else std::printf("%-24s %8d %8.4f %12.4f %12.4f %10d/255\n", name.c_str(), measures.strokes, measures.flicker, measures.afterPause, measures.endDiffers, measures.emptyCanvasMax);
    std::fflush(stdout);
  }
}

}  // namespace

void addReplayCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("replay", "Colour recorded drawings after each stroke and measure how much flickers.\n"
                                                   "Example: chaesaek replay cat.jsonl --json");
  command->add_option("drawing", options->drawings, "Drawings recorded by: chaesaek studio --record FILE")->required();
  command->add_option("--model", options->model, "A model's name, a file, a run, or flat (the shipped network if left out)");
  command->add_option("--device", options->device, "auto, cpu or cuda")->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object a drawing instead of a table");
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
