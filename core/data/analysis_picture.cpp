// SPDX-License-Identifier: GPL-3.0-or-later
// The analysis of a set as a page for a report: charts and text as SVG, then the examples laid into it.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "core/data/analysis.h"
#include "core/data/pair_sheet.h"
#include "core/image/codec.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr int kWidth = 1200, kHeight = 924;
constexpr double kScale = 1.5;  // pixels for each unit of the page
constexpr const char* kText = "#1f2430";
constexpr const char* kQuiet = "#667085";
const cv::Rect2d kFigures(32, 100, 376, 300), kHues(432, 100, 736, 300), kSplits(32, 424, 376, 200), kBrightness(432, 424, 736, 200);
constexpr double kExamplesTop = 648;
constexpr int kAcross = 5, kGap = 16;
constexpr double kTile = (kWidth - 64 - (kAcross - 1) * kGap) / (2. * kAcross);

/// An SVG document that grows.
class Page {
 public:
  void rectangle(const cv::Rect2d& r, const std::string& colour, double radius = 0) {
    svg_ << "<rect x='" << r.x << "' y='" << r.y << "' width='" << r.width << "' height='" << r.height << "' rx='" << radius << "' fill='" << colour << "'/>";
  }
  /// `anchor`: start, middle or end of the text stands at `at`.
  void text(cv::Point2d at, const std::string& words, const char* anchor = "start", double size = 14, const char* colour = kText, bool bold = false) {
    svg_ << "<text x='" << at.x << "' y='" << at.y << "' font-size='" << size << "' fill='" << colour << "' text-anchor='" << anchor << "'"
         << (bold ? " font-weight='bold'>" : ">") << escaped(words) << "</text>";
  }
  void panel(const cv::Rect2d& r, const std::string& title) {
    rectangle(r, "#f4f6f9", 8);
    text({r.x + 16, r.y + 28}, title, "start", 16, kText, true);
  }
  cv::Mat drawn() const {
    std::ostringstream document;
    document << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " << kWidth << ' ' << kHeight
             << "' font-family='Noto Sans, DejaVu Sans, Liberation Sans, sans-serif'><rect width='100%' height='100%' fill='#ffffff'/>" << svg_.str() << "</svg>";
    return toBgrOnWhite(renderSvg(document.str(), cv::Size(static_cast<int>(kWidth * kScale), static_cast<int>(kHeight * kScale)), "the analysis"));
  }

 private:
  static std::string escaped(const std::string& words) {
    std::string out;
    for (const char c : words) {
      if (c == '<') out += "&lt;";
      else if (c == '&') out += "&amp;";
      else if (static_cast<unsigned char>(c) >= ' ') out += c;
    }
    return out;
  }
  std::ostringstream svg_;
};

std::string percent(double share) { return cv::format(share < .1 ? "%.1f %%" : "%.0f %%", share * 100); }

std::string shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;  // not within a letter of several bytes
  return text.substr(0, end) + "…";
}

using Row = std::pair<std::string, std::string>;  // a label that starts with a space belongs to the row above

std::vector<Row> figureRows(const PairSet& set, const DataAnalysis& a) {
  std::vector<Row> rows = {{"Drawings", std::to_string(a.drawings)}};
  if (a.variants > 0) rows.push_back({" skin-tone variants", std::to_string(a.variants)});
  rows.push_back({"Side", std::to_string(set.side()) + " px"});
  if (!a.median.empty()) rows.push_back({"Originals, median", sizeText(a.median)});
  if (a.smallest != a.largest) rows.push_back({" least, most", sizeText(a.smallest) + ", " + sizeText(a.largest)});
  rows.insert(rows.end(), {{"Brightness (0 to 255)", cv::format("%.0f ± %.0f", a.brightness, a.brightnessSpread)},
                           {"Paper (nearly white)", percent(a.paper)},
                           {"Ink (lines)", percent(a.ink)},
                           {"Colours in a drawing (median)", std::to_string(a.coloursEach)},
                           {"Colours in the set", std::to_string(a.coloursAll)}});
  return rows;
}

/// The commonest reasons, as many as there is room for.
void appendRefused(std::vector<Row>& rows, const std::map<std::string, int>& refused, size_t room) {
  std::vector<std::pair<std::string, int>> reasons(refused.begin(), refused.end());
  std::sort(reasons.begin(), reasons.end(), [](const auto& x, const auto& y) { return x.second > y.second; });
  int all = 0;
  for (const auto& [reason, count] : reasons) all += count;
  rows.push_back({"Files refused", all == 0 ? "none" : std::to_string(all)});
  const size_t shown = reasons.size() <= room ? reasons.size() : room - 1;
  for (size_t i = 0; i < shown; ++i) {
    rows.push_back({" " + shortened(reasons[i].first, 34), std::to_string(reasons[i].second)});
    all -= reasons[i].second;
  }
  if (shown < reasons.size()) rows.push_back({" other reasons", std::to_string(all)});
}

void figures(Page& page, const PairSet& set, const DataAnalysis& a) {
  constexpr size_t kRows = 13;
  page.panel(kFigures, "Figures");
  std::vector<Row> rows = figureRows(set, a);
  appendRefused(rows, a.refused, kRows - rows.size() - 1);
  for (size_t i = 0; i < rows.size(); ++i) {
    const double y = kFigures.y + 54 + 19 * static_cast<double>(i);
    const bool below = rows[i].first[0] == ' ';
    page.text({kFigures.x + (below ? 32 : 16), y}, rows[i].first, "start", 13.5, kQuiet);
    page.text({kFigures.br().x - 16, y}, rows[i].second, "end", 13.5, below ? kQuiet : kText);
  }
}

