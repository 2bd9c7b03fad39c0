// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <set>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/text.h"
#include "core/image/codec.h"
#include "core/inference/colourer.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

struct Options {
  std::vector<std::string> inputs;
  std::string out, model, hints, device = "auto";
  Palette palette;
  bool fillOnly = false, force = false, explain = false;
};

struct Work {
  fs::path in, hints, out;
};

std::string extensionOf(const fs::path& path) {
  std::string text = path.extension().string();
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool isPictureName(const fs::path& path) {
  static const std::set<std::string> known{".png", ".jpg", ".jpeg", ".webp", ".bmp", ".svg", ".ppm"};
  return known.count(extensionOf(path)) > 0;
}

/// Files as they are, folders as the pictures in them, by name.
std::vector<fs::path> expandInputs(const std::vector<std::string>& inputs) {
  std::vector<fs::path> out;
  for (const fs::path input : inputs) {
    if (!fs::is_directory(input)) {
      out.push_back(input);
      continue;
    }
    std::vector<fs::path> pictures;
    for (const auto& entry : fs::directory_iterator(input))
      if (entry.is_regular_file() && isPictureName(entry.path())) pictures.push_back(entry.path());
    if (pictures.empty()) fail("the folder " + input.string() + " holds no pictures");
    std::sort(pictures.begin(), pictures.end());
    out.insert(out.end(), pictures.begin(), pictures.end());
  }
  return out;
}

/// The hints that belong to a picture: the file itself, or the one of the same name in a folder; empty: none.
fs::path hintsFor(const fs::path& picture, const std::string& hints) {
  if (hints.empty() || !fs::is_directory(hints)) return hints;
  const fs::path same = fs::path(hints) / picture.stem().concat(".png");
  return fs::exists(same) ? same : fs::path();
}

void checkOut(const fs::path& folder) {
  makeFolder(folder);
  if (::access(folder.c_str(), W_OK) != 0) fail("cannot write into the folder " + folder.string() + "; name another with -o");
}

std::vector<Work> plan(const Options& options) {
  const std::vector<fs::path> pictures = expandInputs(options.inputs);
  const bool single = options.inputs.size() == 1 && !fs::is_directory(options.inputs.front());
  if (!options.hints.empty() && !fs::exists(options.hints)) fail("cannot read " + options.hints);
  if (!options.hints.empty() && !single && !fs::is_directory(options.hints))
    failUsage("--hints names one file for several pictures; give a folder of hints with the same names");
  const bool toFile = single && isPictureName(options.out) && !fs::is_directory(options.out);
  if (toFile && extensionOf(options.out) != ".png") failUsage("-o " + options.out + ": pictures are written as PNG; name a .png file or a folder");
  checkOut(toFile ? fs::absolute(options.out).parent_path() : fs::path(options.out));

  std::vector<Work> out;
  std::set<fs::path> taken;
  for (const fs::path& picture : pictures) {
    const fs::path to = toFile ? fs::path(options.out) : fs::path(options.out) / picture.stem().concat(".png");
    if (!taken.insert(to).second) failUsage("two of the pictures would be written to " + to.string() + "; colour them into separate folders");
    out.push_back({picture, hintsFor(picture, options.hints), to});
  }
  return out;
}

cv::Mat readHints(const fs::path& path, cv::Size size) {
  if (path.empty()) return {};
  const cv::Mat hints = readPicture(path);
  if (hints.type() != CV_8UC4) fail("the hints " + path.string() + " have no transparency; they must be clear where there is no hint");
  if (hints.size() != size) fail("the hints " + path.string() + " are not of the picture's size");
  return hints;
}

/// What the picture looks like, as one line of JSON.
Json explanation(const Work& work, const Colourer& colourer) {
  Json nearest = Json::array();
  for (const Lookalike& like : colourer.lookalikes())
    nearest.push_back({{"name", like.name}, {"hand", like.hand}, {"likeness", like.likeness}, {"palette", toJson(like.palette)}});
  return {{"picture", work.in.string()}, {"model", colourer.info().name}, {"looks_like", nearest}};
}

cv::Mat colourFile(Colourer& colourer, const Work& work, const Options& options) {
  if (!options.force && fs::exists(work.out)) fail(work.out.string() + " exists already; use --force to overwrite it");
  const cv::Mat sketch = toSketch(readPicture(work.in));
  const Coloured coloured = colourPicture(colourer, sketch, readHints(work.hints, sketch.size()));
  return options.fillOnly ? coloured.colours : coloured.picture;
}

void run(const Options& options) {
  const std::vector<Work> all = plan(options);
  const auto colourer = openColourer(options.model.empty() ? defaultModelName() : options.model, options.device);
  colourer->usePalette(options.palette);
  const Progress progress = terminalProgress("colouring");
  size_t failed = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    progress(static_cast<double>(i), static_cast<double>(all.size()), all[i].in.filename().string());
    cv::Mat picture;
    try {
      picture = colourFile(*colourer, all[i], options);
    } catch (const std::exception& error) {  // one bad picture does not stop the others; a disk that refuses does
      if (all.size() == 1) throw;
      std::cerr << error.what() << '\n';
      ++failed;
      continue;
    }
    const std::string written = writePicture(all[i].out, picture).string();
    std::cout << (options.explain ? dumped(explanation(all[i], *colourer)) : written) << std::endl;
  }
  progress(1, 1, "");
  if (failed > 0) fail(std::to_string(failed) + " of " + std::to_string(all.size()) + " pictures could not be coloured");
}

}  // namespace

void addColorizeCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("colorize", "Colour sketches: pictures, or folders of them.\n"
                                                     "Example: chaesaek colorize cat.png drawings/ -o coloured/");
  command->add_option("in", options->inputs, "Pictures (PNG, JPEG, WebP, BMP, SVG) or folders")->required();
  command->add_option("-o,--out", options->out, "Folder for the results, or a .png file for one picture")->required();
  command->add_option("--model", options->model, "A model's name, a file, a run, or flat (the shipped network if left out)");
  command->add_option("--hints", options->hints, "Colour hints: a PNG of the picture's size, clear where there is none; for folders a folder");
  command->add_option("--device", options->device, "auto, cpu or cuda")->capture_default_str();
  command->add_option_function<std::string>("--palette", [options](const std::string& text) { options->palette = parsePalette(text); },
                                            "Colours to paint with: #ff8800,#00aa44");
  command->add_flag("--explain", options->explain, "Print what each picture looks like, as JSON, and whose colours it could take");
  command->add_flag("--fill-only", options->fillOnly, "Write the colours without the ink");
  command->add_flag("--force", options->force, "Overwrite files that exist");
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
