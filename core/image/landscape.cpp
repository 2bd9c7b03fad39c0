// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/landscape.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <string>

namespace chaesaek {
namespace {

// Blue and orange differ for every kind of colour blindness (Okabe, Ito 2008). BGR.
// D is blue and G orange, as in all curves of the program.
const cv::Scalar kPaleBlue(242, 208, 165), kPaleOrange(158, 209, 250), kBlue(178, 114, 0), kOrange(0, 94, 213), kGrey(95, 95, 95), kInk(45, 45, 45),
    kLine(205, 205, 205);
const cv::Scalar kGreyArea(222, 222, 222), kOrangeArea(170, 213, 250), kWhite = cv::Scalar::all(255);
constexpr int kFine = 2;       // drawn so much larger, then shrunk
constexpr double kMostTop = 2; // q may be so many times as high as p before it is cut off
constexpr int kShift = 4;      // fractional bits of OpenCV's coordinates
constexpr double kOne = 1 << kShift;

cv::Point fixed(cv::Point2d p) { return {cvRound(p.x * kOne), cvRound(p.y * kOne)}; }

void dot(cv::Mat& picture, cv::Point2d at, double radius, const cv::Scalar& colour) {
  cv::circle(picture, fixed(at), cvRound(radius * kOne), colour, cv::FILLED, cv::LINE_AA, kShift);
}

void stroke(cv::Mat& picture, cv::Point2d from, cv::Point2d to, const cv::Scalar& colour, int width) {
  cv::line(picture, fixed(from), fixed(to), colour, width, cv::LINE_AA, kShift);
}

void arrow(cv::Mat& picture, cv::Point2d from, cv::Point2d push, double unit) {
  const double length = cv::norm(push);
  if (length < 4 * unit) return;  // too short to have a direction
  const cv::Point2d to = from + push, along = push / length, across(-along.y, along.x);
  const double head = std::min(7 * unit, length / 2);
  stroke(picture, from, to, kInk, cvRound(1.5 * unit));
  for (const double side : {-.6, .6}) stroke(picture, to, to - head * (along + side * across), kInk, cvRound(1.5 * unit));
}

/// Shares 0..1 as colours.
cv::Mat coloured(const cv::Mat& realness) {
  cv::Mat out(realness.size(), CV_8UC3);
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x) {
      const double r = std::clamp<double>(realness.at<float>(y, x), 0, 1), strength = std::abs(2 * r - 1);
      const cv::Scalar colour = kWhite * (1 - strength) + (r < .5 ? kPaleOrange : kPaleBlue) * strength;
      out.at<cv::Vec3b>(y, x) = {cv::saturate_cast<uint8_t>(colour[0]), cv::saturate_cast<uint8_t>(colour[1]), cv::saturate_cast<uint8_t>(colour[2])};
    }
  return out;
}

cv::Mat shrunk(const cv::Mat& fine, int side) {
  cv::Mat out;
  cv::resize(fine, out, {side, side}, 0, 0, cv::INTER_AREA);
  return out;
}

/// Values as places in a frame; `most` touches its top.
std::vector<cv::Point> placesOf(const std::vector<double>& values, const cv::Rect& frame, double most) {
  std::vector<cv::Point> places;
  for (size_t i = 0; i < values.size(); ++i)
    places.push_back(fixed({frame.x + frame.width * static_cast<double>(i) / static_cast<double>(values.size() - 1),
                            frame.y + frame.height * (1 - std::min(values[i] / most, 1.))}));
  return places;
}

void curve(cv::Mat& picture, const std::vector<double>& values, const cv::Rect& frame, double most, const cv::Scalar& colour, int width) {
  cv::polylines(picture, placesOf(values, frame, most), false, colour, width, cv::LINE_AA, kShift);
}

void area(cv::Mat& picture, const std::vector<double>& values, const cv::Rect& frame, double most, const cv::Scalar& fill) {
  std::vector<cv::Point> places = placesOf(values, frame, most);
  places.push_back(fixed({double(frame.x + frame.width), double(frame.y + frame.height)}));
  places.push_back(fixed({double(frame.x), double(frame.y + frame.height)}));
  cv::Mat filled = picture.clone();
  cv::fillPoly(filled, std::vector<std::vector<cv::Point>>{places}, fill, cv::LINE_AA, kShift);
  cv::addWeighted(picture, .4, filled, .6, 0, picture);  // both areas show
}

void write(cv::Mat& picture, const std::string& text, int x, int y, double unit, const cv::Scalar& colour) {
  cv::putText(picture, text, {x, y}, cv::FONT_HERSHEY_DUPLEX, .48 * unit, colour, cvRound(unit / 2), cv::LINE_AA);
}

void frameLines(cv::Mat& picture, const cv::Rect& frame, bool middle, double unit) {
  for (const double height : {0., .5, 1.})
    if (middle || height == 1)
      stroke(picture, {double(frame.x), frame.y + height * frame.height}, {double(frame.x + frame.width), frame.y + height * frame.height}, kLine,
             cvRound(unit));
}

}  // namespace

cv::Mat drawLandscape(const Landscape& landscape, int side) {
  const int fine = side * kFine;
  const double unit = fine / 512., scale = fine / (2 * landscape.reach);
  cv::Mat picture;
  cv::resize(coloured(landscape.realness), picture, {fine, fine}, 0, 0, cv::INTER_LINEAR);
  const auto place = [&](cv::Point2d p) { return cv::Point2d((p.x + landscape.reach) * scale, (landscape.reach - p.y) * scale); };
  for (const cv::Point2d& p : landscape.real) dot(picture, place(p), 2.2 * unit, kGrey);
  for (size_t i = 0; i < std::min(landscape.pushes.size(), landscape.made.size()); ++i)
    arrow(picture, place(landscape.made[i]), {landscape.pushes[i].x * scale, -landscape.pushes[i].y * scale}, unit);
  for (const cv::Point2d& p : landscape.made) {
    dot(picture, place(p), 3.6 * unit, kWhite);
    dot(picture, place(p), 2.7 * unit, kOrange);
  }
  return shrunk(picture, side);
}

cv::Mat drawSkyline(const Skyline& skyline, int side) {
  const int fine = side * kFine;
  const double unit = fine / 512.;
  const auto px = [unit](double units) { return cvRound(units * unit); };
  cv::Mat picture(fine, fine, CV_8UC3, kWhite);
  const cv::Rect upper(px(24), px(48), px(464), px(210)), lower(px(24), px(312), px(464), px(176));
  frameLines(picture, upper, true, unit);
  curve(picture, skyline.best, upper, 1, kInk, px(1.5));
  curve(picture, skyline.judged, upper, 1, kBlue, px(3));
  write(picture, "D", px(24), px(30), unit, kBlue);
  write(picture, "p / (p + q), the best D", px(52), px(30), unit, kInk);
  const double top = *std::max_element(skyline.real.begin(), skyline.real.end());
  const double most = std::clamp(*std::max_element(skyline.made.begin(), skyline.made.end()), top, kMostTop * top);
  area(picture, skyline.real, lower, most, kGreyArea);
  area(picture, skyline.made, lower, most, kOrangeArea);
  curve(picture, skyline.real, lower, most, kGrey, px(2));
  curve(picture, skyline.made, lower, most, kOrange, px(2));
  frameLines(picture, lower, false, unit);
  write(picture, "p, real", px(24), px(296), unit, kGrey);
  write(picture, "q, made", px(100), px(296), unit, kOrange);
  return shrunk(picture, side);
}

}  // namespace chaesaek
