// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/rows.h"

#include <algorithm>
#include <utility>

#include "core/engine/team.h"

namespace chaesaek::engine {
namespace {

constexpr size_t kPart = 1024;  // rows: less does not pay for waking a thread

thread_local Team* teamOfThisThread = nullptr;

}  // namespace

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

RowTeam::RowTeam(Team* team) : before_(std::exchange(teamOfThisThread, team)) {}

RowTeam::~RowTeam() { teamOfThisThread = before_; }

void byRows(size_t rows, const std::function<void(size_t, size_t)>& work) {
  const size_t parts = (rows + kPart - 1) / kPart;
  if (!teamOfThisThread || parts < 2) return work(0, rows);
  const Step step{static_cast<int>(parts), [&](int part, int) {
    const size_t first = static_cast<size_t>(part) * kPart;
    work(first, std::min(kPart, rows - first));
  }};
  teamOfThisThread->run({&step, 1});
}

}  // namespace chaesaek::engine
