// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/hint_json.h"

#include "core/image/colour.h"

namespace chaesaek {

Json toJson(const Hint& hint) {
  Json points = Json::array();
  for (const QPointF& point : hint.points) points.push_back({point.x(), point.y()});
  return {{"colour", hint.colour.name().toStdString()}, {"radius", hint.radius}, {"points", std::move(points)}};
}

Hint hintFromJson(const Json& json) {
  const cv::Vec3b bgr = parseColour(json.at("colour").get<std::string>());
  Hint hint{QColor(bgr[2], bgr[1], bgr[0]), json.at("radius").get<float>(), {}};
  for (const Json& point : json.at("points")) hint.points.emplace_back(point.at(0).get<double>(), point.at(1).get<double>());
  return hint;
}

}  // namespace chaesaek
