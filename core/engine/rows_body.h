// SPDX-License-Identifier: GPL-3.0-or-later
// The work of rows.h over the vectors V that the including file defines: kLanes floats each. Rows that are no whole number of vectors are
// gone through float by float.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "core/engine/rows.h"

namespace chaesaek::engine {
namespace {

constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;  // their sum is ln 2; multiples of the first are exact
constexpr float kNever = -1e30f;                                     // less than any logarithm

// What the loops need of a vector, and of a float.
using I = int32_t __attribute__((vector_size(sizeof(V))));
template <class T> constexpr int kStep = sizeof(T) / sizeof(float);
template <class T> T get(const float* p) {
  if constexpr (kStep<T> == 1) return *p;
  else return load(p);
}
template <class T> T filled(float x) {
  if constexpr (kStep<T> == 1) return x;
  else return all(x);
}
inline void put(float* p, float x) { *p = x; }
inline void put(float* p, V x) { store(p, x); }
inline float larger(float a, float b) { return a > b ? a : b; }
inline V larger(V a, V b) { return largest(a, b); }
inline float sumOf(float x) { return x; }
inline float sumOf(V x) { return sumOfLanes(x); }
inline float mostOf(float x) { return x; }
inline float mostOf(V x) { return mostOfLanes(x); }
inline int32_t bitsOf(float x) { return std::bit_cast<int32_t>(x); }
inline I bitsOf(V x) { return (I)x; }
inline float numberOf(int32_t x) { return std::bit_cast<float>(x); }
inline V numberOf(I x) { return (V)x; }
inline int32_t whole(float x) { return static_cast<int32_t>(x); }
inline I whole(V x) { return __builtin_convertvector(x, I); }
inline float real(int32_t x) { return static_cast<float>(x); }
inline V real(I x) { return __builtin_convertvector(x, V); }

/// e^x to a few units of the last place, for x < 88; hardly anything below -80. Cephes' polynomial (Moshier 1989).
template <class T> inline T exponential(T x) {
  constexpr float kLog2E = 1.44269504f, kRounds = 12582912;  // adding it leaves no digits behind the point
  x = larger(x, filled<T>(-80));
  const T n = (x * kLog2E + kRounds) - kRounds;
  const T r = x - n * kLn2High - n * kLn2Low;
  T p = 1.9875691500e-4f * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.f;
  return p * numberOf((whole(n) + 127) << 23);
}

/// ln x of a usual positive number, likewise.
template <class T> inline T logarithm(T x) {
  constexpr int32_t kRootOfHalf = 0x3f3504f3;
  const auto bits = bitsOf(x), exponent = (bits - kRootOfHalf) >> 23;
  const T f = numberOf(bits - (exponent << 23)) - 1.f, e = real(exponent), square = f * f;
  T p = 7.0376836292e-2f * f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  return f + (p * f * square + e * kLn2Low - square * .5f) + e * kLn2High;
}

inline float chosen(bool first, float a, float b) { return first ? a : b; }
inline V chosen(I first, V a, V b) { return first ? a : b; }

/// ln(1 - e^x) for x <= 0, not below `least`.
template <class T> inline T logOfRest(T x, float least) {
  const T q = x * -1.f;
  const T series = q * (1.f - q * .5f * (1.f - q * (1 / 3.f) * (1.f - q * .25f * (1.f - q * .2f * (1.f - q * (1 / 6.f) * (1.f - q * (1 / 7.f)))))));
  const T rest = chosen(q < .35f, series, 1.f - exponential(x));
  return larger(logarithm(larger(rest, filled<T>(1e-30f))), filled<T>(least));
}

template <class T> inline float largestOf(const float* row, int width) {
  T most = get<T>(row);
  for (int k = kStep<T>; k < width; k += kStep<T>) most = larger(most, get<T>(row + k));
  return mostOf(most);
}

template <class T> inline float sumOfPowers(const float* row, float less, int width) {
  T sum = filled<T>(0);
  for (int k = 0; k < width; k += kStep<T>) sum += exponential(get<T>(row + k) - less);
  return sumOf(sum);
}

/// A known width, so that loops over it are laid out in full.
template <int known> struct Width {
  constexpr operator int() const { return known; }
};

/// Calls work(a vector or a float, the width).
template <class Work> inline void ofWidth(int width, Work work) {
  if (width == 64) work(V(), Width<64>());
  else if (width % kLanes == 0) work(V(), width);
  else work(float(), width);
}

/// What is computed once a row, for as many rows as a vector has numbers.
struct Block {
  float first[kLanes], most[kLanes], sum[kLanes], shift[kLanes];
};

/// Calls work(block, from which row, how many) for all of them.
template <class Work> inline void eachBlock(size_t rows, Work work) {
  Block block{};
  std::fill_n(block.sum, kLanes, 1.f);
  for (size_t i = 0; i < rows; i += kLanes) work(block, i, static_cast<int>(std::min<size_t>(kLanes, rows - i)));
}

template <class T> inline void addToRow(float* row, float x, int width) {
  for (int k = 0; k < width; k += kStep<T>) put(row + k, get<T>(row + k) + x);
}

void logSoftmax(const float* from, float* to, size_t rows, int columns) {
  ofWidth(columns, [=]<class T>(T, auto width) mutable {
    for (size_t i = 0; i < rows; ++i, from += width, to += width) {
      const float most = largestOf<T>(from, width), sum = most + logarithm(sumOfPowers<T>(from, most, width));
      for (int k = 0; k < width; k += kStep<T>) put(to + k, get<T>(from + k) - sum);
    }
  });
}

void sway(const float* from, const float* says, const int* which, float trust, const float* factors, float least, float* to, size_t rows, int columns) {
  const std::vector<float> none(static_cast<size_t>(columns));
  const float *zeros = none.data(), *factor = factors ? factors : zeros;
  ofWidth(columns, [=]<class T>(T, auto width) {
    eachBlock(rows, [=](Block& block, size_t start, int count) {
      const float* row = from + start * width;
      float* out = to + start * width;
      for (int i = 0; i < count; ++i, row += width, out += width) {
        const float* say = says ? says + static_cast<ptrdiff_t>(which[start + i]) * width : zeros;
        block.first[i] = row[0];
        for (int k = 0; k < width; k += kStep<T>) put(out + k, get<T>(row + k) + trust * get<T>(say + k) + get<T>(factor + k));
        out[0] = kNever;
        block.most[i] = largestOf<T>(out, width);
        block.sum[i] = sumOfPowers<T>(out, block.most[i], width);
      }
      store(block.shift, logOfRest(load(block.first), least) - load(block.most) - logarithm(load(block.sum)));
      out = to + start * width;
      for (int i = 0; i < count; ++i, out += width) {
        addToRow<T>(out, block.shift[i], width);
        out[0] = block.first[i];
      }
    });
  });
}

template <class Change> void each(float* numbers, size_t count, Change change) {
  const size_t whole = count - count % kLanes;
  for (size_t i = 0; i < whole; i += kLanes) store(numbers + i, change(load(numbers + i)));
  for (size_t i = whole; i < count; ++i) numbers[i] = change(numbers[i]);
}

void exponentials(float* numbers, size_t count) { each(numbers, count, [](auto x) { return exponential(x); }); }

void logarithms(float* numbers, size_t count, float add, float times) {
  each(numbers, count, [=](auto x) { return logarithm(x + add) * times; });
}

void likeliest(const float* from, float* first, float* greatest, size_t rows, int columns) {
  ofWidth(columns, [=]<class T>(T, auto width) mutable {
    for (size_t i = 0; i < rows; ++i, from += width) {
      first[i] = from[0];
      if constexpr (kStep<T> == 1) {
        greatest[i] = largestOf<T>(from + 1, width - 1);
      } else {
        T most = get<T>(from);
        most[0] = kNever;
        for (int k = kStep<T>; k < width; k += kStep<T>) most = larger(most, get<T>(from + k));
        greatest[i] = mostOf(most);
      }
    }
  });
}

void means(const float* from, const float* values, float sharpness, float* to, size_t rows, int columns) {
  const float *red = values, *green = values + columns, *blue = green + columns;
  ofWidth(columns, [=]<class T>(T, auto width) mutable {
    for (size_t i = 0; i < rows; ++i, from += width, to += 3) {
      const float most = largestOf<T>(from, width);
      T sum = filled<T>(0), r = sum, g = sum, b = sum;
      for (int k = 0; k < width; k += kStep<T>) {
        const T share = exponential((get<T>(from + k) - most) * sharpness);
        sum += share, r += share * get<T>(red + k), g += share * get<T>(green + k), b += share * get<T>(blue + k);
      }
      const float part = 1 / sumOf(sum);
      to[0] = sumOf(r) * part, to[1] = sumOf(g) * part, to[2] = sumOf(b) * part;
    }
  });
}

void share(const float* from, const float* amounts, const float* factors, float least, float* to, size_t rows, int columns) {
  std::fill_n(to, columns, 0.f);
  ofWidth(columns, [=]<class T>(T, auto width) mutable {
    for (size_t i = 0; i < rows; ++i, from += width) {
      T product = filled<T>(0);
      for (int k = 0; k < width; k += kStep<T>) product += get<T>(from + k) * get<T>(factors + k);
      const float part = amounts[i] / std::max(sumOf(product), least);
      for (int k = 0; k < width; k += kStep<T>) put(to + k, get<T>(to + k) + part * get<T>(from + k));
    }
  });
}

void between(const float* a, const float* b, float part, float* to, size_t count) {
  const size_t whole = count - count % kLanes;
  for (size_t i = 0; i < whole; i += kLanes) store(to + i, load(a + i) + part * (load(b + i) - load(a + i)));
  for (size_t i = whole; i < count; ++i) to[i] = a[i] + part * (b[i] - a[i]);
}

}  // namespace

const RowKernels& CHAESAEK_ROWS() {
  static constexpr RowKernels rows{CHAESAEK_ROWS_NAME, logSoftmax, sway, exponentials, logarithms, likeliest, means, share, between};
  return rows;
}

}  // namespace chaesaek::engine