void hues(Page& page, const DataAnalysis& a) {
  page.panel(kHues, "Drawings by dominant hue");
  if (a.withoutHue > 0) page.text({kHues.br().x - 16, kHues.y + 28}, std::to_string(a.withoutHue) + " without a hue", "end", 13.5, kQuiet);
  const int most = std::max(1, *std::max_element(a.hues.begin(), a.hues.end()));
  const double step = (kHues.width - 32) / 12, base = kHues.br().y - 34, tall = kHues.height - 100;
  for (int i = 0; i < 12; ++i) {
    cv::Mat colour(1, 1, CV_8UC3, cv::Scalar(15 * i + 7, 190, 225));
    cv::cvtColor(colour, colour, cv::COLOR_HSV2BGR);
    const int count = a.hues[static_cast<size_t>(i)];
    const double height = tall * count / most, left = kHues.x + 16 + step * i, middle = left + step / 2;
    page.rectangle({left + 5, base - height, step - 10, height}, colourText(colour.at<cv::Vec3b>(0, 0)), 3);
    page.text({middle, base - height - 6}, std::to_string(count), "middle", 13);
    page.text({middle, base + 20}, std::to_string(30 * i) + "–" + std::to_string(30 * i + 30) + "°", "middle", 11.5, kQuiet);
  }
}

void splits(Page& page, const DataAnalysis& a) {
  page.panel(kSplits, "Splits");
  const std::pair<const char*, int> rows[] = {{"train", a.train}, {"val", a.val}, {"test", a.test}};
  double y = kSplits.y + 52;
  for (const auto& [name, count] : rows) {
    page.text({kSplits.x + 16, y}, name, "start", 13.5, kQuiet);
    page.rectangle({kSplits.x + 64, y - 12, 190, 14}, "#e3e7ee", 3);
    page.rectangle({kSplits.x + 64, y - 12, 190. * count / std::max(1, a.drawings), 14}, "#3b6fd4", 3);
    page.text({kSplits.br().x - 16, y}, std::to_string(count) + " (" + percent(count / std::max(1., static_cast<double>(a.drawings))) + ")", "end", 13.5);
    y += 24;
  }
  page.text({kSplits.x + 16, y + 10}, "Commonest colours", "start", 16, kText, true);
  for (size_t i = 0; i < a.commonest.size(); ++i) {
    const double left = kSplits.x + 16 + 29. * static_cast<double>(i);
    page.rectangle({left, y + 22, 25, 25}, colourText(a.commonest[i].bgr), 4);
    page.text({left + 12.5, y + 62}, cv::format("%.0f%%", a.commonest[i].share * 100), "middle", 10.5, kQuiet);
  }
}

void brightness(Page& page, const DataAnalysis& a) {
  page.panel(kBrightness, "Brightness of the pixels that are not paper");
  const double most = std::max(1e-9, *std::max_element(a.brightnesses.begin(), a.brightnesses.end()));
  const double step = (kBrightness.width - 32) / kBrightnessBins, base = kBrightness.br().y - 30, tall = kBrightness.height - 84;
  for (int i = 0; i < kBrightnessBins; ++i) {
    const double height = tall * a.brightnesses[static_cast<size_t>(i)] / most;
    const int grey = i * 200 / kBrightnessBins;  // the brightest bar still stands out from the panel
    page.rectangle({kBrightness.x + 16 + step * i + 1, base - height, step - 2, height}, cv::format("#%02x%02x%02x", grey, grey, grey), 2);
  }
  page.text({kBrightness.br().x - 16, kBrightness.y + 28}, "highest bar " + percent(most), "end", 13.5, kQuiet);
  for (const int mark : {0, 64, 128, 192, 255})
    page.text({kBrightness.x + 16 + (kBrightness.width - 32) * mark / 255., base + 19}, std::to_string(mark), mark == 0 ? "start" : mark == 255 ? "end" : "middle", 11.5, kQuiet);
}

void layExamples(cv::Mat& page, const PairSet& set, const std::vector<int>& examples) {
  const int tile = static_cast<int>(kTile * kScale);
  for (size_t i = 0; i < examples.size(); ++i) {
    Pair pair = set.load(examples[i], set.nativeWidth());
    if (!pair.picture.empty()) pair.fill.release();  // two tiles each
    const auto column = static_cast<double>(i % kAcross), row = static_cast<double>(i / kAcross);
    const cv::Point at(static_cast<int>((32 + column * (2 * kTile + kGap)) * kScale), static_cast<int>((kExamplesTop + 16 + row * (kTile + kGap)) * kScale));
    const cv::Mat picture = pairRow(pair, tile);
    picture.copyTo(page(cv::Rect(at, picture.size())));
    cv::rectangle(page, cv::Rect(at, picture.size()), cv::Scalar(226, 218, 212));
  }
}

}  // namespace

cv::Mat analysisPicture(const PairSet& set, const DataAnalysis& analysis) {
  const auto text = [&](const char* key) { return set.about().value(key, std::string()); };
  Page page;
  page.text({32, 52}, shortened(set.name(), 60), "start", 28, kText, true);
  std::string line = text("title");
  if (!text("licence").empty()) line += (line.empty() ? "licence: " : " · licence: ") + text("licence");
  if (analysis.measured < analysis.drawings - analysis.variants)
    line += (line.empty() ? "" : " · ") + cv::format("brightness, paper, ink and colours of %d drawings, evenly over the set", analysis.measured);
  page.text({32, 80}, shortened(line, 150), "start", 14, kQuiet);
  figures(page, set, analysis);
  hues(page, analysis);
  splits(page, analysis);
  brightness(page, analysis);
  page.text({32, kExamplesTop + 2}, "Examples: sketch | picture", "start", 16, kText, true);
  cv::Mat out = page.drawn();
  layExamples(out, set, analysis.examples);
  return out;
}

}  // namespace chaesaek
