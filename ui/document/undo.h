// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <vector>

#include "core/image/palette.h"
#include "ui/document/hint.h"
#include "ui/document/ink_delta.h"

namespace chaesaek {

/// The one stretch in which two lists of hints differ.
struct HintSplice {
  size_t at = 0;
  std::vector<Hint> removed, inserted;

  static HintSplice between(const std::vector<Hint>& before, const std::vector<Hint>& after);
  void apply(std::vector<Hint>& hints, bool forward) const;
  bool isEmpty() const { return removed.empty() && inserted.empty(); }
  /// The rectangle of all marks it adds or takes away.
  QRectF bounds() const;
  size_t bytes() const;
};

/// A chosen palette in the place of another; empty ones stand for none.
struct PaletteChange {
  Palette before, after;
  bool isEmpty() const { return before == after; }
};

/// One step that undo takes back: what it did to the ink, to the hints and to the palette.
struct UndoStep {
  InkDelta ink;
  HintSplice hints;
  quint64 state = 0;  ///< the state it leads to; given by the stack
  PaletteChange palette = {};

  bool isEmpty() const { return ink.isEmpty() && hints.isEmpty() && palette.isEmpty(); }
  size_t bytes() const { return sizeof *this + ink.bytes() + hints.bytes(); }
};

/// Steps done and undone, within a budget of bytes; the oldest are forgotten. Every state has a number of its own, so
/// that "as saved" is known even after undo and redo.
class UndoStack {
 public:
  explicit UndoStack(size_t budget = 64u << 20) : budget_(budget) {}

  void push(UndoStep step);
  bool canUndo() const { return done_ > 0; }
  bool canRedo() const { return done_ < steps_.size(); }
  /// The step to take back, or to do again; the stack has moved when they return.
  const UndoStep& undo() { return steps_[--done_]; }
  const UndoStep& redo() { return steps_[done_++]; }
  void clear();
  quint64 state() const { return done_ > 0 ? steps_[done_ - 1].state : oldestState_; }
  size_t bytes() const { return bytes_; }

 private:
  std::deque<UndoStep> steps_;
  size_t done_ = 0, bytes_ = 0, budget_;
  quint64 oldestState_ = 1, lastState_ = 1;
};

}  // namespace chaesaek
