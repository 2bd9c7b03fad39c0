// SPDX-License-Identifier: GPL-3.0-or-later
// `chaesaek …` without a process of its own: starting one takes half a second, most of it LibTorch's.
#pragma once
#include <unistd.h>

#include <QByteArray>
#include <QStringList>
#include <cstdio>
#include <iostream>
#include <memory>
#include <vector>

#include "app/command_line.h"

namespace chaesaek {

/// What is written to a descriptor while it lives.
class Captured {
 public:
  explicit Captured(int descriptor) : descriptor_(descriptor), before_(dup(descriptor)), file_(std::tmpfile(), &std::fclose) {
    flush();
    dup2(fileno(file_.get()), descriptor_);
  }
  ~Captured() {
    flush();
    dup2(before_, descriptor_);
    close(before_);
  }
  QByteArray text() {
    flush();
    std::rewind(file_.get());
    QByteArray out;
    char part[4096];
    for (size_t n; (n = std::fread(part, 1, sizeof part, file_.get())) > 0;) out.append(part, static_cast<qsizetype>(n));
    return out;
  }

 private:
  static void flush() {
    std::cout.flush();
    std::fflush(nullptr);
  }
  int descriptor_, before_;
  std::unique_ptr<FILE, int (*)(FILE*)> file_;
};

struct Called {
  int status = 0;
  QByteArray output, error;  ///< trimmed
};

inline Called callProgram(const QStringList& arguments) {
  QByteArrayList words{"chaesaek"};
  for (const QString& each : arguments) words.push_back(each.toUtf8());
  std::vector<char*> argv;
  for (QByteArray& each : words) argv.push_back(each.data());
  argv.push_back(nullptr);
  Captured output(STDOUT_FILENO), error(STDERR_FILENO);
  const int status = runCommandLine(static_cast<int>(words.size()), argv.data());
  return {status, output.text().trimmed(), error.text().trimmed()};
}

}  // namespace chaesaek
