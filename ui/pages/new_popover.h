// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>

#include "ui/widgets/popover.h"

namespace chaesaek {

/// Asks how large the new paper is: a few sizes at one click, or one's own.
class NewPopover : public Popover {
  Q_OBJECT
 public:
  NewPopover(QSize present, std::function<void(QSize)> create, QWidget* parent);

 private:
  void addPresets();
  void addOwnSize(QSize present);
  void finish(QSize size);
  std::function<void(QSize)> create_;
};

}  // namespace chaesaek
