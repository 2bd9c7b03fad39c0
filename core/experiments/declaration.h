// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of an experiment without torch: forms, lists, plots. See experiment.h for what runs.
#pragma once
#include <string>
#include <vector>

#include "core/base/parameters.h"
#include "core/data/data_set.h"

namespace chaesaek {

/// One plot and the scalars or measures in it, by name.
struct Plot {
  std::string title;
  std::vector<std::string> curves;
  std::string about = {};  ///< what there is to see, for somebody who has never seen such curves
  bool measured = false;   ///< its curves are measures of validations, not scalars of steps
};

/// The measure that says which moment of a run was best.
struct Merit {
  std::string key, label;
  bool lowerIsBetter = true;
};

/// Which curves tell how a run fares (health.h), and what they say; empty where an experiment has no such thing.
struct TellingCurves {
  std::string judge;                  ///< D's loss
  std::string fool;                   ///< G's adversarial loss
  std::vector<std::string> likeness;  ///< distances to the real picture, lower is better; the first that is reported counts
  std::string real = {}, fake = {};   ///< D's mean answers to real and to made pictures, as probabilities of "real"
  std::string diversity = {};         ///< a measure: how different made pictures are from each other; 1 is as different as real ones
  double won = 0.05;                  ///< a loss of D, or of G, below which it has won; what it is worth depends on the kind of loss
  double sure = 0.95;                 ///< answers of D above it, or below 1 less it, are as good as certain
  std::string likenessName = "reconstruction";
  bool patch = false;                 ///< D judges patches, which may be smaller or larger
};

struct ExperimentInfo {
  std::string id, title, sentence, paper;
  std::string symbol = "palette";  ///< on its card, by the symbol's name in the program
  DataKind data = DataKind::Pairs;
  ParameterSchema parameters;
  std::vector<Plot> plots;
  TellingCurves telling;
  std::vector<std::string> columns;  ///< what stands in the columns of a sample sheet: "Sketch", "Generated", "Real"; a wall of
                                     ///< pictures is one column of one picture
  std::string aboutPictures =        ///< what there is to see in it
      "Left the sketch, right the real picture, between them what the network makes of the sketch. It never learns from these drawings: "
      "what it can do here, it can do with yours.";
  Merit merit;
  bool colours = true;              ///< its generator colours sketches: the canvas can load it
  bool needsNoColours = false;      ///< it can learn from sets of lines alone
  std::vector<std::string> phases;  ///< in the order of one batch; step mode runs one at a time
};

/// "pairs", "labelled images"…: the key `data` of `list experiments`.
std::string dataKindName(DataKind kind);

/// The column that the networks made: D's maps are of these pictures.
inline constexpr const char* kGeneratedColumn = "Generated";

/// All experiments, in the order of the page.
std::vector<const ExperimentInfo*> listExperiments();
/// Throws Error (Usage) that lists the known ids.
const ExperimentInfo& experimentInfo(const std::string& id);

}  // namespace chaesaek
