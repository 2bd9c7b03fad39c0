// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/base/error.h"

namespace chaesaek {

bool onTerminal() { return isatty(STDERR_FILENO) != 0; }

void showBar(double fraction, const std::string& text) {
  if (!onTerminal()) return;
  if (text.empty()) {
    std::fputs("\r\033[K", stderr);
    return;
  }
  constexpr int kCells = 24;
  const int full = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * kCells);
  std::string bar;
  for (int i = 0; i < kCells; ++i) bar += i < full ? "█" : "·";
  // Without wrapping at the terminal's edge: of a second row nothing would be cleared.
  std::fprintf(stderr, "\r\033[K\033[?7l%s %3d %%  %s\033[?7h", bar.c_str(), static_cast<int>(fraction * 100), text.c_str());
  std::fflush(stderr);
}

void requirePngName(const std::string& option, const std::string& path) {
  if (std::filesystem::path(path).extension() != ".png") failUsage(option + " " + path + ": sheets are written as PNG; name a .png file");
}

Progress terminalProgress(const std::string& title) {
  return Progress([title](double fraction, const std::string& what) {
    showBar(fraction, fraction >= 1 ? "" : title + (what.empty() ? "" : ": " + what));
  });
}

}  // namespace chaesaek
