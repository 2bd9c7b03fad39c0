// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <stdexcept>
#include <string>

namespace chaesaek {

/// An error a person can act on: one line that names the file or parameter and says what to do.
class Error : public std::runtime_error {
 public:
  enum class Kind {
    Failed,  ///< the work failed: a file, the disk, the device (exit status 1)
    Usage,   ///< the call was wrong: an unknown name, a value out of bounds (exit status 2)
  };
  Error(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }
  int exitStatus() const { return kind_ == Kind::Usage ? 2 : 1; }

 private:
  Kind kind_;
};

/// Thrown by long work when its Progress says that it was cancelled.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

[[noreturn]] inline void fail(const std::string& message) { throw Error(Error::Kind::Failed, message); }
[[noreturn]] inline void failUsage(const std::string& message) { throw Error(Error::Kind::Usage, message); }

}  // namespace chaesaek
