// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

namespace chaesaek::engine {

constexpr int kChunk = 16;  ///< channels come in chunks of so many floats: a cache line
/// The next multiple of a chunk.
constexpr int padded(int channels) { return (channels + kChunk - 1) / kChunk * kChunk; }

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};
template <class T>
using Buffer = std::unique_ptr<T[], Free>;

/// Zeroed, aligned to a cache line, on huge pages where it is large (walking through many small ones takes longer than reading what
/// they hold); throws std::bad_alloc.
template <class T>
Buffer<T> makeBuffer(size_t count) {
  constexpr size_t kLine = 64, kHuge = size_t{1} << 21;
  const size_t least = count * sizeof(T), grain = least >= kHuge / 2 ? kHuge : kLine;
  const size_t bytes = (least + grain - 1) / grain * grain;
  void* memory = std::aligned_alloc(grain, bytes);
  if (!memory) throw std::bad_alloc();
  if (grain == kHuge) madvise(memory, bytes, MADV_HUGEPAGE);
  __builtin_memset(memory, 0, bytes);
  return Buffer<T>(static_cast<T*>(memory));
}

/// A square picture of floats, rows of pixels of channels, with a margin of zeros: so that no convolution looks where its border is.
struct Plane {
  static constexpr int kBefore = 1;  ///< pixels of margin above and to the left: a convolution's padding
  static constexpr int kAfter = 6;   ///< below and to the right: the last tile may hang over

  Plane() = default;
  Plane(int side, int channels) : side(side), channels(channels), rowPitch((kBefore + side + kAfter) * channels) {
    constexpr int kOverread = 4 * kChunk;  // chunks of few channels end behind the last pixel
    memory = makeBuffer<float>(static_cast<size_t>(rowPitch) * static_cast<size_t>(kBefore + side + kAfter) + kOverread);
  }
  /// Of the margin's corner: where pixel (-1,-1) would be.
  float* corner() const { return memory.get(); }
  float* at(int y, int x) const { return corner() + static_cast<ptrdiff_t>(y + kBefore) * rowPitch + static_cast<ptrdiff_t>(x + kBefore) * channels; }

  int side = 0, channels = 0, rowPitch = 0;
  Buffer<float> memory;
};

}  // namespace chaesaek::engine
