// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace chaesaek {

/// Does what the arguments ask for, or opens the window; an error becomes one line on stderr. Returns the exit status: 0 done, 1 the work
/// failed, 2 the call was wrong.
int runCommandLine(int argc, char** argv);

}  // namespace chaesaek
