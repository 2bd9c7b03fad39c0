// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/base/files.h"

namespace {

int report(const char* what, int status) {
  chaesaek::showBar(0, "");
  std::fprintf(stderr, "chaesaek: %s\n", what);
  return status;
}

int runCommands(int argc, char** argv) {
  CLI::App app("Chaesaek colours sketches live, and trains the networks that do it.", "chaesaek");
  app.set_version_flag("--version", chaesaek::programVersion());
  app.require_subcommand(0, 1);
  chaesaek::addColorizeCommand(app);
  chaesaek::addTrainCommand(app);
  chaesaek::addDataCommand(app);
  chaesaek::addEvaluateCommand(app);
  chaesaek::addCompareCommand(app);
  chaesaek::addGenerateCommand(app);
  chaesaek::addLookalikesCommand(app);
  chaesaek::addReplayCommand(app);
  chaesaek::addBenchCommand(app);
  chaesaek::addListCommand(app);
#ifdef CHAESAEK_STUDIO
  chaesaek::addStudioCommand(app);
#endif
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return report((std::string(error.what()) + " (see chaesaek --help)").c_str(), 2);
  }
  if (!app.get_subcommands().empty()) return 0;
#ifdef CHAESAEK_STUDIO
  return chaesaek::runStudio();
#else
  std::fputs(app.help().c_str(), stdout);
  return 0;
#endif
}

}  // namespace

int chaesaek::runCommandLine(int argc, char** argv) {
  try {
    return runCommands(argc, argv);
  } catch (const Error& error) {
    return report(error.what(), error.exitStatus());
  } catch (const Cancelled&) {
    return report("cancelled", 1);
  } catch (const std::exception& error) {
    return report(error.what(), 1);
  }
}
