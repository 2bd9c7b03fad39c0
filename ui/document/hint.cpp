// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/hint.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace chaesaek {
namespace {

double distanceToSegment(QPointF point, QPointF a, QPointF b) {
  const QPointF along = b - a;
  const double length = QPointF::dotProduct(along, along);
  const double t = length > 0 ? std::clamp(QPointF::dotProduct(point - a, along) / length, 0.0, 1.0) : 0;
  const QPointF away = point - (a + t * along);
  return std::hypot(away.x(), away.y());
}

// Every pixel whose middle lies within the radius of the segment; at least the nearest one, so that no hint vanishes.
void markSegment(cv::Mat& marks, QPointF a, QPointF b, double radius, const cv::Vec4b& colour) {
  const double reach = std::max(radius, 0.71);
  const cv::Rect all({}, marks.size());
  const cv::Point low(cvFloor(std::min(a.x(), b.x()) - reach), cvFloor(std::min(a.y(), b.y()) - reach));
  const cv::Point high(cvCeil(std::max(a.x(), b.x()) + reach), cvCeil(std::max(a.y(), b.y()) + reach));
  const cv::Rect area = cv::Rect(low, high) & all;
  for (int y = area.y; y < area.br().y; ++y) {
    auto* row = marks.ptr<cv::Vec4b>(y);
    for (int x = area.x; x < area.br().x; ++x) {
      if (distanceToSegment({x + 0.5, y + 0.5}, a, b) <= reach) row[x] = colour;
    }
  }
}

}  // namespace

bool covers(const Hint& hint, QPointF point, double slack) {
  for (size_t i = 0; i < hint.points.size(); ++i) {
    if (distanceToSegment(point, hint.points[i > 0 ? i - 1 : 0], hint.points[i]) <= hint.radius + slack) return true;
  }
  return false;
}

QRectF boundsOf(const Hint& hint) {
  QRectF bounds;
  for (const QPointF& point : hint.points) {
    bounds |= QRectF(point.x() - hint.radius, point.y() - hint.radius, 2 * hint.radius, 2 * hint.radius);
  }
  return bounds;
}

cv::Mat rasterHints(const std::vector<Hint>& hints, cv::Size size) {
  if (hints.empty()) return {};
  cv::Mat marks = cv::Mat::zeros(size, CV_8UC4);
  for (const Hint& hint : hints) {
    const QRgb rgb = hint.colour.rgb();
    const cv::Vec4b colour(cv::saturate_cast<uchar>(qBlue(rgb)), cv::saturate_cast<uchar>(qGreen(rgb)), cv::saturate_cast<uchar>(qRed(rgb)), 255);
    for (size_t i = 0; i < hint.points.size(); ++i) {
      markSegment(marks, hint.points[i > 0 ? i - 1 : 0], hint.points[i], hint.radius, colour);
    }
  }
  return marks;
}

}  // namespace chaesaek
