// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/latents.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"

namespace chaesaek {
namespace {

constexpr int kUsualWall = 64, kUsualOfEachClass = 10;
constexpr double kStraight = 1e-4;  // radians from parallel, where the sphere's formula would divide by nearly nothing

using Numbers = std::vector<float>;

double dot(const Numbers& a, const Numbers& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
  return sum;
}

/// a * first + b * second
Numbers weighted(const Numbers& a, double first, const Numbers& b, double second) {
  Numbers out(a.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(a[i] * first + b[i] * second);
  return out;
}

Numbers straight(const Numbers& a, const Numbers& b, double share) { return weighted(a, 1 - share, b, share); }

Numbers alongSphere(const Numbers& a, const Numbers& b, double share) {
  const double lengths = std::sqrt(dot(a, a) * dot(b, b));
  const double angle = lengths > 0 ? std::acos(std::clamp(dot(a, b) / lengths, -1.0, 1.0)) : 0;
  if (angle < kStraight || angle > M_PI - kStraight) return straight(a, b, share);
  return weighted(a, std::sin((1 - share) * angle) / std::sin(angle), b, std::sin(share * angle) / std::sin(angle));
}

Numbers meanOf(const std::vector<Latent>& picks, Numbers Latent::* part) {
  std::vector<double> sum((picks.front().*part).size());
  for (const Latent& pick : picks)
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += (pick.*part)[i];
  Numbers out(sum.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(sum[i] / static_cast<double>(picks.size()));
  return out;
}

Numbers sumOf(const Numbers& a, const Numbers& b, const Numbers& c) {
  Numbers out(a.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(double{a[i]} - b[i] + c[i]);
  return out;
}

double lengthOf(const Numbers& numbers) { return std::sqrt(dot(numbers, numbers)); }

/// To at most `length`.
void shorten(Numbers& numbers, double length) {
  const double own = lengthOf(numbers);
  if (own > length) numbers = weighted(numbers, length / own, numbers, 0);
}

/// Shares that the network may have seen: none below zero, 1 together.
void makeShares(Numbers& classes) {
  double sum = 0;
  for (float& share : classes) sum += share = std::max(share, 0.f);
  for (float& share : classes) share = static_cast<float>(share / sum);
}

}  // namespace

Latent drawLatent(const LatentSpace& space, uint64_t seed, int index, int label) {
  Random random(seed, 0, static_cast<uint64_t>(index));
  Latent out;
  out.numbers.resize(static_cast<size_t>(space.size));
  for (float& number : out.numbers) number = static_cast<float>(space.normal ? random.normal() : random.uniform(-1, 1));
  out.classes.resize(static_cast<size_t>(space.classes));
  if (space.classes > 0) out.classes.at(static_cast<size_t>(label)) = 1;
  return out;
}

Latent between(const LatentSpace& space, const Latent& a, const Latent& b, double share) {
  if (share <= 0) return a;
  if (share >= 1) return b;
  return {space.normal ? alongSphere(a.numbers, b.numbers, share) : straight(a.numbers, b.numbers, share), straight(a.classes, b.classes, share)};
}

Latent meanLatent(const std::vector<Latent>& picks) { return {meanOf(picks, &Latent::numbers), meanOf(picks, &Latent::classes)}; }

Latent arithmetic(const LatentSpace& space, const std::vector<Latent>& a, const std::vector<Latent>& b, const std::vector<Latent>& c) {
  const Latent first = meanLatent(a), second = meanLatent(b), third = meanLatent(c);
  Latent out{sumOf(first.numbers, second.numbers, third.numbers),
             sumOf(first.classes, second.classes, third.classes)};
  if (space.normal) shorten(out.numbers, std::max({std::sqrt(space.size), lengthOf(first.numbers), lengthOf(third.numbers)}));
  makeShares(out.classes);
  return out;
}

std::vector<std::vector<Latent>> drawWall(const LatentSpace& space, const WallOrder& order) {
  const bool rowForEachClass = space.classes > 0 && order.label < 0;
  int columns = 0, count = order.count > 0 ? order.count : kUsualWall;
  if (rowForEachClass) {
    columns = order.count > 0 ? (order.count + space.classes - 1) / space.classes : kUsualOfEachClass;
    count = columns * space.classes;
  } else {
    columns = static_cast<int>(std::ceil(std::sqrt(count)));
  }
  std::vector<std::vector<Latent>> rows;
  for (int i = 0; i < count; ++i) {
    if (i % columns == 0) rows.emplace_back();
    const int label = rowForEachClass ? static_cast<int>(rows.size()) - 1 : std::max(order.label, 0);
    rows.back().push_back(drawLatent(space, order.seed, rowForEachClass ? i % columns : i, label));
  }
  return rows;
}

}  // namespace chaesaek
