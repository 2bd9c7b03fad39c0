// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/openclipart.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <iterator>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <string_view>
#include <vector>

#include "core/data/hues.h"
#include "core/data/icon_set.h"
#include "core/data/openmoji.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

constexpr int kLarge = 2 * kDrawingSide;
constexpr int kMostSide = 4 * kLarge;           // how large a drawing that fills little of its page is rendered
constexpr double kFilled = .89;                 // of the picture's side: the drawing's long side
constexpr double kLeastClipArtColour = .04;     // of the pixels
constexpr double kFewestLines = .005, kMostLines = .16;  // of the pixels, lines at half their width
constexpr int kMostPieces = 60;                 // of the lines: more are crumbs of a photograph's or a brush's edges
constexpr int kMostColours = 28;
constexpr double kMostAspect = 3;

/// Where anything is that white paper would show.
cv::Rect drawnBox(const cv::Mat& bgra) {
  cv::Mat grey;
  cv::cvtColor(toBgrOnWhite(bgra), grey, cv::COLOR_BGR2GRAY);
  return cv::boundingRect(grey < 250);
}

/// The drawing in the middle of a square of kLarge, cut out of its page.
cv::Mat centred(const std::string& svg, const cv::Rect& box, const std::string& name) {
  const double scale = kLarge * kFilled / std::max(box.width, box.height);
  const cv::Mat page = renderSvg(svg, static_cast<int>(std::lround(kLarge / 2 * scale)), name);
  cv::Rect there(cv::Point(box.tl() * scale), cv::Point(box.br() * scale));
  there &= cv::Rect(0, 0, page.cols, page.rows);
  there.width = std::min(there.width, kLarge);
  there.height = std::min(there.height, kLarge);
  cv::Mat out(kLarge, kLarge, CV_8UC4, cv::Scalar::all(0));
  page(there).copyTo(out(cv::Rect((kLarge - there.width) / 2, (kLarge - there.height) / 2, there.width, there.height)));
  return out;
}

std::string refusal(const PackDrawing& drawing, const HueCount& hues) {
  const cv::Mat ink = drawing.lines[0] < 128;
  const double lines = cv::countNonZero(ink) / static_cast<double>(ink.total());
  if (hues.coloured < kLeastClipArtColour) return "hardly any colour";
  if (lines < kFewestLines) return "hardly any lines";
  if (lines > kMostLines) return "mostly lines";
  cv::Mat pieces;
  if (cv::connectedComponents(ink, pieces) - 1 > kMostPieces) return "lines in fragments";
  return coloursOf(drawing.fill) > kMostColours ? "too many colours" : "";
}

DrawnPicture drawn(const std::string& path, const std::string& svg) {
  if (path.find("flag") != std::string::npos) return {"flag", {}};
  const std::string name = clipArtName(path);
  PackDrawing drawing;
  try {
    const cv::Rect box = drawnBox(renderSvg(svg, kLarge / 2, path));
    if (box.empty()) return {"draws nothing", {}};
    if (std::max(box.width, box.height) >= kMostAspect * std::min(box.width, box.height)) return {"too long", {}};
    if (std::max(box.width, box.height) * kMostSide < kLarge / 2 * kLarge) return {"too small on its page", {}};
    drawing = drawWithLines(findIconLines(centred(svg, box, path)), kDrawingSide);
  } catch (const Error&) {
    return {"cannot be drawn", {}};
  }
  const HueCount hues = countHues(drawing.fill);
  if (const std::string why = refusal(drawing, hues); !why.empty()) return {why, {}};
  drawing.info = {path.substr(0, path.rfind('.')), clipArtLabel(name, svg), splitOfThing(name), hues.dominant, false};
  return {"", std::move(drawing)};
}

std::string lettersOf(const std::string& text) {
  std::string out;
  for (const unsigned char c : text)
    if (std::isalnum(c)) out += static_cast<char>(std::tolower(c));
  return out;
}

/// The letters of each author's name, of its metadata.
std::vector<std::string> authorsOf(const std::string& svg) {
  constexpr std::string_view kAgent = "<cc:Agent", kEnd = "</cc:Agent>", kTitle = "<dc:title>";
  std::vector<std::string> authors;
  for (size_t at = svg.find(kAgent); at != std::string::npos; at = svg.find(kAgent, at + 1)) {
    const size_t from = svg.find(kTitle, at) + kTitle.size(), to = svg.find('<', from);
    if (from < kTitle.size() || to > svg.find(kEnd, at)) continue;
    const std::string author = lettersOf(svg.substr(from, to - from));
    if (!author.starts_with("openclipart") && author != "publicdomain") authors.push_back(author);
  }
  return authors;
}

}  // namespace

std::string clipArtLabel(const std::string& name, const std::string& svg) {
  constexpr size_t kSurely = 4;  // letters: fewer may begin anybody's name
  const std::vector<std::string> authors = authorsOf(svg);
  std::istringstream stream(name);
  const std::vector<std::string> words{std::istream_iterator<std::string>(stream), {}};
  const auto isAuthor = [&](size_t from) {
    const std::string rest = lettersOf(std::accumulate(words.begin() + static_cast<std::ptrdiff_t>(from), words.end(), std::string()));
    return std::any_of(authors.begin(), authors.end(), [&](const std::string& author) {
      return !rest.empty() && author.starts_with(rest) && (rest.size() >= kSurely || author.size() <= rest.size() + 1);
    });
  };
  std::string label;
  for (size_t i = 0; i < words.size() && (i == 0 || !isAuthor(i)); ++i) label += (i == 0 ? "" : " ") + words[i];
  return label;
}

std::string clipArtName(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  name = name.substr(0, name.rfind('.'));
  std::replace_if(name.begin(), name.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
  const size_t end = name.find_last_not_of("0123456789 ");
  return end == std::string::npos ? name : name.substr(0, end + 1);
}

int coloursOf(const cv::Mat& bgr) {
  constexpr double kVisible = .0008;  // of the pixels
  cv::Mat least, most;
  cv::erode(bgr, least, {});
  cv::dilate(bgr, most, {});
  std::array<int, 4096> counts{};
  for (int y = 0; y < bgr.rows; ++y)
    for (int x = 0; x < bgr.cols; ++x) {
      const auto &p = bgr.at<cv::Vec3b>(y, x), &a = least.at<cv::Vec3b>(y, x), &b = most.at<cv::Vec3b>(y, x);
      if (std::max({b[0] - a[0], b[1] - a[1], b[2] - a[2]}) < 24) ++counts[static_cast<size_t>((p[0] >> 4) << 8 | (p[1] >> 4) << 4 | p[2] >> 4)];
    }
  return static_cast<int>(std::count_if(counts.begin(), counts.end(), [&](int n) { return n > kVisible * static_cast<double>(bgr.total()); }));
}

void packOpenclipart(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress) {
  const std::vector<std::pair<std::string, std::string>> list(files.begin(), files.end());
  const auto draw = [&](int i) { return drawn(list[static_cast<size_t>(i)].first, list[static_cast<size_t>(i)].second); };
  packPictures(set, files, {static_cast<int>(list.size()), draw}, out, progress);
}

}  // namespace chaesaek
