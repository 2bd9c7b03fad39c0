// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace CLI {
class App;
}

namespace chaesaek {

// One file a sub-command; each adds itself with a callback that does the work.
void addColorizeCommand(CLI::App& app);
void addTrainCommand(CLI::App& app);
void addDataCommand(CLI::App& app);
void addEvaluateCommand(CLI::App& app);
void addCompareCommand(CLI::App& app);
void addReplayCommand(CLI::App& app);
void addLookalikesCommand(CLI::App& app);
void addGenerateCommand(CLI::App& app);
void addListCommand(CLI::App& app);
void addBenchCommand(CLI::App& app);
#ifdef CHAESAEK_STUDIO
void addStudioCommand(CLI::App& app);
/// `bench pipeline`, below the command `bench`.
void addPipelineBench(CLI::App& bench);
/// The window with its defaults: what `chaesaek` without a command opens. Returns the exit status.
int runStudio();
#endif

}  // namespace chaesaek
