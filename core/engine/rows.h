// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to numbers that lie in rows, as what a network thinks of each pixel: the logarithms of its colours' probabilities. One pass
// over them where a tensor library takes five. Compiled once for each kind of processor (rows_body.h).
#pragma once
#include <cstddef>
#include <functional>
#include <vector>

namespace chaesaek::engine {

struct RowKernels {
  const char* name;
  /// Logarithms of the softmax of each row; `to` may be `from`.
  void (*logSoftmax)(const float* from, float* to, size_t rows, int width);
  /// See swayed() (core/inference/placement.h). To each row comes one of `says`, scaled by `trust`: that which `which` [rows] names; `says`
  /// and `factors` [width] may be null. The least logarithm of what is not paper is `least`.
  void (*sway)(const float* from, const float* says, const int* which, float trust, const float* factors, float least, float* to, size_t rows, int width);
  /// e to the power of each number, in its place.
  void (*exponentials)(float* numbers, size_t count);
  /// times * ln(number + add), in its place; number + add > 0.
  void (*logarithms)(float* numbers, size_t count, float add, float times);
  /// Of each row its first number, and the largest of the others.
  void (*likeliest)(const float* from, float* first, float* most, size_t rows, int width);
  /// Means of `values` [3][width] by the softmax of each row times `sharpness` -> [rows][3].
  void (*means)(const float* from, const float* values, float sharpness, float* to, size_t rows, int width);
  /// [width]: the sum of the rows, each times amounts[row] / max(its product with `factors`, least).
  void (*share)(const float* from, const float* amounts, const float* factors, float least, float* to, size_t rows, int width);
  /// (1 - part) * a + part * b.
  void (*between)(const float* a, const float* b, float part, float* to, size_t count);
};

/// Those that this processor can run, the best first.
const std::vector<const RowKernels*>& rowKernelsHere();
/// The best.
const RowKernels& rowKernels();

class Team;

/// While it lives, a team helps the calling thread with byRows; null: nobody does. The team must be free for it.
class RowTeam {
 public:
  explicit RowTeam(Team* team);
  ~RowTeam();
  RowTeam(const RowTeam&) = delete;
  RowTeam& operator=(const RowTeam&) = delete;

 private:
  Team* before_;
};

/// Calls work(first, count) for parts of `rows`, side by side where the calling thread has a team.
void byRows(size_t rows, const std::function<void(size_t first, size_t count)>& work);

}  // namespace chaesaek::engine
