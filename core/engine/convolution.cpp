// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/convolution.h"

#include <algorithm>
#include <bit>

namespace chaesaek::engine {
namespace {

// Reading takes longer than multiplying as soon as the second cache does not hold what is read (1 to 2 MiB for each core).
constexpr int kCachedBytes = 512 * 1024;   // of a task's left matrix, where the weights are cached too
constexpr int kStreamedBytes = 2560 * 1024;// where they are not: they are read once for each block of rows
constexpr int kSmallWeights = 1024 * 1024; // bytes that are cached
constexpr int kMostRowBlocks = 8;          // of the kernel's rows, in a task
constexpr int kChunksAtOnce = 1024 / kChunk;
constexpr int kPairedChunksAtOnce = 384 / kChunk;  // the first cache holds them, of a panel and of a block of rows
constexpr int kTasksAThread = 2;

/// To IEEE half precision, to the nearest, ties to even. By hand: what the compiler calls for processors without F16C is ten times slower.
uint16_t toHalf(float value) {
  const auto bits = std::bit_cast<uint32_t>(value), sign = bits >> 16 & 0x8000u, size = bits & 0x7fffffffu;
  constexpr uint32_t kTooLarge = 0x477ff000u, kNan = 0x7f800001u, kLeastNormal = 0x38800000u, kRebias = (127u - 15u) << 23;
  if (size >= kNan) return static_cast<uint16_t>(sign | 0x7e00u);
  if (size >= kTooLarge) return static_cast<uint16_t>(sign | 0x7c00u);
  // Adding 1/2 leaves a subnormal's digits at the end of the sum, rounded.
  if (size < kLeastNormal) return static_cast<uint16_t>(sign | (std::bit_cast<uint32_t>(std::bit_cast<float>(size) + 0.5f) - std::bit_cast<uint32_t>(0.5f)));
  return static_cast<uint16_t>(sign | (size - kRebias + 0xfffu + (size >> 13 & 1u)) >> 13);
}

/// To bfloat16, to the nearest, ties to even.
uint16_t toBf16(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  if ((bits & 0x7fffffffu) > 0x7f800000u) return static_cast<uint16_t>(bits >> 16 | 0x40u);  // not a number
  return static_cast<uint16_t>((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

/// A place of the filter in pixels, and a channel of the plane.
struct Tap {
  int y = 0, x = 0, channel = 0;
};

/// One direction of Winograd's filtering of the taps: [points][taps].
using Filter = std::vector<std::vector<float>>;

Filter filterOf(Scheme scheme) {
  switch (scheme) {
    case Scheme::Tiles2: return {{1, 0}, {1, 1}, {0, 1}};
    case Scheme::Tiles3: return {{1, 0}, {.5f, .5f}, {.5f, -.5f}, {0, 1}};
    case Scheme::Tiles2Of3: return {{1, 0, 0}, {.5f, .5f, .5f}, {.5f, -.5f, .5f}, {0, 0, 1}};
    case Scheme::Direct: break;
  }
  return {{1}};
}

/// How many each part has at most.
int perPart(int count, int parts) { return (count + parts - 1) / parts; }

void cut(Convolution& c, const Cutting& cutting, bool cached) {
  const int rows = c.tiles * c.tiles, panels = c.columns / cutting.kernels->columns, most = cutting.kernels->rows;
  const int rowBytes = pointsOf(c.scheme) * c.chunks * kChunk * static_cast<int>(cutting.kernels->pairs ? sizeof(uint16_t) : sizeof(float));
  const int fitting = (cached ? kCachedBytes : kStreamedBytes) / rowBytes;
  c.rowBlocks = perPart(rows, std::clamp(fitting, most, kMostRowBlocks * most));
  if (c.rowBlocks > 1) c.rowBlocks = perPart(c.rowBlocks, cutting.threads) * cutting.threads;  // or a thread has nothing to do in the end
  c.rowBlock = perPart(rows, c.rowBlocks);
  c.panelBlock = perPart(panels, std::min(panels, perPart(kTasksAThread * cutting.threads, c.rowBlocks)));
  c.panelBlocks = perPart(panels, c.panelBlock);
  c.chunkBlock = std::min(c.chunks, cutting.kernels->pairs ? kPairedChunksAtOnce : kChunksAtOnce);
}

/// Where a weight lies in its panel's step over pairs: [half panel][pair][column][2].
int pairPlace(int input, int column) { return ((column / kChunk * kChunk + input / 2) * kChunk + column % kChunk) * 2 + input % 2; }

/// `taps`: what the rows hold, in order (of a cell where there are tiles; then `stride` lies between cells). `weight(tap, column)`.
template <class Weight>
void pack(Convolution& c, const std::vector<Tap>& taps, int stride, int columns, const Cutting& cutting, const Weight& weight) {
  const bool pairs = cutting.kernels->pairs;
  const int width = cutting.kernels->columns, points = pointsOf(c.scheme), depth = c.chunks * kChunk;
  const int wholeDepth = pairs ? (depth + kPairedDepth - 1) / kPairedDepth * kPairedDepth : depth;
  c.columns = (columns + width - 1) / width * width;
  const Filter filter = filterOf(c.scheme);
  const int side = static_cast<int>(filter.size()), cells = static_cast<int>(filter[0].size());
  const size_t count = static_cast<size_t>(points) * static_cast<size_t>(c.columns) * static_cast<size_t>(wholeDepth);
  const bool half = pairs || count * sizeof(float) > kSmallWeights;
  if (half) c.halfWeights = makeBuffer<uint16_t>(count);
  else c.weights = makeBuffer<float>(count);
  const auto put = [&](int column, int k) {
    const Tap& first = taps[static_cast<size_t>(k)];
    float values[9] = {};
    for (int i = 0; i < cells * cells; ++i) values[i] = weight(Tap{first.y + i / cells * stride, first.x + i % cells * stride, first.channel}, column);
    for (int point = 0; point < points; ++point) {
      const float *down = filter[static_cast<size_t>(point / side)].data(), *across = filter[static_cast<size_t>(point % side)].data();
      float sum = 0;
      for (int i = 0; i < cells * cells; ++i) sum += down[i / cells] * across[i % cells] * values[i];
      const size_t panel = static_cast<size_t>(point) * static_cast<size_t>(c.columns / width) + static_cast<size_t>(column / width);
      const auto of = [&](int deep) { return (panel * static_cast<size_t>(wholeDepth) + static_cast<size_t>(deep)) * static_cast<size_t>(width); };
      if (pairs) {
        c.halfWeights[of(k - k % kPairedDepth) + static_cast<size_t>(pairPlace(k % kPairedDepth, column % width))] = toBf16(sum);
        continue;
      }
      const size_t at = of(k) + static_cast<size_t>(column % width);
      if (half) c.halfWeights[at] = toHalf(sum);
      else c.weights[at] = sum;
    }
  };
  // A channel's taps lie side by side in the layer's weights: channel by channel every cache line of them is read once.
  std::vector<int> order;
  for (int k = 0; k < depth; ++k)
    if (taps[static_cast<size_t>(k)].channel >= 0) order.push_back(k);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return taps[static_cast<size_t>(a)].channel < taps[static_cast<size_t>(b)].channel; });
  for (int panel = 0; panel < columns; panel += width)
    for (const int k : order)
      for (int column = panel; column < std::min(panel + width, columns); ++column) put(column, k);
  cut(c, cutting, count * (pairs ? sizeof(uint16_t) : sizeof(float)) <= kSmallWeights);
}

/// The plane's channels that belong to a source, as inputs or -1, from `first` on.
struct Window {
  explicit Window(const Source& source) : plane(*source.plane), first(source.channels.front()) {
    const int end = source.channels.back() + 1, last = source.channels.size() < static_cast<size_t>(plane.channels) ? first + padded(end - first) : plane.channels;
    inputs.assign(static_cast<size_t>(last - first), -1);
    for (size_t i = 0; i < source.channels.size(); ++i) inputs[static_cast<size_t>(source.channels[i] - first)] = static_cast<int>(i);
  }
  int width() const { return static_cast<int>(inputs.size()); }
  const Plane& plane;
  int first;
  std::vector<int> inputs;
};

void addRun(Convolution& c, std::vector<Tap>& taps, const Window& window, int y, int x, int pixels) {
  const int length = padded(pixels * window.width());
  c.runs.push_back({y * window.plane.rowPitch + x * window.plane.channels + window.first, length / kChunk});
  c.chunks += length / kChunk;
  for (int i = 0; i < length; ++i)
    taps.push_back({y, x + i / window.width(), i < pixels * window.width() ? window.inputs[static_cast<size_t>(i % window.width())] : -1});
}

/// Adds what lies in one row of the plane: `width` pixels from (y, x), y and x counted from where a position begins.
void addRow(Convolution& c, std::vector<Tap>& taps, const Window& window, int y, int x, int width) {
  if (window.width() == window.plane.channels) return addRun(c, taps, window, y, x, width);
  for (int i = 0; i < width; ++i) addRun(c, taps, window, y, x + i, 1);
}

Convolution over(const Source& source, Scheme scheme, int grid, int step) {
  Convolution c;
  c.scheme = scheme;
  c.input = source.plane;
  c.relu = source.relu;
  c.grid = grid;
  c.tiles = (grid + tileOf(scheme) - 1) / tileOf(scheme);
  c.stepY = step * source.plane->rowPitch;
  c.stepX = step * source.plane->channels;
  return c;
}

/// Bias and places of `outputs` channels in columns from `first` on; the biases' buffer is there already.
void addOutputs(Convolution& c, const Weights& weights, int first, int dy, int dx) {
  for (int i = 0; i < weights.outputs && !weights.bias.empty(); ++i) c.bias[static_cast<size_t>(first + i)] = weights.bias[static_cast<size_t>(i)];
  for (int channel = 0; channel < weights.outputs; channel += kChunk) c.placing.push_back({dy, dx, channel});
}

void makeBias(Convolution& c) { c.bias = makeBuffer<float>(static_cast<size_t>(c.columns)); }

/// Of two taps that a phase has in one direction: the tap of four (see ConvTranspose2d: output 2i-1+k reads input i by tap k).
int tapOfPhase(int phase, int tap) { return 3 - phase - 2 * tap; }

/// Whether the taps of a phase ever meet the picture, which is `side` wide.
bool meets(int phase, int tap, int side) { return side > 1 || phase + tap == 1; }

Convolution doublingPhase(const Source& input, const Weights& weights, int py, int px, const Cutting& cutting) {
  const Plane& plane = *input.plane;
  Convolution c = over(input, Scheme::Direct, plane.side, 1);
  c.origin = py * plane.rowPitch + px * plane.channels;
  c.scale = 2;
  std::vector<Tap> taps;
  const int x = meets(px, 0, plane.side) ? 0 : 1, width = meets(px, 1, plane.side) ? 2 - x : 1;
  for (int y = 0; y < 2; ++y)
    if (meets(py, y, plane.side)) addRow(c, taps, Window(input), y, x, width);
  pack(c, taps, 1, weights.outputs, cutting, [&](const Tap& tap, int column) { return weights.at(column, tap.channel, tapOfPhase(py, tap.y), tapOfPhase(px, tap.x)); });
  makeBias(c);
  addOutputs(c, weights, 0, py, px);
  return c;
}

}  // namespace

Convolution halving(const Source& input, const Weights& weights, Scheme scheme, const Cutting& cutting) {
  Convolution c = over(input, scheme, input.plane->side / 2, 2);
  std::vector<Tap> taps;
  const bool small = input.plane->side == 2;  // only the middle taps ever meet the picture
  const int first = scheme == Scheme::Direct && small ? 1 : 0, width = scheme == Scheme::Direct ? 4 - 2 * first : 2;
  for (int y = first; y < first + width; ++y) addRow(c, taps, Window(input), y, first, width);
  pack(c, taps, 2, weights.outputs, cutting, [&](const Tap& tap, int column) { return weights.at(column, tap.channel, tap.y, tap.x); });
  makeBias(c);
  addOutputs(c, weights, 0, 0, 0);
  return c;
}

std::vector<Convolution> doubling(const Source& input, const Weights& weights, Scheme scheme, const Cutting& cutting) {
  std::vector<Convolution> all;
  if (scheme == Scheme::Direct && (!cutting.kernels->pairs || input.plane->side == 1)) {
    for (int phase = 0; phase < 4; ++phase) all.push_back(doublingPhase(input, weights, phase / 2, phase % 2, cutting));
    return all;
  }
  Convolution& c = all.emplace_back(over(input, scheme, input.plane->side + 1, 1));  // one position more, so that it serves all phases
  c.scale = 2;
  std::vector<Tap> taps;
  const int reads = scheme == Scheme::Direct ? 2 : 1;
  for (int y = 0; y < reads; ++y) addRow(c, taps, Window(input), y, 0, reads);
  const int wide = padded(weights.outputs);
  pack(c, taps, 1, 4 * wide, cutting, [&](const Tap& tap, int column) {
    const int phase = column / wide, output = column % wide;
    return output < weights.outputs ? weights.at(output, tap.channel, tapOfPhase(phase / 2, tap.y), tapOfPhase(phase % 2, tap.x)) : 0;
  });
  makeBias(c);
  for (int phase = 0; phase < 4; ++phase) addOutputs(c, weights, phase * wide, -(phase / 2), -(phase % 2));
  return all;
}

Convolution keeping(const Source& input, const Weights& weights, Scheme scheme, const Cutting& cutting) {
  Convolution c = over(input, scheme, input.plane->side, 1);
  std::vector<Tap> taps;
  if (scheme == Scheme::Direct)
    for (int y = 0; y < 3; ++y) addRow(c, taps, Window(input), y, 0, 3);
  else
    addRow(c, taps, Window(input), 0, 0, 1);
  pack(c, taps, 1, weights.outputs, cutting, [&](const Tap& tap, int column) { return weights.at(column, tap.channel, tap.y, tap.x); });
  makeBias(c);
  addOutputs(c, weights, 0, 0, 0);
  return c;
}

Weights foldedDoubling(const Weights& resized) {
  // Output 2y+p reads rows (2y+p+t-1)/2 of the input by tap t: for p = 0 row y-1 by 0 and row y by 1 and 2, for p = 1 row y by 0 and
  // 1 and row y+1 by 2.
  static const std::vector<std::vector<int>> sums = {{2}, {1, 2}, {0, 1}, {0}};
  Weights folded{resized.outputs, resized.inputs, 4, {}, resized.bias};
  for (int o = 0; o < resized.outputs; ++o)
    for (int i = 0; i < resized.inputs; ++i)
      for (const auto& ys : sums)
        for (const auto& xs : sums) {
          float sum = 0;
          for (const int y : ys)
            for (const int x : xs) sum += resized.at(o, i, y, x);
          folded.values.push_back(sum);
        }
  return folded;
}

Scheme schemeFor(bool doubles, int positions, int inputs, const Kernels& kernels) {
  if (!kernels.tilesPay || inputs % kChunk != 0 || positions < 16) return Scheme::Direct;
  return doubles || positions >= 32 ? Scheme::Tiles3 : Scheme::Tiles2;
}

ScratchSize scratchOf(const Convolution& c, const Kernels& kernels) {
  const int block = kernels.pairs ? (c.rowBlock + kernels.rows - 1) / kernels.rows * kernels.rows : c.rowBlock;
  const auto rows = static_cast<size_t>(block) * static_cast<size_t>(pointsOf(c.scheme));
  const auto columns = static_cast<size_t>(kernels.columns);
  const size_t apart = static_cast<size_t>(pointsOf(c.scheme)) * kApart;
  return {rows * static_cast<size_t>(c.chunks) * kChunk + apart, rows * columns * static_cast<size_t>(c.panelBlock) + apart, static_cast<size_t>(c.chunkBlock) * kChunk * columns};
}

}  // namespace chaesaek::engine
