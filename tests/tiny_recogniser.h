// SPDX-License-Identifier: GPL-3.0-or-later
// Drawings that an untrained recogniser tells apart.
#pragma once
#include <torch/torch.h>

#include <QTemporaryDir>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/networks/initialise.h"
#include "core/networks/model_file.h"
#include "core/networks/recogniser_net.h"

namespace chaesaek {

inline const cv::Vec3b kWhite(255, 255, 255), kRed(0, 0, 255), kBlue(255, 0, 0), kGreen(0, 160, 0);

inline cv::Mat disc(int radius, cv::Point at = {128, 128}) {
  cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255));
  cv::circle(sketch, at, radius, 0, 5, cv::LINE_AA);
  return sketch;
}

inline cv::Mat cross() {
  cv::Mat sketch(256, 256, CV_8U, cv::Scalar(255));
  cv::line(sketch, {40, 128}, {216, 128}, 0, 5, cv::LINE_AA);
  cv::line(sketch, {128, 40}, {128, 216}, 0, 5, cv::LINE_AA);
  return sketch;
}

/// A quarter `first`, a half `second`, the rest paper.
inline cv::Mat fillOf(const cv::Vec3b& first, const cv::Vec3b& second) {
  cv::Mat fill(64, 64, CV_8UC3, cv::Scalar::all(255));
  fill(cv::Rect(0, 0, 64, 16)).setTo(cv::Scalar(first[0], first[1], first[2]));
  fill(cv::Rect(0, 16, 64, 32)).setTo(cv::Scalar(second[0], second[1], second[2]));
  return fill;
}

inline std::string textOf(const QTemporaryDir& folder, const char* name) { return folder.filePath(name).toStdString(); }

/// An untrained recogniser: its embeddings mean nothing, and are the same for the same sketch.
inline void saveRecogniser(const std::string& path, int seed) {
  torch::manual_seed(seed);
  RecogniserNet network(RecogniserOptions{16, 4});
  initialiseHe(network);
  ModelDescription about;
  about.experiment = about.role = "recogniser";
  about.input = {"sketch"};
  about.size = 64;
  saveModel(path, about, network);
}

}  // namespace chaesaek
