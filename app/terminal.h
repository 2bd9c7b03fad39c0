// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/base/progress.h"

namespace chaesaek {

/// A one-line bar on stderr where that is a terminal; silent where it is not.
Progress terminalProgress(const std::string& title);

/// Whether stderr is a terminal.
bool onTerminal();

/// Draws (or with an empty text wipes) the bar's line.
void showBar(double fraction, const std::string& text);

}  // namespace chaesaek
