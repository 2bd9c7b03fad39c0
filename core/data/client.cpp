// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/client.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "core/base/files.h"

extern char** environ;

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

/// Starts the command with its output in `log`; 0 where that failed.
pid_t start(const std::vector<std::string>& command, const fs::path& folder, const fs::path& log) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : 0;
}

int waitFor(pid_t child, const std::string& what, const Progress& progress) {
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    try {
      progress(0, 1, what);
    } catch (...) {
      kill(child, SIGTERM);
      waitpid(child, &status, 0);
      throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

ClientResult runClient(const std::vector<std::string>& command, const fs::path& folder, const Progress& progress) {
  const fs::path log = folder / "client.log";
  const pid_t child = start(command, folder, log);
  if (child == 0) return {127, command[0] + " is not installed"};
  ClientResult result{waitFor(child, "running " + fs::path(command[0]).filename().string(), progress), {}};
  if (result.status != 0) progress(0, 1, "");  // Ctrl-C ends it, too: that is no fault of its own
  std::istringstream lines(readFile(log));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty()) result.lastLine = line;
  return result;
}

std::vector<std::string> pipCommand() {
  const fs::path own = shippedFolder(".deps") / "venv/bin/python";
  return {fs::exists(own) ? own.string() : "python3", "-m", "pip"};
}

}  // namespace chaesaek
