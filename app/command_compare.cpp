// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/files.h"
#include "core/evaluation/comparison.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

constexpr size_t kNamed = 5;  // drawings where a model differs most

struct Options {
  std::vector<std::string> models;
  std::string data, split = "test", sheet, out, device = "auto";
  int limit = 0, rows = 8;
  double severity = 0;
  bool json = false, differing = false;
};

std::string number(double value) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(3) << value;
  return text.str();
}

/// "0.901  -0.015 [-0.045, 0.012]": a measure, and how far it is from the first model's.
std::string cell(const ComparedModel& model, size_t measure) {
  const auto value = model.measures.values()[measure].second;
  std::string text = value ? number(*value) : "-";
  if (model.differences.empty()) return text;
  const MeasureDifference& difference = model.differences[measure];
  if (difference.value) text += (*difference.value < 0 ? "  " : "  +") + number(*difference.value);
  if (difference.interval) text += " [" + number(difference.interval->low) + ", " + number(difference.interval->high) + "]";
  return text;
}

/// The measures as rows, the models as columns.
void printTable(const Comparison& comparison) {
  const auto measures = comparison.models.front().measures.values();
  std::vector<std::vector<std::string>> rows{{std::to_string(comparison.drawings.size()) + " drawings"}};
  for (const ComparedModel& model : comparison.models) rows[0].push_back(model.info.name);
  for (size_t measure = 0; measure < measures.size(); ++measure) {
    auto& row = rows.emplace_back(1, measures[measure].first);
    for (const ComparedModel& model : comparison.models) row.push_back(cell(model, measure));
  }
  std::vector<size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows)
    for (size_t column = 0; column < row.size(); ++column) widths[column] = std::max(widths[column], row[column].size() + 3);
  for (const auto& row : rows) {
    for (size_t column = 0; column + 1 < row.size(); ++column) std::cout << std::left << std::setw(static_cast<int>(widths[column])) << row[column];
    std::cout << row.back() << '\n';
  }
  if (comparison.models.size() > 1)
    std::cout << "Beside each figure: its difference to " << rows[0][1] << ", with its 95 % interval (paired bootstrap).\n";
}

/// Where each model differs most from the first, by the colours that it gives.
void printDiffering(const Comparison& comparison) {
  for (size_t m = 1; m < comparison.models.size(); ++m) {
    std::cout << '\n' << comparison.models[m].info.name << " differs most from " << comparison.models[0].info.name << " (mean Delta E 2000) on";
    std::string separator = " ";
    for (const size_t i : comparison.mostDiffering(m, kNamed)) {
      const ComparedDrawing& drawing = comparison.drawings[i];
      std::cout << separator << drawing.name << (drawing.label.empty() ? "" : " " + drawing.label) << ' ' << number(comparison.models[m].deltaE[i]);
      separator = ", ";
    }
  }
  std::cout << std::endl;
}

/// Indices into the set: what the sheet shows.
std::vector<int> drawingsOfSheet(const Comparison& comparison, const Options& options) {
  std::vector<int> all;
  for (const ComparedDrawing& drawing : comparison.drawings) all.push_back(drawing.index);
  if (!options.differing) return spreadEvenly(all, options.rows);
  std::vector<int> out;
  for (const size_t i : comparison.mostDiffering(static_cast<size_t>(options.rows))) out.push_back(all[i]);
  return out;
}

void run(const Options& options) {
  if (!options.sheet.empty()) requirePngName("--sheet", options.sheet);
  ComparisonOptions how;
  how.what.split = parseSplit(options.split);
  how.what.limit = options.limit;
  how.what.severity = options.severity;
  const auto set = openPairs(options.data);
  std::vector<NamedColourer> models;
  for (const std::string& model : options.models) {
    std::shared_ptr<Colourer> colourer = openColourer(model, options.device, Recognise::ByTrain, "fp32");
    models.push_back({colourer->info().name, std::move(colourer)});
  }
  const Comparison comparison = compareColourers(models, *set, how, terminalProgress("comparing"));
  if (!options.out.empty()) writeFile(options.out, comparison.toJson().dump(2) + "\n");
  if (options.json) {
    for (size_t m = 0; m < models.size(); ++m) std::cout << comparison.modelJson(m).dump() << std::endl;
  } else {
    printTable(comparison);
    printDiffering(comparison);
  }
  if (!options.sheet.empty())
    writePicture(options.sheet, comparisonSheet(models, *set, drawingsOfSheet(comparison, options), options.severity, terminalProgress("drawing the sheet")));
}

}  // namespace

void addCompareCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "compare", "Several models on the same drawings: measures, how sure their differences are, and a sheet of them side by side.\n"
                 "Example: chaesaek compare --models colouring,flat --data openmoji --sheet both.png");
  command->add_option("--models", options->models, "Files, shipped names, flat, runs, or moments of runs (RUN@800, RUN@best), joined by commas")
      ->required()->delimiter(',');
  command->add_option("--data", options->data, "A data set's name or packed file; several joined by commas")->required();
  command->add_option("--split", options->split, "train, val, test or all")->capture_default_str();
  command->add_option("--limit", options->limit, "At most so many drawings; 0 takes all")->check(CLI::NonNegativeNumber);
  command->add_option("--severity", options->severity, "How doodled the lines are made: 0 as drawn, 1 shaky, gapped, of any width")
      ->check(CLI::Range(0.0, 1.0));
  command->add_option("--sheet", options->sheet, "Write a sheet: sketch, each model, real");
  command->add_option("--rows", options->rows, "Drawings on the sheet")->check(CLI::Range(1, 100))->capture_default_str();
  command->add_flag("--differing", options->differing, "On the sheet, the drawings where the models differ most instead of some of all");
  command->add_option("--out", options->out, "Write everything as JSON: hashes, measures, intervals, each drawing's figures");
  command->add_option("--device", options->device, "auto, cpu or cuda")->capture_default_str();
  command->add_flag("--json", options->json, "A JSON object a line for each model instead of a table");
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
