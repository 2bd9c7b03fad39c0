// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace chaesaek {

/// What a package client (pip, npm, apt-get) left behind.
struct ClientResult {
  int status = 0;        ///< its exit status; 127 where it is not installed
  std::string lastLine;  ///< the last line that it printed: usually why it failed
};

/// Runs a client in `folder` without a shell, so that no argument is ever interpreted. Cancelling ends it.
ClientResult runClient(const std::vector<std::string>& command, const std::filesystem::path& folder, const Progress& progress);

/// `python -m pip`: of the project's own venv where there is one, else of the system.
std::vector<std::string> pipCommand();

}  // namespace chaesaek
