// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the kernels that reads what a convolution multiplies, and writes what that gives: as it is, or by Winograd's filtering,
// over the vectors V that the including file defines.
#pragma once
#include "core/engine/kernel_output.h"
#include "core/engine/kernels.h"

namespace chaesaek::engine {
namespace {

inline V read(const float* from, bool relu) { return relu ? largest(load(from), all(0)) : load(from); }

/// `Left` takes a row of the left matrix: put(point, lane, values) chunk by chunk, next() between them.
template <class Left>
void copyPosition(const Convolution& c, int row, Left& left) {
  const bool relu = c.relu;
  const float* from = c.input->corner() + c.origin + (row / c.tiles) * static_cast<ptrdiff_t>(c.stepY) + (row % c.tiles) * static_cast<ptrdiff_t>(c.stepX);
  for (const Run* run = c.runs.data(), *end = run + c.runs.size(); run != end; ++run)
    for (int chunk = 0; chunk < run->chunks; ++chunk, left.next())
      for (int p = 0; p < kChunk; p += kLanes) left.put(0, p, read(from + run->offset + chunk * kChunk + p, relu));
}

/// The input's half of Winograd's filtering in one direction; `step` lies between the values.
template <int points>
void transformInput(V* d, int step) {
  if constexpr (points == 3) {
    d[0] -= d[step];
    d[2 * step] -= d[step];
  } else {
    const V a = d[0] - d[2 * step], b = d[step] + d[2 * step], c = d[2 * step] - d[step], e = d[3 * step] - d[step];
    d[0] = a, d[step] = b, d[2 * step] = c, d[3 * step] = e;
  }
}

template <int points, class Left>
void transformTile(const Convolution& c, int row, Left& left) {
  const int side = tileOf(c.scheme);
  const bool relu = c.relu;
  const ptrdiff_t stepY = c.stepY, stepX = c.stepX;
  const float* corner = c.input->corner() + c.origin + (row / c.tiles) * side * stepY + (row % c.tiles) * side * stepX;
  for (const Run* run = c.runs.data(), *end = run + c.runs.size(); run != end; ++run)
    for (int chunk = 0; chunk < run->chunks; ++chunk, left.next())
      for (int p = 0; p < kChunk; p += kLanes) {
        const float* from = corner + run->offset + chunk * kChunk + p;
        V d[points * points];
        for (int i = 0; i < points; ++i)
          for (int j = 0; j < points; ++j) d[i * points + j] = read(from + i * stepY + j * stepX, relu);
        for (int j = 0; j < points; ++j) transformInput<points>(d + j, points);
        for (int i = 0; i < points; ++i) transformInput<points>(d + i * points, 1);
        for (int i = 0; i < points * points; ++i) left.put(i, p, d[i]);
      }
}

template <class Left>
void readRow(const Convolution& c, int row, Left left) {
  if (c.scheme == Scheme::Direct) copyPosition(c, row, left);
  else if (c.scheme == Scheme::Tiles2) transformTile<3>(c, row, left);
  else transformTile<4>(c, row, left);
}

/// The output's half, in place: `outputs` values from the first ones of `points`.
template <int points, int outputs>
void transformOutput(V* m, int step) {
  if constexpr (points == 3) {
    m[0] += m[step];
    m[step] += m[2 * step];
  } else {
    const V sum = m[step] + m[2 * step], difference = m[step] - m[2 * step];
    m[0] += sum;
    if constexpr (outputs == 2) {
      m[step] = difference + m[3 * step];
    } else {
      m[step] = difference;
      m[2 * step] = sum + m[3 * step];
    }
  }
}

/// One row of the products, all columns, goes where it belongs. `plane` lies between the products of two points.
template <int points, int outputs>
void finishTile(const Output output, int y, int x, int chunk, int end, const float* product, ptrdiff_t plane) {
  for (; chunk < end; ++chunk, product += kChunk) {
    V m[kParts][points * points];
    for (int p = 0; p < kParts; ++p) {
      for (int i = 0; i < points * points; ++i) m[p][i] = load(product + i * plane + p * kLanes);
      for (int j = 0; j < points; ++j) transformOutput<points, outputs>(m[p] + j, points);
      for (int i = 0; i < outputs; ++i) transformOutput<points, outputs>(m[p] + i * points, 1);
    }
    const Placing placing = output.placing[chunk];
    for (int i = 0; i < outputs && y * outputs + i < output.grid; ++i)
      for (int j = 0; j < outputs && x * outputs + j < output.grid; ++j) {
        V value[kParts];
        for (int p = 0; p < kParts; ++p) value[p] = m[p][i * points + j] + load(output.bias + chunk * kChunk + p * kLanes);
        output.place(placing, y * outputs + i, x * outputs + j, value);
      }
  }
}

void finishRow(const Convolution& c, const Output& output, int row, int chunk, int end, const float* product, ptrdiff_t plane) {
  const int y = row / c.tiles, x = row % c.tiles;
  if (c.scheme == Scheme::Tiles2) finishTile<3, 2>(output, y, x, chunk, end, product, plane);
  else if (c.scheme == Scheme::Tiles3) finishTile<4, 3>(output, y, x, chunk, end, product, plane);
  else if (c.scheme == Scheme::Tiles2Of3) finishTile<4, 2>(output, y, x, chunk, end, product, plane);
  else finishPosition(output, y, x, chunk, end, product);
}

}  // namespace
}  // namespace chaesaek::engine
