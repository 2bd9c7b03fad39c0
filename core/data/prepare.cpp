// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/prepare.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

#include "core/base/text.h"
#include "core/data/hues.h"
#include "core/data/new_set.h"
#include "core/data/ordered_work.h"
#include "core/data/packed.h"
#include "core/data/prepare_parts.h"
#include "core/data/prepare_sources.h"
#include "core/data/pair_sheet.h"
#include "core/image/codec.h"
#include "core/image/compose.h"
#include "core/image/lines.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int kThreads = 2;
constexpr int kLeastSide = 32, kMostSide = 1024;
constexpr int kFaintest = 250;  // a sketch without anything darker is blank
constexpr std::array kKindNames = {"side-by-side", "folders", "pictures"};
constexpr std::array kKindTitles = {"pictures of two halves", "sketches and pictures", "pictures with extracted lines"};

/// A drawing before it is fitted into the square.
struct RawPair {
  cv::Mat sketch, picture;  // grey, BGR
};

RawPair halves(const Source& source, bool sketchAtRight) {
  const cv::Mat whole = usablePicture(source.first);
  if (whole.cols % 2) refuse(source.first, "odd width: " + std::to_string(whole.cols) + " pixels cannot be halved");
  const cv::Rect left(0, 0, whole.cols / 2, whole.rows), right = left + cv::Point(whole.cols / 2, 0);
  return {toSketch(whole(sketchAtRight ? right : left)), toBgrOnWhite(whole(sketchAtRight ? left : right))};
}

RawPair partners(const Source& source) {
  RawPair pair{toSketch(usablePicture(source.first)), toBgrOnWhite(usablePicture(source.partner))};
  if (pair.sketch.size() != pair.picture.size())
    refuse(source.first, "sizes differ: " + sizeText(pair.sketch.size()) + " and " + sizeText(pair.picture.size()));
  return pair;
}

/// Lines are found at twice the set's side at most: finer ones would vanish in the square.
RawPair withLines(const Source& source, int side, int strength) {
  RawPair pair{{}, toBgrOnWhite(usablePicture(source.first))};
  cv::Mat small = pair.picture;
  if (const cv::Size most = fitInto(small.size(), 2 * side).inside.size(); most.area() < small.size().area()) cv::resize(small, small, most, 0, 0, cv::INTER_AREA);
  pair.sketch = extractLines(small, strength);
  return pair;
}

/// What becomes of a file: a drawing, or why it is not used.
struct Made {
  RefusedFile refused;  // its reason is empty where it is used
  cv::Size original;
  PackDrawing drawing;
};

