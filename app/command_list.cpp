// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iomanip>
#include <iostream>

#include "app/commands.h"
#include "core/base/text.h"
#include "core/data/pairs.h"
#include "core/experiments/declaration.h"
#include "core/inference/colourer.h"
#include "core/training/run_record.h"

namespace chaesaek {
namespace {

using Rows = std::vector<Json>;

/// A kind of thing to list: its objects, and which of their keys the table shows.
struct Kind {
  const char* name;
  std::vector<const char*> columns;
  Rows (*rows)();
};

Rows experimentRows() {
  Rows rows;
  for (const ExperimentInfo* info : listExperiments())
    rows.push_back({{"id", info->id},
                    {"title", info->title},
                    {"data", dataKindName(info->data)},
                    {"parameters", info->parameters.toJson()},
                    {"presets", info->parameters.presets()}});
  return rows;
}

Rows modelRows() {
  const std::string usual = defaultModelName();
  Rows rows;
  for (const ModelInfo& model : listModels())
    rows.push_back({{"name", model.name},
                    {"experiment", model.experiment},
                    {"data", model.data},
                    {"licence", model.licence},
                    {"steps", model.steps},
                    {"bytes", model.bytes},
                    {"size", model.size},
                    {"hints", model.takesHints},
                    {"output", model.wholePicture ? "picture" : "fill"},
                    {"shipped", model.shipped},
                    {"default", model.name == usual},
                    {"measures", model.measures}});
  return rows;
}

Rows dataRows() {
  Rows rows;
  for (const DataEntry& entry : listData())
    rows.push_back({{"name", entry.name},
                    {"title", entry.title},
                    {"kind", dataKindName(entry.kind)},
                    {"licence", entry.licence},
                    {"present", entry.present},
                    {"fetchable", entry.fetchable},
                    {"held_out", entry.heldOut},
                    {"lines_only", entry.linesOnly},
                    {"drawings", entry.drawings},
                    {"bytes", entry.bytes}});
  return rows;
}

Rows runRows() {
  Rows rows;
  for (const RunRecord& run : listRuns())
    rows.push_back({{"name", run.name},
                    {"experiment", run.experiment},
                    {"data", run.data},
                    {"state", standingName(run.standing)},
                    {"message", run.message},
                    {"steps", run.steps},
                    {"total_steps", run.totalSteps},
                    {"seconds", run.seconds},
                    {"device", run.device},
                    {"best", run.best ? numberOrNull(*run.best) : Json(nullptr)},
                    {"best_step", run.best ? Json(run.bestStep) : Json(nullptr)}});
  return rows;
}

const std::vector<Kind> kKinds{{"experiments", {"id", "title", "data"}, experimentRows},
                              {"models", {"name", "experiment", "data"}, modelRows},
                              {"data", {"name", "present", "kind", "title"}, dataRows},
                              {"runs", {"name", "experiment", "data", "state", "steps"}, runRows}};

std::string cell(const Json& row, const char* key) {
  const Json& value = row.at(key);
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void printTable(const Kind& kind, const Rows& rows) {
  std::vector<int> widths(kind.columns.size());
  const auto widen = [&](size_t column, const std::string& text) { widths[column] = std::max(widths[column], static_cast<int>(text.size()) + 2); };
  for (size_t i = 0; i < widths.size(); ++i) {
    widen(i, kind.columns[i]);
    for (const Json& row : rows) widen(i, cell(row, kind.columns[i]));
  }
  for (size_t i = 0; i < widths.size(); ++i) std::cout << std::left << std::setw(widths[i]) << kind.columns[i];
  for (const Json& row : rows) {
    std::cout << '\n';
    for (size_t i = 0; i < widths.size(); ++i) std::cout << std::left << std::setw(widths[i]) << cell(row, kind.columns[i]);
  }
  std::cout << std::endl;
}

void run(const Kind& kind, bool json) {
  const Rows rows = kind.rows();
  if (!json) return printTable(kind, rows);
  for (const Json& row : rows) std::cout << dumped(row) << '\n';
}

}  // namespace

void addListCommand(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("list", "What is here: experiments, models, data sets, runs.\nExample: chaesaek list models --json");
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  command->add_option("kind", *name, "experiments, models, data or runs")->required()->check(CLI::IsMember(names));
  command->add_flag("--json", *json, "One JSON object a line");
  command->callback([name, json] { run(*std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return *name == kind.name; }), *json); });
}

}  // namespace chaesaek
