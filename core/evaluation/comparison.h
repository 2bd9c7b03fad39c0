// SPDX-License-Identifier: GPL-3.0-or-later
// Several models on the same drawings: how they measure, how sure that is, and where they differ.
#pragma once
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/evaluation/drawing_result.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/statistics.h"

namespace chaesaek {

/// A model that is compared, under the name that it goes by.
struct NamedColourer {
  std::string name;
  std::shared_ptr<Colourer> colourer;
};

struct ComparisonOptions {
  EvaluateOptions what;
  BootstrapOptions bootstrap;
};

/// A model's measure less that of the first model, on the same drawings.
struct MeasureDifference {
  std::string measure;               ///< its key in `evaluate --json`
  std::optional<double> value;       ///< empty where one of the two does not apply
  std::optional<Interval> interval;  ///< paired bootstrap over the drawings, 95 %
  std::optional<size_t> most;        ///< the drawing (of Comparison::drawings) where the two differ most by this measure alone
};

struct ComparedModel {
  ModelInfo info;                              ///< its name is that of the NamedColourer
  ColourMeasures measures;
  std::vector<DrawingResult> results;          ///< of each drawing
  std::vector<MeasureDifference> differences;  ///< to the first model; none of the first itself
  std::vector<double> deltaE;                  ///< of each drawing: mean CIEDE2000 to what the first model made of it, without hints
};

struct ComparedDrawing {
  int index = 0;            ///< in the data set
  std::string name, label;  ///< "1F431", "cat face"
};

struct Comparison {
  std::string data, fingerprint;  ///< the set's
  ComparisonOptions options;
  std::vector<ComparedDrawing> drawings;
  std::vector<ComparedModel> models;

  /// Numbers (of `drawings`) of those where any model differs most from the first, the most first; at most `count`.
  std::vector<size_t> mostDiffering(size_t count) const;
  /// The same for one model.
  std::vector<size_t> mostDiffering(size_t model, size_t count) const;
  /// One model's line: the keys of `evaluate --json`, its SHA-256, its differences to the first with their intervals, and the
  /// drawings where it differs most.
  Json modelJson(size_t model) const;
  /// All of it: what was compared and how, a line for each model, each drawing's figures for each model.
  Json toJson() const;
};

/// Goes through the drawings once, all models on each. Throws Error where the split is empty, Cancelled after cancel().
Comparison compareColourers(const std::vector<NamedColourer>& models, const PairSet& set, const ComparisonOptions& options, const Progress& progress);

/// What the models make of these drawings (indices into the set), without hints: sketch | a column for each model | real; the
/// lines as doodled as `severity` says. BGR.
cv::Mat comparisonSheet(const std::vector<NamedColourer>& models, const PairSet& set, const std::vector<int>& drawings, double severity,
                        const Progress& progress);

}  // namespace chaesaek
