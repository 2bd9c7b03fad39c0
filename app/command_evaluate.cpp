// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/naming.h"
#include "core/evaluation/picture_report.h"
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

void print(const Options& options, const std::string& model, const std::string& data, const Json& measures) {
  Json result{{"model", model}, {"data", data}, {"split", options.split}};
  result.update(measures);
  if (options.json) std::cout << result.dump() << std::endl;
  else printTable(result);
}

EvaluateOptions whatOf(const Options& options) {
  EvaluateOptions what;
  what.split = parseSplit(options.split);
  what.limit = options.limit;
  what.severity = options.severity;
  what.dump = options.dump;
  return what;
}

/// Lines without colours say nothing about colouring, but whether what they show is recognised.
void runNaming(const Options& options, const PairSet& set) {
  if (!options.model.empty() || !options.sheet.empty() || !options.dump.empty() || !options.recognise)
    failUsage("the data set " + set.name() + " holds lines without colours: it tells how often things are recognised; leave --model, --sheet, --dump and --without-lookalikes out");
  const std::filesystem::path models = shippedFolder("models");
  Lookalikes lookalikes(models / "recogniser.safetensors", models / "lookalikes.safetensors", true);
  print(options, "recogniser", set.name(), measureNaming(lookalikes, set, whatOf(options), terminalProgress("looking at")).toJson());
}

void runColourer(const Options& options) {
  if (!options.sheet.empty()) requirePngName("--sheet", options.sheet);
  const EvaluateOptions what = whatOf(options);
  const auto set = openPairs(options.data);
  if (isLinesOnly(*set)) return runNaming(options, *set);
  const auto colourer = openColourer(options.model.empty() ? defaultModelName() : options.model, options.device, options.recognise ? Recognise::ByTrain : Recognise::Nothing, "fp32");
  if (!what.dump.empty()) makeFolder(what.dump);
  const ColourMeasures measures = evaluateColourer(*colourer, *set, what, terminalProgress("measuring"));
  print(options, colourer->info().name, set->name(), measures.toJson());
  if (!options.sheet.empty())
    writePicture(options.sheet, evaluationSheet(*colourer, *set, what, kSheetDrawings, terminalProgress("drawing the sheet")));
}

/// Of networks that learn from single pictures.
void runOnPictures(const Options& options, const ModelPlace& model, decltype(reportGenerator)& report) {
  if (!options.sheet.empty() || !options.dump.empty() || options.severity > 0)
    failUsage("--sheet, --dump and --severity are for models that colour sketches; " + model.name + " is none");
  PictureReportOptions what;
  what.split = parseSplit(options.split);
  what.limit = options.limit;
  what.device = options.device;
  const auto set = openPictures(options.data);
  print(options, model.name, set->name(), report(model, *set, what, terminalProgress("measuring")));
}

/// The model's role says what there is to measure. Whatever is no file is left to the colourers: they know what is there.
void run(const Options& options) {
  const auto place = options.model.empty() || options.model == "flat" ? std::nullopt : findModelPlace(options.model);
  const std::string role = place ? roleOf(*place) : "colouring";
  if (role == "generator") runOnPictures(options, *place, reportGenerator);
  else if (role == "judge") runOnPictures(options, *place, reportJudge);
  else runColourer(options);
}

}  // namespace

void addEvaluateCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("evaluate", "Measure a model on a data set: one that colours, a generator, or a judge; on lines without colours, how often things are recognised.\n"
                                                     "Example: chaesaek evaluate --model flat --data openmoji --split test --json");
  command->add_option("--model", options->model, "A file, a shipped name, flat, or a run (the shipped network if left out)");
  command->add_option("--data", options->data, "A data set's name or packed file; several joined by commas")->required();
  command->add_option("--split", options->split, "train, val, test or all")->capture_default_str();
  command->add_option("--limit", options->limit, "At most so many drawings; 0 takes all (of a generator: makes 5000 pictures)")->check(CLI::NonNegativeNumber);
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
