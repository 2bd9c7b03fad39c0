// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/passages.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "core/image/regions.h"

namespace chaesaek {
namespace {

constexpr double kOfWidth = .5, kOfWidthAlike = .3;  // a passage's width beside the slimmer region's

/// Where regions meet over free space.
struct Meetings {
  std::map<std::pair<int, int>, int> lengths;  // steps across
  std::vector<double> widths;                   // of each region, at its widest
};

Meetings meetingsOf(const cv::Mat& labels, const cv::Mat& apart) {
  Meetings out;
  cv::Mat inner = labels > 0, depth;
  const auto meet = [&](const cv::Point& here, const cv::Point& there) {
    const int a = labels.at<int>(here), b = labels.at<int>(there);
    if (a == 0 || b == 0) return;
    inner.at<uint8_t>(here) = 0;
    if (!apart.at<uint8_t>(here) && !apart.at<uint8_t>(there)) ++out.lengths[std::minmax(a, b)];
  };
  for (int y = 0; y < labels.rows; ++y) {
    const int *row = labels.ptr<int>(y), *below = labels.ptr<int>(std::min(y + 1, labels.rows - 1));
    for (int x = 0; x < labels.cols; ++x) {
      if (x + 1 < labels.cols && row[x] != row[x + 1]) meet({x, y}, {x + 1, y});
      if (row[x] != below[x]) meet({x, y}, {x, y + 1});
    }
  }
  cv::distanceTransform(inner, depth, cv::DIST_L2, 3);
  out.widths.resize(static_cast<size_t>(regionCount(labels)) + 1);
  for (int y = 0; y < labels.rows; ++y) {
    const int* row = labels.ptr<int>(y);
    const auto* deep = depth.ptr<float>(y);
    for (int x = 0; x < labels.cols; ++x) {
      double& width = out.widths[static_cast<size_t>(row[x])];
      width = std::max(width, 2. * deep[x]);
    }
  }
  return out;
}

/// Joins those that meet by such a part of the slimmer one's width, where `may` says so.
cv::Mat joined(const cv::Mat& labels, const cv::Mat& apart, double part, const std::function<bool(int, int)>& may) {
  const Meetings meetings = meetingsOf(labels, apart);
  std::vector<int> to(meetings.widths.size());
  std::iota(to.begin(), to.end(), 0);
  const auto root = [&](int label) {
    while (to[static_cast<size_t>(label)] != label) label = to[static_cast<size_t>(label)];
    return label;
  };
  for (const auto& [pair, length] : meetings.lengths) {
    const auto [a, b] = pair;
    const double slimmer = std::min(meetings.widths[static_cast<size_t>(a)], meetings.widths[static_cast<size_t>(b)]);
    if (length < part * slimmer || !may(a, b)) continue;
    const auto [low, high] = std::minmax({root(a), root(b)});
    to[static_cast<size_t>(high)] = low;
  }
  cv::Mat out = labels.clone();
  for (size_t i = 0; i < to.size(); ++i) to[i] = root(static_cast<int>(i));
  relabel(out, to);
  renumber(out);
  return out;
}

/// The commonest colour of each region.
std::vector<cv::Vec3b> coloursOf(const cv::Mat& labels, const cv::Mat& colours) {
  std::vector<std::map<std::array<uint8_t, 3>, int>> seen(static_cast<size_t>(regionCount(labels)) + 1);
  for (int y = 0; y < labels.rows; ++y)
    for (int x = 0; x < labels.cols; ++x) {
      const auto& c = colours.at<cv::Vec3b>(y, x);
      ++seen[static_cast<size_t>(labels.at<int>(y, x))][{c[0], c[1], c[2]}];
    }
  std::vector<cv::Vec3b> out(seen.size());
  for (size_t i = 0; i < seen.size(); ++i) {
    const auto most = std::max_element(seen[i].begin(), seen[i].end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != seen[i].end()) out[i] = {most->first[0], most->first[1], most->first[2]};
  }
  return out;
}

}  // namespace

cv::Mat withPassages(const cv::Mat& labels, const cv::Mat& apart) {
  return joined(labels, apart, kOfWidth, [](int, int) { return true; });
}

cv::Mat withPassages(const cv::Mat& labels, const cv::Mat& apart, const cv::Mat& colours) {
  const std::vector<cv::Vec3b> of = coloursOf(labels, colours);
  return joined(labels, apart, kOfWidthAlike, [&](int a, int b) { return of[static_cast<size_t>(a)] == of[static_cast<size_t>(b)]; });
}

}  // namespace chaesaek
