// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/evaluation/evaluate.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

struct Options {
  std::vector<std::string> models;
  std::string data, split = "test", sheet, device = "auto";
  int limit = 0, rows = 8;
  bool json = false;
};

/// A line for each model, the measures as columns.
void printTable(const std::vector<Json>& results) {
  const auto cell = [](const Json& value) {
    std::ostringstream text;
    if (value.is_null()) text << "-";
    else if (value.is_number_float()) text << std::fixed << std::setprecision(3) << value.get<double>();
    else text << (value.is_string() ? value.get<std::string>() : value.dump());
    return text.str();
  };
  std::vector<size_t> widths;
  for (const auto& [key, value] : results.front().items()) {
    size_t width = key.size();
    for (const Json& each : results) width = std::max(width, cell(each.at(key)).size());
    widths.push_back(width);
    std::cout << std::left << std::setw(static_cast<int>(width) + 2) << key;
  }
  for (const Json& each : results) {
    std::cout << '\n';
    size_t column = 0;
    for (const auto& [key, value] : each.items()) std::cout << std::left << std::setw(static_cast<int>(widths[column++]) + 2) << cell(value);
  }
  std::cout << std::endl;
}

void run(const Options& options) {
  EvaluateOptions what;
  what.split = parseSplit(options.split);
  what.limit = options.limit;
  const auto set = openPairs(options.data);
  std::vector<std::unique_ptr<Colourer>> colourers;
  for (const std::string& model : options.models) colourers.push_back(openColourer(model, options.device));
  std::vector<Json> results;
  for (const auto& colourer : colourers) {
    Json result{{"model", colourer->info().name}};
    result.update(evaluateColourer(*colourer, *set, what, terminalProgress("measuring " + colourer->info().name)).toJson());
    if (options.json) std::cout << result.dump() << std::endl;
    results.push_back(std::move(result));
  }
  if (!options.json) printTable(results);
  if (!options.sheet.empty())
    writePicture(options.sheet, comparisonSheet(colourers, *set, what, options.rows, terminalProgress("drawing the sheet")));
}

}  // namespace

void addCompareCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("compare", "Several models on the same drawings: measures, and a sheet of them side by side.\n"
                                                    "Example: chaesaek compare --models colouring,flat --data openmoji --sheet both.png");
  command->add_option("--models", options->models, "Files, shipped names, flat, or runs, joined by commas")->required()->delimiter(',');
  command->add_option("--data", options->data, "A data set's name or packed file; several joined by commas")->required();
  command->add_option("--split", options->split, "train, val, test or all")->capture_default_str();
  command->add_option("--limit", options->limit, "At most so many drawings; 0 takes all")->check(CLI::NonNegativeNumber);
  command->add_option("--sheet", options->sheet, "Write a sheet: sketch, each model, real");
  command->add_option("--rows", options->rows, "Drawings on the sheet")->check(CLI::Range(1, 100))->capture_default_str();
  command->add_option("--device", options->device, "auto, cpu or cuda")->capture_default_str();
  command->add_flag("--json", options->json, "A JSON object a line instead of a table");
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
