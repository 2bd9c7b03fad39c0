// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <future>
#include <vector>

namespace chaesaek {

/// make(i) for i in [0, count) on `threads` threads, take(i, result) on the caller's in order. What either throws
/// reaches the caller once the started work has ended. Few results are kept at a time.
template <class Make, class Take>
void inOrder(int count, int threads, Make make, Take take) {
  constexpr int kEach = 16;
  using Results = std::vector<decltype(make(0))>;
  const auto some = [&make, count](int first) {
    Results results;
    for (int i = first; i < std::min(count, first + kEach); ++i) results.push_back(make(i));
    return results;
  };
  std::vector<std::future<Results>> ahead;  // a destroyed future of std::async waits for its work
  int next = 0;
  for (int taken = 0; taken < count;) {
    for (; next < count && static_cast<int>(ahead.size()) < threads; next += kEach) ahead.push_back(std::async(std::launch::async, some, next));
    Results results = ahead.front().get();
    ahead.erase(ahead.begin());
    for (auto& result : results) take(taken++, std::move(result));
  }
}

}  // namespace chaesaek
