// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/quick_draw.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <utility>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/gzip.h"
#include "core/data/icon_set.h"
#include "core/data/openmoji.h"

namespace chaesaek {
namespace {

constexpr int kSide = 28;
constexpr int kLearntFrom = 90, kHeldOut = 10;  // of a word's hundred
constexpr double kMargin = .06;  // of the side
constexpr double kMostInk = .25;  // of the pixels: more has run into a blot
constexpr double kSmooth = .4;  // pixels of a doodle
constexpr double kInk = .4;    // a line of one pixel is spread over two: from here on it is ink

std::string wordOf(const std::string& file) {
  std::string word = file.substr(0, file.find('.'));
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  return word;
}

struct Doodle {
  PairInfo info;
  cv::Mat pixels;
};

/// Their words are things that other sets show in colour, or stand for themselves.
std::vector<Doodle> doodlesOf(const std::string& file, const std::string& packed, bool heldOut, const ThingNames& names) {
  const std::string word = wordOf(file), code = names.codeOf(word), thing = code.empty() ? word : code.substr(0, code.find('-'));
  std::vector<cv::Mat> all = readDoodles(gunzip(packed, file), file);
  std::vector<Doodle> out;
  const int count = static_cast<int>(all.size()), first = heldOut ? std::max(kLearntFrom, count - kHeldOut) : 0, end = heldOut ? count : std::min(count, kLearntFrom);
  for (int i = first; i < end; ++i)
    out.push_back({{word + "-" + std::to_string(i), code.empty() ? word : names.labelOf(code), splitOfThing(thing), -1, false}, std::move(all[static_cast<size_t>(i)])});
  return out;
}

}  // namespace

std::vector<cv::Mat> readDoodles(const std::string& lines, const std::string& file) {
  std::vector<cv::Mat> doodles;
  std::istringstream stream(lines);
  for (std::string line; std::getline(stream, line);) {
    if (line.empty()) continue;
    cv::Mat doodle(kSide, kSide, CV_32F);
    const char *at = line.c_str(), *const last = at + line.size();
    for (float& pixel : cv::Mat_<float>(doodle)) {
      if (*at != '[' && *at != ',') fail(file + " is no list of doodles; fetch the set again");
      at = std::find_if(at + 1, last, [](char c) { return c != ' '; });
      const auto [end, error] = std::from_chars(at, last, pixel);  // whatever the locale's decimal point
      if (error != std::errc() || pixel < 0 || pixel > 1) fail(file + " holds a doodle that is none; fetch the set again");
      at = end;
    }
    if (*at != ']') fail(file + " holds a doodle that is larger than 28×28; fetch the set again");
    doodles.push_back(std::move(doodle));
  }
  return doodles;
}

cv::Mat enlargedDoodle(const cv::Mat& doodle, int side) {
  const int margin = cvRound(side * kMargin);
  cv::Mat large, out;
  cv::resize(doodle, large, {side - 2 * margin, side - 2 * margin}, 0, 0, cv::INTER_CUBIC);
  cv::copyMakeBorder(large, large, margin, margin, margin, margin, cv::BORDER_CONSTANT, 0);
  cv::GaussianBlur(large, out, {}, kSmooth * side / kSide);  // else pixels show as steps
  return out > kInk;
}

void packQuickDraw(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress) {
  const ThingNames names(readFile(shippedFolder("resources") / "thing_names.txt"));
  std::vector<Doodle> doodles;
  for (const auto& [file, packed] : files)
    for (Doodle& doodle : doodlesOf(file, packed, set.heldOut, names)) doodles.push_back(std::move(doodle));
  const auto draw = [&](int i) -> DrawnPicture {
    const Doodle& doodle = doodles[static_cast<size_t>(i)];
    const cv::Mat ink = enlargedDoodle(doodle.pixels, kDrawingSide);
    if (const double share = cv::countNonZero(ink) / static_cast<double>(ink.total()); share == 0 || share > kMostInk) return {share == 0 ? "no lines" : "mostly lines", {}};
    PackDrawing drawing = drawWithLines(linesOf(ink), kDrawingSide);
    drawing.info = doodle.info;
    return {"", std::move(drawing)};
  };
  packPictures(set, files, {static_cast<int>(doodles.size()), draw}, out, progress);
}

}  // namespace chaesaek
