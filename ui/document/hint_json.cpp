// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/hint_json.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/image/colour.h"

namespace chaesaek {
namespace {

constexpr float kFarthest = 1e5f;  // pixels; larger than any canvas

bool isNear(const QPointF& point) { return std::abs(point.x()) < kFarthest && std::abs(point.y()) < kFarthest; }

}  // namespace

Json toJson(const Hint& hint) {
  Json points = Json::array();
  for (const QPointF& point : hint.points) points.push_back({point.x(), point.y()});
  return {{"colour", hint.colour.name().toStdString()}, {"radius", hint.radius}, {"points", std::move(points)}};
}

Hint hintFromJson(const Json& json) {
  const cv::Vec3b bgr = parseColour(json.at("colour").get<std::string>());
  Hint hint{QColor(bgr[2], bgr[1], bgr[0]), json.at("radius").get<float>(), {}};
  for (const Json& point : json.at("points")) hint.points.emplace_back(point.at(0).get<double>(), point.at(1).get<double>());
  const bool placed = !hint.points.empty() && std::all_of(hint.points.begin(), hint.points.end(), isNear);
  if (!placed || !(hint.radius > 0 && hint.radius < kFarthest)) fail("a hint has no point, or lies beyond any canvas");
  return hint;
}

}  // namespace chaesaek
