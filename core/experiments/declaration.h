// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of an experiment without torch: forms, lists, plots. See experiment.h for what runs.
#pragma once
#include <string>
#include <vector>

#include "core/base/parameters.h"

namespace chaesaek {

/// What an experiment eats.
enum class DataKind { Pairs, LabelledImages, Images, Unpaired, Points };
/// How its samples are shown.
enum class SampleLayout { PairRows, Wall, ClassRows };

/// One plot and the scalars in it, by name.
struct Plot {
  std::string title;
  std::vector<std::string> curves;
};

/// The figure that says which moment of a run was best.
struct Merit {
  std::string key, label;
  bool lowerIsBetter = true;
};

struct ExperimentInfo {
  std::string id, title, sentence, paper;
  DataKind data = DataKind::Pairs;
  ParameterSchema parameters;
  std::vector<Plot> plots;
  SampleLayout layout = SampleLayout::PairRows;
  Merit merit;
  std::vector<std::string> phases;  ///< in the order of one batch; step mode runs one at a time
};

/// "pairs", "labelled images"…: the key `data` of `list experiments`.
std::string dataKindName(DataKind kind);

/// All experiments, in the order of the page.
std::vector<const ExperimentInfo*> listExperiments();
/// Throws Error (Usage) that lists the known ids.
const ExperimentInfo& experimentInfo(const std::string& id);

}  // namespace chaesaek
