// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/recording.h"

#include <sstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/image/codec.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr int kFormat = 1;

cv::Size readHeader(const Json& header) {
  if (header.at("format").get<int>() != kFormat) fail("its format is unknown to this version");
  const cv::Size size(header.at("width").get<int>(), header.at("height").get<int>());
  if (size.width < 1 || size.height < 1 || static_cast<int64_t>(size.width) * size.height > kMostPixels) fail("its canvas size is out of bounds");
  return size;
}

RecordedStroke readHint(const Json& hint) {
  RecordedStroke stroke{RecordedStroke::Tool::Hint, {}, parseColour(hint.at("colour").get<std::string>())};
  const float width = 2 * hint.at("radius").get<float>();
  for (const Json& point : hint.at("points")) stroke.points.push_back({point.at(0).get<float>(), point.at(1).get<float>(), width});
  return stroke;
}

RecordedStroke readStroke(const Json& line) {
  if (line.contains("hint")) return readHint(line.at("hint"));
  const auto tool = line.at("tool").get<std::string>();
  if (tool != "pen" && tool != "eraser") fail("unknown tool " + tool);
  RecordedStroke stroke{tool == "pen" ? RecordedStroke::Tool::Pen : RecordedStroke::Tool::Eraser, {}, {}};
  for (const Json& point : line.at("points")) stroke.points.push_back({point.at(0).get<float>(), point.at(1).get<float>(), point.at(2).get<float>()});
  return stroke;
}

Json toJson(const RecordedStroke& stroke) {
  const bool hint = stroke.tool == RecordedStroke::Tool::Hint;
  Json points = Json::array();
  for (const StrokePoint& p : stroke.points) points.push_back(hint ? Json{p.x, p.y} : Json{p.x, p.y, p.width});
  if (!hint) return {{"tool", stroke.tool == RecordedStroke::Tool::Pen ? "pen" : "eraser"}, {"points", points}};
  const float radius = stroke.points.empty() ? 0 : stroke.points.front().width / 2;
  return {{"hint", {{"colour", colourText(stroke.colour)}, {"radius", radius}, {"points", points}}}};
}

}  // namespace

Recording readRecording(const std::filesystem::path& path) {
  std::istringstream in(readFile(path));
  Recording recording;
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    if (text.empty()) continue;
    const std::string what = path.string() + ", line " + std::to_string(number);
    const Json line = parseJson(text, what);
    try {
      if (recording.size.empty()) recording.size = readHeader(line);
      else recording.strokes.push_back(readStroke(line));
    } catch (const std::exception& error) {  // a key is missing or of another type, a colour or tool is unknown
      fail(what + " is not a recorded drawing's: " + error.what());
    }
  }
  if (recording.size.empty()) fail(path.string() + " is empty; it should hold a drawing recorded by this program");
  return recording;
}

void writeRecording(const std::filesystem::path& path, const Recording& recording) {
  std::string text = Json{{"format", kFormat}, {"width", recording.size.width}, {"height", recording.size.height}}.dump() + "\n";
  for (const RecordedStroke& stroke : recording.strokes) text += toJson(stroke).dump() + "\n";
  writeFile(path, text);
}

cv::Mat ReplayCanvas::draw(const RecordedStroke& stroke) {
  cv::Mat covered = cv::Mat::zeros(ink_.size(), CV_8U);
  drawStroke(covered, stroke.points);
  switch (stroke.tool) {
    case RecordedStroke::Tool::Pen: drawStroke(ink_, stroke.points); break;
    case RecordedStroke::Tool::Eraser:
      for (size_t i = 0; i < stroke.points.size(); ++i) eraseSegment(ink_, stroke.points[i > 0 ? i - 1 : 0], stroke.points[i]);
      break;
    case RecordedStroke::Tool::Hint:
      hints_.setTo(cv::Scalar(stroke.colour[0], stroke.colour[1], stroke.colour[2], 255), covered >= 128);
      break;
  }
  return cv::Mat(covered > 0);
}

cv::Mat ReplayCanvas::sketch() const { return cv::Mat(255 - ink_); }

}  // namespace chaesaek
