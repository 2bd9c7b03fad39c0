// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/export.h"

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <opencv2/imgproc.hpp>

#include "core/image/codec.h"
#include "core/image/compose.h"

namespace chaesaek {
namespace {

constexpr int kNearWhite = 240;
constexpr int kHalfCovered = 128;  // ink from here on stops the outside

// The paper around the drawing, CV_8U 0/255: what a flood from the border reaches, and the soft edge of the lines it meets.
cv::Mat outsideOf(const cv::Mat& colours, const cv::Mat& ink) {
  cv::Mat nearWhite, free;
  cv::inRange(colours, cv::Scalar::all(kNearWhite), cv::Scalar::all(255), nearWhite);
  cv::bitwise_and(nearWhite, ink < kHalfCovered, free);
  cv::copyMakeBorder(free, free, 1, 1, 1, 1, cv::BORDER_CONSTANT, 255);
  cv::floodFill(free, {0, 0}, 100);
  const cv::Mat reached = free(cv::Rect({1, 1}, colours.size())) == 100;
  cv::Mat grown;
  cv::dilate(reached, grown, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  return reached | (grown & nearWhite & (ink > 0));
}

}  // namespace

cv::Mat finishedPicture(const DocumentSnapshot& snapshot, bool transparent) {
  cv::Mat colours(snapshot.ink.size(), CV_8UC3, cv::Scalar::all(255));
  if (!snapshot.colours.isNull()) cv::cvtColor(toMat(snapshot.colours), colours, cv::COLOR_BGRA2BGR);
  const cv::Mat picture = layInk(colours, 255 - snapshot.ink);
  if (!transparent) return picture;
  const cv::Mat outside = outsideOf(colours, snapshot.ink);
  cv::Mat alpha(picture.size(), CV_8U, cv::Scalar(255)), out;
  snapshot.ink.copyTo(alpha, outside);
  cv::cvtColor(picture, out, cv::COLOR_BGR2BGRA);
  out.setTo(cv::Scalar::all(0), outside);
  cv::insertChannel(alpha, out, 3);
  return out;
}

void exportPng(const DocumentSnapshot& snapshot, const QString& path, bool transparent) {
  writePicture(QFile::encodeName(path).toStdString(), finishedPicture(snapshot, transparent));
}

void copyToClipboard(const Document& document) {
  QGuiApplication::clipboard()->setImage(toImage(finishedPicture(snapshotOf(document), false)));
}

}  // namespace chaesaek
