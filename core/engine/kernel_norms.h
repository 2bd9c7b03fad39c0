// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the kernels (kernel_body.h) that normalises.
#include <algorithm>
#include <cmath>

#include "core/engine/kernels.h"

namespace chaesaek::engine {
namespace {

/// The rows of a block of a picture.
struct Band {
  Band(const Normalisation& n, int block) : first(n.raw->side * block / n.blocks), end(n.raw->side * (block + 1) / n.blocks) {}
  int first, end;
};

void measure(Normalisation& n, int block) {
  const Plane& raw = *n.raw;
  const Band band(n, block);
  float* sums = n.sums.get() + static_cast<ptrdiff_t>(block) * 2 * raw.channels;
  for (int channel = 0; channel < raw.channels; channel += kLanes) {
    const V pivot = load(raw.at(0, 0) + channel);
    V sum = all(0), squares = all(0);
    for (int y = band.first; y < band.end; ++y) {
      const float* pixel = raw.at(y, 0) + channel;
      for (int x = 0; x < raw.side; ++x, pixel += raw.channels) {
        const V v = load(pixel) - pivot;
        sum += v;
        squares += v * v;
      }
    }
    store(sums + channel, sum);
    store(sums + raw.channels + channel, squares);
  }
}

/// v*scale + shift of each channel, from the sums of all blocks.
void scaleAndShift(const Normalisation& n, float* scale, float* shift) {
  const int width = n.channels / n.groups, pitch = n.raw->channels;
  const double count = static_cast<double>(n.raw->side) * n.raw->side;
  const float* pivot = n.raw->at(0, 0);
  for (int first = 0; first < n.channels; first += width) {
    double mean = 0, spread = 0;
    double sum[kMostChannels], squares[kMostChannels];
    for (int c = 0; c < width; ++c) {
      sum[c] = squares[c] = 0;
      for (int b = 0; b < n.blocks; ++b) {
        sum[c] += n.sums[b * 2 * pitch + first + c];
        squares[c] += n.sums[(b * 2 + 1) * pitch + first + c];
      }
      mean += (sum[c] / count + pivot[first + c]) / width;
    }
    for (int c = 0; c < width; ++c) {
      const double away = mean - pivot[first + c];
      spread += (squares[c] - 2 * away * sum[c]) / count + away * away;
    }
    const double factor = 1 / std::sqrt(std::max(0., spread / width) + n.epsilon);
    for (int c = 0; c < width; ++c) {
      scale[first + c] = static_cast<float>(factor * n.gain[first + c]);
      shift[first + c] = static_cast<float>(n.shift[first + c] - mean * factor * n.gain[first + c]);
    }
  }
}

void normalise(const Normalisation& n, int block) {
  const Plane& raw = *n.raw;
  const Band band(n, block);
  float scale[kMostChannels] = {}, shift[kMostChannels] = {};
  scaleAndShift(n, scale, shift);
  const V slope = all(n.target.slope);
  for (int y = band.first; y < band.end; ++y)
    for (int x = 0; x < raw.side; ++x) {
      const float* from = raw.at(y, x);
      float* to = n.target.plane->at(y, x) + n.target.channel;
      for (int channel = 0; channel < raw.channels; channel += kLanes) {
        const V v = load(from + channel) * load(scale + channel) + load(shift + channel);
        store(to + channel, largest(v, v * slope));
      }
    }
}

}  // namespace
}  // namespace chaesaek::engine
