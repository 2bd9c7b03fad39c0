// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/base/progress.h"

namespace chaesaek {

/// A one-line bar on stderr where that is a terminal; silent where it is not.
Progress terminalProgress(const std::string& title);

/// Whether stderr is a terminal.
bool onTerminal();

/// Throws Error (Usage) that names the option where a sheet's path does not end in .png: before long work, not after it.
void requirePngName(const std::string& option, const std::string& path);

/// Draws (or with an empty text wipes) the bar's line.
void showBar(double fraction, const std::string& text);

}  // namespace chaesaek
