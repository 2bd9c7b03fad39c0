// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/ink_delta.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace chaesaek {
namespace {

constexpr int kTile = 64;
constexpr size_t kWords = kTile * kTile / sizeof(uint64_t);
constexpr uint16_t kRun = 0x8000;  // in a token: the next word repeats; else that many words follow

using TileWords = std::array<uint64_t, kWords>;

int columnsOf(cv::Size size) { return (size.width + kTile - 1) / kTile; }
int tilesOf(cv::Size size) { return columnsOf(size) * ((size.height + kTile - 1) / kTile); }

cv::Rect tileRect(int tile, cv::Size size) {
  const int columns = columnsOf(size);
  return cv::Rect(tile % columns * kTile, tile / columns * kTile, kTile, kTile) & cv::Rect({}, size);
}

// The part of a tile's words that an edge tile covers.
cv::Mat pixelsOf(TileWords& words, cv::Size size) { return cv::Mat(kTile, kTile, CV_8U, words.data())(cv::Rect({}, size)); }

template <class Value>
void append(QByteArray& bytes, const Value* values, size_t count) {
  bytes.append(reinterpret_cast<const char*>(values), static_cast<qsizetype>(count * sizeof(Value)));
}

// Runs of equal words: ink is mostly empty or full, and this is as fast as copying.
void appendRuns(QByteArray& bytes, const TileWords& words) {
  for (size_t i = 0; i < kWords;) {
    size_t end = i + 1;
    while (end < kWords && words[end] == words[i]) ++end;
    const bool run = end - i > 1;
    while (!run && end < kWords && (end + 1 == kWords || words[end] != words[end + 1])) ++end;
    const auto token = static_cast<uint16_t>((end - i) | (run ? kRun : 0));
    append(bytes, &token, 1);
    append(bytes, &words[i], run ? 1 : end - i);
    i = end;
  }
}

const char* readRuns(const char* from, TileWords& words) {
  for (size_t i = 0; i < kWords;) {
    uint16_t token;
    std::memcpy(&token, from, sizeof token);
    from += sizeof token;
    const size_t count = token & (kRun - 1u), stored = token & kRun ? 1 : count;
    std::memcpy(&words[i], from, stored * sizeof(uint64_t));
    if (token & kRun) std::fill_n(&words[i], count, words[i]);
    from += stored * sizeof(uint64_t);
    i += count;
  }
  return from;
}

// Appends a tile's number and how two states of it differ; equal tiles leave nothing.
void appendDifference(QByteArray& bytes, int tile, const cv::Mat& before, const cv::Mat& after) {
  TileWords words{};
  cv::Mat difference = pixelsOf(words, before.size());
  cv::bitwise_xor(before, after, difference);
  if (cv::countNonZero(difference) == 0) return;
  append(bytes, &tile, 1);
  appendRuns(bytes, words);
}

QByteArray differences(const cv::Mat& before, const cv::Mat& after) {
  QByteArray bytes;
  for (int tile = 0; tile < tilesOf(after.size()); ++tile) {
    const cv::Rect rect = tileRect(tile, after.size());
    appendDifference(bytes, tile, before(rect), after(rect));
  }
  bytes.squeeze();
  return bytes;
}

QRect applyTiles(const QByteArray& bytes, cv::Mat& ink) {
  QRect changed;
  TileWords words;
  for (const char* at = bytes.constBegin(); at < bytes.constEnd();) {
    int tile;
    std::memcpy(&tile, at, sizeof tile);
    at = readRuns(at + sizeof tile, words);
    const cv::Rect rect = tileRect(tile, ink.size());
    cv::Mat target = ink(rect);
    cv::bitwise_xor(target, pixelsOf(words, rect.size()), target);
    changed |= QRect(rect.x, rect.y, rect.width, rect.height);
  }
  return changed;
}

}  // namespace

InkDelta InkDelta::between(const cv::Mat& before, const cv::Mat& after) {
  InkDelta delta;
  delta.before_ = before.size();
  delta.after_ = after.size();
  if (before.size() == after.size()) {
    delta.to_ = differences(before, after);
  } else {
    delta.from_ = differences(cv::Mat::zeros(before.size(), CV_8U), before);
    delta.to_ = differences(cv::Mat::zeros(after.size(), CV_8U), after);
  }
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
  InkDelta delta;
  delta.before_ = delta.after_ = ink.size();
  for (const auto& [tile, before] : tiles_) appendDifference(delta.to_, tile, before, ink(tileRect(tile, ink.size())));
  delta.to_.squeeze();
  return delta;
}

}  // namespace chaesaek
