// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <sstream>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/icon_set.h"
#include "core/data/pairs.h"
#include "core/inference/lookalikes.h"

namespace chaesaek {
namespace {

constexpr int kEvery = 2;  // line width of a set is looked at: what lies between is like them

struct Options {
  std::string model, data, out;
};

/// What a drawing shows; empty where that has no name: signs of OpenMoji's own, whose files are called by their code points.
std::string nameOf(const PairInfo& info, const ThingNames& names) {
  if (!info.label.empty()) return info.label;
  const bool codePoints = info.name.find_first_not_of("0123456789ABCDEF-") == std::string::npos;
  return codePoints ? names.labelOf(info.name) : info.name;
}

/// Adds a set's drawings, those of val and test marked as such; returns how many.
int addSet(LookalikeWriter& writer, const PairSet& set, const ThingNames& names) {
  if (isHeldOut(set)) failUsage("the data set " + set.name() + " is kept for evaluation; leave it out");
  const Progress progress = terminalProgress("looking at " + set.name());
  const std::vector<int> drawings = indicesOf(set, Split::All);
  int added = 0;
  for (size_t i = 0; i < drawings.size(); ++i) {
    const PairInfo& info = set.info(drawings[i]);
    progress(static_cast<double>(i), static_cast<double>(drawings.size()), info.name);
    const std::string name = nameOf(info, names);
    if (info.variant || name.empty()) continue;
    if (isLinesOnly(set)) {
      added += writer.addLines(name, set.loadParts(drawings[i], set.nativeWidth(), kLoadSketch).sketch, info.split == Split::Train);
      continue;
    }
    std::vector<cv::Mat> sketches;
    cv::Mat fill;
    for (int width = 0; width < set.lineWidths(); width += kEvery) {
      const Pair pair = set.load(drawings[i], width);
      sketches.push_back(pair.sketch);
      fill = pair.fill;
    }
    writer.add(name, set.name(), sketches, fill, info.split == Split::Train);
    ++added;
  }
  progress(1, 1, "");
  return added;
}

void run(const Options& options) {
  LookalikeWriter writer(options.model);
  const ThingNames things(readFile(shippedFolder("resources") / "thing_names.txt"));
  std::istringstream names(options.data);
  std::vector<std::shared_ptr<const PairSet>> sets;
  for (std::string name; std::getline(names, name, ',');) sets.push_back(openPairs(name));
  std::stable_partition(sets.begin(), sets.end(), [](const auto& set) { return !isLinesOnly(*set); });  // lines are those of what is known in colour
  std::string licences;
  int added = 0;
  for (const auto& set : sets) {
    added += addSet(writer, *set, things);
    licences += (licences.empty() ? "" : "; ") + set->name() + ": " + set->about().value("licence", "");
  }
  writer.write(options.out, options.data, licences);
  std::cout << options.out << ": " << added << " drawings" << std::endl;
}

}  // namespace

void addLookalikesCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("lookalikes", "Collect the drawings that sketches are recognised by, as a recogniser sees them; of sets of lines alone their numbers. What measures looks at those of train alone.\n"
                                                       "Example: chaesaek lookalikes --model models/recogniser.safetensors --data openmoji,noto -o lookalikes.safetensors");
  command->add_option("--model", options->model, "A recogniser's model file")->required();
  command->add_option("--data", options->data, "Data sets, joined by commas")->required();
  command->add_option("-o,--out", options->out, "The file to write; beside models/recogniser.safetensors the program finds it")->required();
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
