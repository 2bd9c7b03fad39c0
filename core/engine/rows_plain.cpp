// SPDX-License-Identifier: GPL-3.0-or-later
// What every processor has: vectors of four, which the compiler puts into the processor's own.
#include <cstring>

namespace {
using V __attribute__((vector_size(16))) = float;
constexpr int kLanes = 4;
inline V load(const float* p) {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(float* p, V v) { std::memcpy(p, &v, sizeof v); }
inline V all(float x) { return V{x, x, x, x}; }
inline V largest(V a, V b) { return a > b ? a : b; }
inline float sumOfLanes(V v) { return (v[0] + v[2]) + (v[1] + v[3]); }
inline float mostOfLanes(V v) {
  const float a = v[0] > v[2] ? v[0] : v[2], b = v[1] > v[3] ? v[1] : v[3];
  return a > b ? a : b;
}
}  // namespace
#define CHAESAEK_ROWS plainRows
#define CHAESAEK_ROWS_NAME "plain"
#include "core/engine/rows_body.h"
