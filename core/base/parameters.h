// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace chaesaek {

enum class ParameterKind { Integer, Real, Switch, Choice };

/// One setting of an experiment, described once: form, command line, JSON and bounds all follow from it.
struct Parameter {
  std::string key;    ///< stable name: `--set key=value`, JSON
  std::string label;  ///< what the form shows
  std::string help;   ///< one sentence for the tooltip and `--help`
  ParameterKind kind = ParameterKind::Real;
  Json fallback;      ///< default value, of the kind's type
  double least = 0, most = 0;  ///< bounds of numbers, both included
  std::string unit;
  std::vector<std::string> choices;
  bool advanced = false;
  bool changeable = false;  ///< may differ when a run is resumed: changes no network's shape
};

class ParameterSchema;

/// Values for a schema; every one is within its bounds.
class Settings {
 public:
  explicit Settings(const ParameterSchema* schema = nullptr);

  int64_t integer(const std::string& key) const;
  double real(const std::string& key) const;
  bool on(const std::string& key) const;
  std::string choice(const std::string& key) const;

  /// Sets from text ("0.5", "on", "lsgan"); throws Error (Usage) that names the parameter and its bounds.
  void set(const std::string& key, const std::string& text);
  void set(const std::string& key, const Json& value);
  const Json& toJson() const { return values_; }

 private:
  const ParameterSchema* schema_;  // outlives the settings: schemas live in the registry
  Json values_;
};

/// The parameters of an experiment, in the order of the form, and its named presets (differences from the defaults).
class ParameterSchema {
 public:
  ParameterSchema& integer(std::string key, std::string label, std::string help, int64_t fallback, int64_t least, int64_t most, std::string unit = "");
  ParameterSchema& real(std::string key, std::string label, std::string help, double fallback, double least, double most, std::string unit = "");
  ParameterSchema& toggle(std::string key, std::string label, std::string help, bool fallback);
  ParameterSchema& choice(std::string key, std::string label, std::string help, std::string fallback, std::vector<std::string> choices);
  /// Marks the parameter described last as advanced: the form hides it behind "more".
  ParameterSchema& advanced();
  /// Marks parameters described before as changeable in a run that is resumed.
  ParameterSchema& changeable(const std::vector<std::string>& keys);
  ParameterSchema& preset(std::string name, Json differences);
  /// Changes the default of a parameter described before: how a variant differs from its base.
  ParameterSchema& fallback(const std::string& key, Json value);

  const std::vector<Parameter>& all() const { return parameters_; }
  const std::map<std::string, Json>& presets() const { return presets_; }
  /// Throws Error (Usage) that names the key and lists the known ones.
  const Parameter& at(const std::string& key) const;
  Settings defaults() const { return Settings(this); }
  /// Defaults with a preset's differences; throws Error (Usage) for an unknown preset.
  Settings withPreset(const std::string& name) const;
  /// Values of an earlier run: unknown keys are refused, missing ones take their default.
  Settings fromJson(const Json& values) const;
  Json toJson() const;

 private:
  Parameter& add(Parameter parameter);
  std::vector<Parameter> parameters_;
  std::map<std::string, Json> presets_;
};

}  // namespace chaesaek
