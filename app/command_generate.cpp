// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>
#include <iostream>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/inference/sampler.h"

namespace chaesaek {
namespace {

using Rows = std::vector<std::vector<Latent>>;

struct Options {
  std::string model, out, label, between, arithmetic, device = "auto";
  uint64_t seed = 1;
  int count = 0, steps = 8, scale = 0;
};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

template <class Number>
bool readNumber(const std::string& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

/// Finds picks on the walls of a generator.
class Picker {
 public:
  Picker(const GeneratorInfo& info, const WallOrder& order) : info_(info), order_(order) {}

  /// "12": of the sheet itself; "7:12": of the sheet of seed 7.
  Latent pick(const std::string& text) const {
    const std::vector<std::string> parts = split(text, ':');
    WallOrder order = order_;
    size_t index = 0;
    if (parts.size() > 2 || !readNumber(parts.back(), index) || (parts.size() == 2 && !readNumber(parts.front(), order.seed)))
      failUsage("a pick is a picture's number on the sheet (12) or SEED:NUMBER (7:12), not \"" + text + "\"");
    for (const auto& row : drawWall(info_.space, order)) {
      if (index < row.size()) return row[index];
      index -= row.size();
    }
    failUsage("pick " + text + " is not on the sheet; its pictures are counted from 0, row by row (see --count)");
  }
  std::vector<Latent> picks(const std::string& text) const {
    std::vector<Latent> out;
    for (const std::string& each : split(text, ',')) out.push_back(pick(each));
    return out;
  }

 private:
  const GeneratorInfo& info_;
  WallOrder order_;
};

/// One row, both ends in it.
Rows betweenRow(const GeneratorInfo& info, const Picker& picker, const Options& options) {
  const std::vector<Latent> ends = picker.picks(options.between);
  if (ends.size() != 2) failUsage("--between " + options.between + ": name two picks, as in --between 3,12");
  std::vector<Latent> row;
  for (int i = 0; i < options.steps; ++i)
    row.push_back(between(info.space, ends[0], ends[1], static_cast<double>(i) / (options.steps - 1)));
  return {row};
}

/// One row: what A, B and C look like, averaged, and then A - B + C.
Rows arithmeticRow(const GeneratorInfo& info, const Picker& picker, const Options& options) {
  const size_t minus = options.arithmetic.find('-'), plus = options.arithmetic.find('+');
  if (minus == std::string::npos || plus == std::string::npos || plus < minus)
    failUsage("--arithmetic " + options.arithmetic + ": write A-B+C, each of them picks joined by commas, as in 3,12-5,9+1,4");
  const std::vector<Latent> a = picker.picks(options.arithmetic.substr(0, minus)),
                            b = picker.picks(options.arithmetic.substr(minus + 1, plus - minus - 1)),
                            c = picker.picks(options.arithmetic.substr(plus + 1));
  return {{meanLatent(a), meanLatent(b), meanLatent(c), arithmetic(info.space, a, b, c)}};
}

void run(const Options& options) {
  requirePngName("-o", options.out);
  const Sampler sampler(options.model, options.device);
  const GeneratorInfo& info = sampler.info();
  const WallOrder order{options.seed, options.label.empty() ? -1 : classNamed(info, options.label), options.count};
  const Picker picker(info, order);
  const Rows rows = !options.between.empty()      ? betweenRow(info, picker, options)
                    : !options.arithmetic.empty() ? arithmeticRow(info, picker, options)
                                                  : drawWall(info.space, order);
  const auto pictures = sampler.pictures(rows, terminalProgress("drawing"));
  std::cout << writePicture(options.out, contactSheet(pictures, options.scale)).string() << std::endl;
}

}  // namespace

void addGenerateCommand(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "generate", "Pictures out of random numbers, by a trained generator, as one sheet.\n"
                  "Example: chaesaek generate --model my-cgan -o sevens.png --class 7\n"
                  "A PICK is a picture's number on the sheet that the same call draws (12: counted from 0, row by row), or\n"
                  "SEED:NUMBER (7:12) of another seed's.");
  command->add_option("--model", options->model, "A generator: a model's name, a file, or a run")->required();
  command->add_option("-o,--out", options->out, "The sheet, a .png file")->required();
  command->add_option("--count,--n", options->count, "Pictures in all; 64 if left out, with classes ten of each")->check(CLI::Range(1, 10000));
  command->add_option("--class,--label", options->label, "One class alone, by name or number; if left out, a row for each");
  command->add_option("--seed", options->seed, "Of the random numbers")->capture_default_str();
  auto* between = command->add_option("--between", options->between, "PICK,PICK: the way from one to the other instead of the sheet");
  command->add_option("--steps", options->steps, "Pictures on that way")->check(CLI::Range(2, 1000))->capture_default_str();
  command
      ->add_option("--arithmetic", options->arithmetic,
                   "A-B+C, each PICKs joined by commas, which are averaged (3,12-5,9+1,4): draws A, B, C and the result")
      ->excludes(between);
  command->add_option("--scale", options->scale, "Size of a pixel; if left out, such that small pictures can be seen")->check(CLI::Range(1, 64));
  command->add_option("--device", options->device, "auto, cpu or cuda")->capture_default_str();
  command->callback([options] { run(*options); });
}

}  // namespace chaesaek
