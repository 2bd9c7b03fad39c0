// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/undo.h"

#include <algorithm>

namespace chaesaek {

HintSplice HintSplice::between(const std::vector<Hint>& before, const std::vector<Hint>& after) {
  const auto [left, right] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  auto leftEnd = before.end(), rightEnd = after.end();
  while (leftEnd != left && rightEnd != right && leftEnd[-1] == rightEnd[-1]) --leftEnd, --rightEnd;
  return {static_cast<size_t>(left - before.begin()), {left, leftEnd}, {right, rightEnd}};
}

void HintSplice::apply(std::vector<Hint>& hints, bool forward) const {
  const auto& out = forward ? removed : inserted;
  const auto& in = forward ? inserted : removed;
  const auto first = hints.begin() + static_cast<std::ptrdiff_t>(at);
  const auto next = hints.erase(first, first + static_cast<std::ptrdiff_t>(out.size()));
  hints.insert(next, in.begin(), in.end());
}

QRectF HintSplice::bounds() const {
  QRectF bounds;
  for (const auto* list : {&removed, &inserted}) {
    for (const Hint& hint : *list) bounds |= boundsOf(hint);
  }
  return bounds;
}

size_t HintSplice::bytes() const {
  size_t total = 0;
  for (const auto* list : {&removed, &inserted}) {
    for (const Hint& hint : *list) total += sizeof hint + hint.points.size() * sizeof(QPointF);
  }
  return total;
}

void UndoStack::push(UndoStep step) {
  while (canRedo()) {
    bytes_ -= steps_.back().bytes();
    steps_.pop_back();
  }
  step.state = ++lastState_;
  bytes_ += step.bytes();
  steps_.push_back(std::move(step));
  while (bytes_ > budget_) {
    bytes_ -= steps_.front().bytes();
    oldestState_ = steps_.front().state;
    steps_.pop_front();
  }
  done_ = steps_.size();
}

void UndoStack::clear() {
  steps_.clear();
  done_ = bytes_ = 0;
  oldestState_ = ++lastState_;
}

}  // namespace chaesaek
