// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/ink_delta.h"

#include <cstring>

namespace chaesaek {
namespace {

constexpr int kTile = 64;

int columnsOf(cv::Size size) { return (size.width + kTile - 1) / kTile; }
int tilesOf(cv::Size size) { return columnsOf(size) * ((size.height + kTile - 1) / kTile); }

cv::Rect tileRect(int tile, cv::Size size) {
  const int columns = columnsOf(size);
  return cv::Rect(tile % columns * kTile, tile / columns * kTile, kTile, kTile) & cv::Rect({}, size);
}

// Appends a tile's number and pixels; tiles without a difference leave nothing.
void appendTile(QByteArray& bytes, int tile, const cv::Mat& difference) {
  if (cv::countNonZero(difference) == 0) return;
  bytes.append(reinterpret_cast<const char*>(&tile), sizeof tile);
  for (int y = 0; y < difference.rows; ++y) bytes.append(difference.ptr<char>(y), difference.cols);
}

QByteArray packed(const QByteArray& bytes) { return bytes.isEmpty() ? QByteArray() : qCompress(bytes, 1); }

QByteArray packWhole(const cv::Mat& ink) {
  QByteArray bytes;
  for (int tile = 0; tile < tilesOf(ink.size()); ++tile) appendTile(bytes, tile, ink(tileRect(tile, ink.size())));
  return packed(bytes);
}

QRect applyTiles(const QByteArray& compressed, cv::Mat& ink) {
  if (compressed.isEmpty()) return {};
  const QByteArray bytes = qUncompress(compressed);
  QRect changed;
  for (qsizetype at = 0; at < bytes.size();) {
    int tile;
    std::memcpy(&tile, bytes.constData() + at, sizeof tile);
    const cv::Rect rect = tileRect(tile, ink.size());
    const cv::Mat stored(rect.size(), CV_8U, const_cast<char*>(bytes.constData()) + at + sizeof tile);
    cv::Mat target = ink(rect);
    cv::bitwise_xor(target, stored, target);
    changed |= QRect(rect.x, rect.y, rect.width, rect.height);
    at += static_cast<qsizetype>(sizeof tile) + rect.area();
  }
  return changed;
}

}  // namespace

InkDelta InkDelta::between(const cv::Mat& before, const cv::Mat& after) {
  if (before.size() == after.size()) {
    InkBackup backup;
    backup.keep(before, cv::Rect({}, before.size()));
    return backup.deltaTo(after);
  }
  InkDelta delta;
  delta.before_ = before.size();
  delta.after_ = after.size();
  delta.from_ = packWhole(before);
  delta.to_ = packWhole(after);
  return delta;
}

QRect InkDelta::apply(cv::Mat& ink, bool forward) const {
  if (before_ == after_) return applyTiles(to_, ink);
  ink = cv::Mat::zeros(forward ? after_ : before_, CV_8U);
  applyTiles(forward ? to_ : from_, ink);
  return {0, 0, ink.cols, ink.rows};
}

void InkBackup::keep(const cv::Mat& ink, cv::Rect area) {
  area &= cv::Rect({}, ink.size());
  if (area.empty()) return;
  const int columns = columnsOf(ink.size());
  for (int row = area.y / kTile; row <= (area.br().y - 1) / kTile; ++row) {
    for (int column = area.x / kTile; column <= (area.br().x - 1) / kTile; ++column) {
      cv::Mat& tile = tiles_[row * columns + column];
      if (tile.empty()) tile = ink(tileRect(row * columns + column, ink.size())).clone();
    }
  }
}

InkDelta InkBackup::deltaTo(const cv::Mat& ink) const {
  QByteArray bytes;
  cv::Mat difference;
  for (const auto& [tile, before] : tiles_) {
    cv::bitwise_xor(before, ink(tileRect(tile, ink.size())), difference);
    appendTile(bytes, tile, difference);
  }
  InkDelta delta;
  delta.before_ = delta.after_ = ink.size();
  delta.to_ = packed(bytes);
  return delta;
}

}  // namespace chaesaek
