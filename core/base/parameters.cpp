// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parameters.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/base/error.h"
#include "core/base/text.h"

namespace chaesaek {
namespace {

std::string shortNumber(double value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

std::string bounds(const Parameter& p) {
  return "between " + shortNumber(p.least) + " and " + shortNumber(p.most) + (p.unit.empty() ? "" : " " + p.unit);
}

std::string list(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Json checked(const Parameter& p, const Json& value) {
  const auto refuse = [&](const std::string& wanted) { failUsage("parameter " + p.key + " must be " + wanted + ", not " + dumped(value)); };
  switch (p.kind) {
    case ParameterKind::Integer:
    case ParameterKind::Real: {
      const bool whole = p.kind == ParameterKind::Integer;
      if (!(whole ? value.is_number_integer() : value.is_number())) refuse((whole ? "a whole number " : "a number ") + bounds(p));
      const double x = value.get<double>();
      if (!(x >= p.least && x <= p.most)) refuse(bounds(p));
      return whole ? value : Json(x);
    }
    case ParameterKind::Switch:
      if (!value.is_boolean()) refuse("on or off");
      return value;
    case ParameterKind::Choice:
      for (const auto& word : p.choices)
        if (value.is_string() && value.get<std::string>() == word) return value;
      refuse("one of " + list(p.choices));
  }
  return value;
}

template <class T>
bool parseNumber(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

Json fromText(const Parameter& p, const std::string& text) {
  int64_t whole = 0;
  double number = 0;
  if (p.kind == ParameterKind::Integer && parseNumber(text, whole)) return whole;
  if (p.kind == ParameterKind::Real && parseNumber(text, number)) return number;
  if (p.kind == ParameterKind::Switch && (text == "on" || text == "true" || text == "1")) return true;
  if (p.kind == ParameterKind::Switch && (text == "off" || text == "false" || text == "0")) return false;
  return text;
}

}  // namespace

Settings::Settings(const ParameterSchema* schema) : schema_(schema), values_(Json::object()) {
  if (!schema) return;
  for (const auto& p : schema->all()) values_[p.key] = p.fallback;
}

int64_t Settings::integer(const std::string& key) const { return values_.at(key).get<int64_t>(); }
double Settings::real(const std::string& key) const { return values_.at(key).get<double>(); }
bool Settings::on(const std::string& key) const { return values_.at(key).get<bool>(); }
std::string Settings::choice(const std::string& key) const { return values_.at(key).get<std::string>(); }

void Settings::set(const std::string& key, const std::string& text) { set(key, fromText(schema_->at(key), text)); }
void Settings::set(const std::string& key, const Json& value) { values_[key] = checked(schema_->at(key), value); }

Parameter& ParameterSchema::add(Parameter parameter) {
  parameter.fallback = checked(parameter, parameter.fallback);
  parameters_.push_back(std::move(parameter));
  return parameters_.back();
}

ParameterSchema& ParameterSchema::integer(std::string key, std::string label, std::string help, int64_t fallback, int64_t least, int64_t most, std::string unit) {
  add({key, label, help, ParameterKind::Integer, fallback, static_cast<double>(least), static_cast<double>(most), unit, {}, false, false});
  return *this;
}
ParameterSchema& ParameterSchema::real(std::string key, std::string label, std::string help, double fallback, double least, double most, std::string unit) {
  add({key, label, help, ParameterKind::Real, fallback, least, most, unit, {}, false, false});
  return *this;
}
ParameterSchema& ParameterSchema::toggle(std::string key, std::string label, std::string help, bool fallback) {
  add({key, label, help, ParameterKind::Switch, fallback, 0, 0, "", {}, false, false});
  return *this;
}
ParameterSchema& ParameterSchema::choice(std::string key, std::string label, std::string help, std::string fallback, std::vector<std::string> choices) {
  add({key, label, help, ParameterKind::Choice, fallback, 0, 0, "", choices, false, false});
  return *this;
}
ParameterSchema& ParameterSchema::advanced() {
  parameters_.back().advanced = true;
  return *this;
}
ParameterSchema& ParameterSchema::changeable(const std::vector<std::string>& keys) {
  for (auto& p : parameters_)
    if (std::find(keys.begin(), keys.end(), p.key) != keys.end()) p.changeable = true;
  return *this;
}
ParameterSchema& ParameterSchema::preset(std::string name, Json differences) {
  for (const auto& [key, value] : differences.items()) checked(at(key), value);
  presets_[name] = std::move(differences);
  return *this;
}
ParameterSchema& ParameterSchema::fallback(const std::string& key, Json value) {
  for (auto& p : parameters_)
    if (p.key == key) p.fallback = checked(p, value);
  return *this;
}

const Parameter& ParameterSchema::at(const std::string& key) const {
  std::vector<std::string> known;
  for (const auto& p : parameters_) {
    if (p.key == key) return p;
    known.push_back(p.key);
  }
  failUsage("unknown parameter " + key + "; known are " + list(known));
}

Settings ParameterSchema::withPreset(const std::string& name) const {
  const auto found = presets_.find(name);
  if (found == presets_.end()) {
    std::vector<std::string> known;
    for (const auto& [key, unused] : presets_) known.push_back(key);
    failUsage("unknown preset " + name + (known.empty() ? "; this experiment has none" : "; known are " + list(known)));
  }
  Settings settings(this);
  for (const auto& [key, value] : found->second.items()) settings.set(key, value);
  return settings;
}

Settings ParameterSchema::fromJson(const Json& values) const {
  Settings settings(this);
  for (const auto& [key, value] : values.items()) settings.set(key, value);
  return settings;
}

Json ParameterSchema::toJson() const {
  static const char* kinds[] = {"integer", "real", "switch", "choice"};
  Json out = Json::array();
  for (const auto& p : parameters_) {
    Json one = {{"key", p.key}, {"label", p.label}, {"help", p.help}, {"kind", kinds[static_cast<int>(p.kind)]}, {"default", p.fallback}};
    if (p.kind == ParameterKind::Integer || p.kind == ParameterKind::Real) one.update(Json{{"min", p.least}, {"max", p.most}, {"unit", p.unit}});
    if (p.kind == ParameterKind::Choice) one["choices"] = p.choices;
    one["advanced"] = p.advanced;
    one["changeable"] = p.changeable;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace chaesaek
