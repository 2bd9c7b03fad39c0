// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/files.h"

namespace chaesaek {
namespace {

constexpr size_t kListed = 12;  // drawings where a model differs most
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kShareOfDrawing = 0.97;  // of the whole work, the rest is drawing again

using Values = std::vector<std::pair<const char*, std::optional<double>>>;

std::optional<double> difference(const std::optional<double>& of, const std::optional<double>& to) {
  return of && to ? std::optional<double>(*of - *to) : std::nullopt;
}

/// Of every measure: that of `of` less that of `to`.
std::vector<std::optional<double>> differences(const Values& of, const Values& to) {
  std::vector<std::optional<double>> out;
  for (size_t i = 0; i < of.size(); ++i) out.push_back(difference(of[i].second, to[i].second));
  return out;
}

/// Where each measure, taken of single drawings, differs most.
std::vector<std::optional<size_t>> mostDifferent(const std::vector<DrawingResult>& of, const std::vector<DrawingResult>& to) {
  std::vector<std::optional<size_t>> out;
  std::vector<double> most;
  for (size_t drawing = 0; drawing < of.size(); ++drawing) {
    const auto found = differences(poolMeasures(of, {drawing}).values(), poolMeasures(to, {drawing}).values());
    out.resize(found.size());
    most.resize(found.size(), 0);
    for (size_t measure = 0; measure < found.size(); ++measure)
      if (found[measure] && std::abs(*found[measure]) > most[measure]) {
        most[measure] = std::abs(*found[measure]);
        out[measure] = drawing;
      }
  }
  return out;
}

void compareToFirst(ComparedModel& model, const ComparedModel& first, const BootstrapOptions& options, const Progress& progress) {
  const auto paired = [&](const std::vector<size_t>& sample) {
    std::vector<double> out;
    for (const auto& value : differences(poolMeasures(model.results, sample).values(), poolMeasures(first.results, sample).values()))
      out.push_back(value.value_or(kNone));
    return out;
  };
  const auto intervals = bootstrapIntervals(model.results.size(), paired, options, progress);
  const auto most = mostDifferent(model.results, first.results);
  const Values of = model.measures.values();
  const auto values = differences(of, first.measures.values());
  for (size_t i = 0; i < values.size(); ++i)
    model.differences.push_back({of[i].first, values[i], values[i] ? intervals[i] : std::nullopt, most[i]});
}

void addDrawing(Comparison& comparison, const EvaluationDrawing& drawing, const std::vector<NamedColourer>& models, bool leak) {
  const std::vector<TargetRegion> regions = targetRegions(drawing.target, drawing.sketch);
  cv::Mat first;
  for (size_t m = 0; m < models.size(); ++m) {
    const DrawingOutputs outputs = colourDrawing(*models[m].colourer, drawing, regions, leak);
    if (m == 0) first = outputs.plain;
    comparison.models[m].results.push_back(measureDrawing(drawing, regions, outputs));
    comparison.models[m].deltaE.push_back(meanDifference(outputs.plain, first, drawing.sketch).value_or(0));
  }
}

Json orNull(const std::optional<double>& value) { return value ? numberOrNull(*value) : Json(nullptr); }

/// The numbers of the `count` largest.
std::vector<size_t> largest(const std::vector<double>& values, size_t count) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] > values[b]; });
  order.resize(std::min(count, order.size()));
  return order;
}

Json drawingJson(const ComparedDrawing& drawing) { return {{"drawing", drawing.name}, {"label", drawing.label}}; }

}  // namespace

std::vector<size_t> Comparison::mostDiffering(size_t count) const {
  std::vector<double> most(drawings.size(), 0);
  for (const ComparedModel& model : models)
    for (size_t i = 0; i < most.size(); ++i) most[i] = std::max(most[i], model.deltaE[i]);
  return largest(most, count);
}

std::vector<size_t> Comparison::mostDiffering(size_t model, size_t count) const { return largest(models.at(model).deltaE, count); }

Json Comparison::modelJson(size_t number) const {
  const ComparedModel& model = models.at(number);
  Json out{{"model", model.info.name},
           {"sha256", model.info.sha256.empty() ? Json(nullptr) : Json(model.info.sha256)},
           {"data", data},
           {"split", splitName(options.what.split)}};
  out.update(model.measures.toJson());
  if (number == 0) return out;
  Json& differing = out["differences"] = Json::object();
  for (const MeasureDifference& one : model.differences) {
    Json& entry = differing[one.measure] = {{"value", orNull(one.value)}, {"low", nullptr}, {"high", nullptr}, {"most", nullptr}};
    if (one.interval) entry["low"] = one.interval->low, entry["high"] = one.interval->high;
    if (one.most) entry["most"] = drawings[*one.most].name;
  }
  Json& most = out["most_differing"] = Json::array();
  for (const size_t i : mostDiffering(number, kListed)) {
    most.push_back(drawingJson(drawings[i]));
    most.back()["delta_e"] = numberOrNull(model.deltaE[i]);
  }
  return out;
}

Json Comparison::toJson() const {
  Json out{{"program", programVersion()},
           {"data", data},
           {"fingerprint", fingerprint},
           {"split", splitName(options.what.split)},
           {"severity", options.what.severity},
           {"resamples", options.bootstrap.resamples},
           {"seed", options.bootstrap.seed},
           {"models", Json::array()},
           {"drawings", Json::array()}};
  for (size_t m = 0; m < models.size(); ++m) out["models"].push_back(modelJson(m));
  for (size_t i = 0; i < drawings.size(); ++i) {
    Json& entry = out["drawings"].emplace_back(drawingJson(drawings[i]));
    Json& figures = entry["models"] = Json::array();
    for (const ComparedModel& model : models) {
      Json& own = figures.emplace_back(Json{{"delta_e_to_first", numberOrNull(model.deltaE[i])}});
      for (const auto& [key, value] : poolMeasures(model.results, {i}).values()) own[key] = orNull(value);
    }
  }
  return out;
}

Comparison compareColourers(const std::vector<NamedColourer>& models, const PairSet& set, const ComparisonOptions& options, const Progress& progress) {
  Comparison out{set.name(), set.fingerprint(), options, {}, {}};
  for (const NamedColourer& model : models) {
    model.colourer->usePalette({});  // a canvas that it coloured before may have had one
    out.models.push_back({model.colourer->info(), {}, {}, {}, {}});
    out.models.back().info.name = model.name;
  }
  const std::vector<int> indices = drawingsToMeasure(set, options.what);
  const auto all = static_cast<double>(indices.size());
  for (const int index : indices) {
    const EvaluationDrawing drawing = loadDrawing(set, index, options.what.severity);
    progress(kShareOfDrawing * static_cast<double>(out.drawings.size()), all, drawing.name);
    addDrawing(out, drawing, models, options.what.leak);
    out.drawings.push_back({index, drawing.name, set.info(index).label});
  }
  for (ComparedModel& model : out.models) model.measures = poolMeasures(model.results);
  const Progress last([&](double fraction, const std::string& what) { progress(kShareOfDrawing + (1 - kShareOfDrawing) * fraction, 1, what); });
  for (size_t m = 1; m < out.models.size(); ++m) compareToFirst(out.models[m], out.models.front(), options.bootstrap, last);
  return out;
}

}  // namespace chaesaek