Made make(const Source& source, const PrepareOptions& options) try {
  RawPair raw = options.kind == PrepareKind::SideBySide ? halves(source, options.sketchAtRight)
                : options.kind == PrepareKind::Folders  ? partners(source)
                                                        : withLines(source, options.side, options.strength);
  if (std::min(raw.picture.cols, raw.picture.rows) < kLeastSide)
    refuse(source.first, "too small: " + sizeText(raw.picture.size()) + " pixels, " + std::to_string(kLeastSide) + " are needed");
  Made made{{}, raw.picture.size(), {}};
  made.drawing.lines = {fitSketch(raw.sketch, fitInto(raw.sketch.size(), options.side))};
  if (cv::countNonZero(made.drawing.lines[0] <= kFaintest) == 0)
    refuse(source.first, options.kind == PrepareKind::Pictures ? "no lines: none were found; a higher strength finds more" : "no lines: its sketch is blank");
  made.drawing.fill = made.drawing.picture = fitPicture(raw.picture, fitInto(raw.picture.size(), options.side));
  std::string label = source.stem;
  std::replace_if(label.begin(), label.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
  made.drawing.info = {source.name, label, source.split, countHues(made.drawing.fill).dominant, false};
  return made;
} catch (const RefusedFile& refused) {
  return {refused, {}, {}};
}

void checkOptions(const PrepareOptions& options) {
#ifndef CHAESAEK_CODECS
  fail("this build has no picture codecs; prepare the set with another, pack it with data pack, and bring the file here");
#endif
  if (options.side < kLeastSide || options.side > kMostSide) failUsage(cv::format("side %d is out of bounds: %d to %d pixels", options.side, kLeastSide, kMostSide));
  if (options.strength < 0 || options.strength > 100) failUsage("strength " + std::to_string(options.strength) + " is out of bounds: 0 to 100");
}

Json sizesOf(std::vector<cv::Size> sizes) {
  std::sort(sizes.begin(), sizes.end(), [](cv::Size a, cv::Size b) { return std::pair(a.area(), a.width) < std::pair(b.area(), b.width); });
  const auto json = [](cv::Size size) { return Json{size.width, size.height}; };
  return {{"smallest", json(sizes.front())}, {"median", json(sizes[sizes.size() / 2])}, {"largest", json(sizes.back())}};
}

Json aboutSet(const PrepareOptions& options, const Sources& sources, const std::vector<cv::Size>& sizes) {
  const auto kind = static_cast<size_t>(options.kind);
  std::string from;
  for (const auto& path : options.paths) from += (from.empty() ? "" : ", ") + folderName(path);
  Json about = {{"title", std::string("Own data: ") + kKindTitles[kind]}, {"source", from}, {"licence", "not stated"},
                {"prepared_as", kKindNames[kind]}, {"split_by", sources.keepsSplit ? "folders" : "name"}};
  if (options.kind == PrepareKind::Pictures) about["line_strength"] = options.strength;
  about.update({{"original_sizes", sizesOf(sizes)}, {"files", sources.files}});
  about.update(refusedJson(sources.refused));
  return about;
}

struct Drawn {
  std::vector<cv::Size> originals;
  std::array<int, 3> splits{};  // train, val, test
};

/// Appends what is usable; the rest joins the refused.
Drawn drawAll(const PrepareOptions& options, Sources& sources, const PackShape& shape, PackWriter& writer, const Progress& progress) {
  struct Packed {
    RefusedFile refused;
    cv::Size original;
    PackedDrawing drawing;
  };
  const int count = static_cast<int>(sources.used.size());
  const auto pack = [&](int i) {
    const Made made = make(sources.used[static_cast<size_t>(i)], options);
    return Packed{made.refused, made.original, made.refused.reason.empty() ? packDrawing(shape, made.drawing) : PackedDrawing()};
  };
  Drawn drawn;
  inOrder(count, kThreads, pack, [&](int i, Packed one) {
    const Source& source = sources.used[static_cast<size_t>(i)];
    progress(i + 1, count, source.first.file);
    if (!one.refused.reason.empty()) return sources.refused.push_back(std::move(one.refused));
    drawn.originals.push_back(one.original);
    ++drawn.splits[static_cast<size_t>(source.split)];
    writer.append(one.drawing);
  });
  return drawn;
}

}  // namespace

std::string sizeText(cv::Size size) { return cv::format("%d x %d", size.width, size.height); }

PrepareKind parsePrepareKind(const std::string& text) {
  for (size_t i = 0; i < kKindNames.size(); ++i)
    if (text == kKindNames[i]) return static_cast<PrepareKind>(i);
  failUsage("unknown kind " + text + "; known are side-by-side, folders, pictures, idx, cifar10, labelled");
}

std::string prepareKindName(PrepareKind kind) { return kKindNames[static_cast<size_t>(kind)]; }

PrepareReport prepareData(const PrepareOptions& options, const Progress& progress) {
  checkOptions(options);
  checkNewName(options.name, options.replace);
  Sources sources = findSources(options);
  if (sources.used.empty()) failNothingUsable(options.paths, std::move(sources.refused));
  const PackShape shape{options.name, options.side, 1, 0, false, true};
  const NewSet made(options.name);
  PackWriter writer(made.pack(), shape);
  const Drawn drawn = drawAll(options, sources, shape, writer, progress);
  std::sort(sources.refused.begin(), sources.refused.end(), [](const RefusedFile& a, const RefusedFile& b) { return a.file < b.file; });
  if (drawn.originals.empty()) failNothingUsable(options.paths, std::move(sources.refused));
  writer.commit(aboutSet(options, sources, drawn.originals));
  made.install();
  const auto& counts = drawn.splits;
  return {options.name, static_cast<int>(drawn.originals.size()), counts[0], counts[1], counts[2], std::move(sources.refused)};
}

cv::Mat previewPrepared(const PrepareOptions& options, int count) {
  constexpr int kTile = 144, kAcross = 2, kPatience = 4;  // files looked at for each row that is wanted
  checkOptions(options);
  Sources sources = findSources(options);
  const size_t wanted = static_cast<size_t>(std::max(1, count));
  std::vector<cv::Mat> rows;
  for (size_t i = 0; i < std::min(sources.used.size(), wanted * kPatience) && rows.size() < wanted; ++i) {
    const Made made = make(sources.used[i], options);
    if (made.refused.reason.empty()) rows.push_back(pairRow({made.drawing.lines[0], made.drawing.picture, {}}, kTile));
    else sources.refused.insert(sources.refused.begin(), made.refused);
  }
  if (rows.empty()) failNothingUsable(options.paths, std::move(sources.refused));
  return sheetOf(rows, kAcross);
}

}  // namespace chaesaek
