// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/files.h"
#include "core/evaluation/evaluate.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

constexpr int kSheetDrawings = 24;

struct Options {
  std::string model, data, split = "test", sheet, dump, device = "auto";
  int limit = 0;
  double severity = 0;
  bool json = false, recognise = true;
};

void printTable(const Json& measures) {
  for (const auto& [key, value] : measures.items()) {
    std::cout << std::left << std::setw(22) << key;
    if (value.is_null()) std::cout << "-";
    else if (value.is_number_float()) std::cout << std::fixed << std::setprecision(4) << value.get<double>();
    else std::cout << (value.is_string() ? value.get<std::string>() : value.dump());
    std::cout << '\n';
  }
}

void run(const Options& options) {
  EvaluateOptions what;
  what.split = parseSplit(options.split);
  what.limit = options.limit;
  what.severity = options.severity;
  what.dump = options.dump;
  const auto set = openPairs(options.data);
  const auto colourer = openColourer(options.model.empty() ? defaultModelName() : options.model, options.device, options.recognise);
  if (!what.dump.empty()) makeFolder(what.dump);
  const ColourMeasures measures = evaluateColourer(*colourer, *set, what, terminalProgress("measuring"));
  if (!options.sheet.empty())
    writePicture(options.sheet, evaluationSheet(*colourer, *set, what, kSheetDrawings, terminalProgress("drawing the sheet")));

  Json result{{"model", colourer->info().name}, {"data", set->name()}, {"split", options.split}};
  result.update(measures.toJson());
  if (options.json) std::cout << result.dump() << std::endl;
  else printTable(result);
}

}  // namespace

void addEvaluateCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure a colouring model on a data set.\n"
                                                     "Example: chaesaek evaluate --model flat --data openmoji --split test --json");
  command->add_option("--model", options->model, "A file, a shipped name, flat, or a run (the shipped network if left out)");
  command->add_option("--data", options->data, "A data set's name or packed file; several joined by commas")->required();
  command->add_option("--split", options->split, "train, val, test or all")->capture_default_str();
  command->add_option("--limit", options->limit, "At most so many drawings; 0 takes all")->check(CLI::NonNegativeNumber);
  command->add_option("--severity", options->severity, "How doodled the lines are made: 0 as drawn, 1 shaky, gapped, of any width")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--sheet", options->sheet, "Write a sheet: sketch, generated, with hints, real");
  command->add_option("--dump", options->dump, "Write every drawing's pictures into a folder");
  command->add_option("--device", options->device, "auto, cpu or cuda")->capture_default_str();
  command->add_flag("!--without-lookalikes", options->recognise, "Leave out what sketches are recognised by (ablation)");
  command->add_flag("--json", options->json, "One JSON object instead of a table");
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
