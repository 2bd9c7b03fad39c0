// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/rows.h"

namespace chaesaek::engine {

const RowKernels& plainRows();
const RowKernels& avx2Rows();
const RowKernels& avx512Rows();

const std::vector<const RowKernels*>& rowKernelsHere() {
  static const std::vector<const RowKernels*> found = [] {
    std::vector<const RowKernels*> all;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) all.push_back(&avx512Rows());
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c")) all.push_back(&avx2Rows());
#endif
    all.push_back(&plainRows());
    return all;
  }();
  return found;
}

const RowKernels& rowKernels() { return *rowKernelsHere().front(); }

}  // namespace chaesaek::engine
