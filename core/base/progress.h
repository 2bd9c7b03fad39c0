// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "core/base/error.h"

namespace chaesaek {

/// How long work tells where it is, and learns that nobody wants it any more. Copies share the cancel flag.
class Progress {
 public:
  using Report = std::function<void(double fraction, const std::string& what)>;

  Progress() = default;
  explicit Progress(Report report) : report_(std::move(report)) {}

  /// Reports `done` of `total`; throws Cancelled after cancel(). Called from the working thread.
  void operator()(double done, double total, const std::string& what) const {
    if (cancelled()) throw Cancelled();
    if (report_) report_(total > 0 ? done / total : 0, what);
  }
  void cancel() { *cancel_ = true; }
  bool cancelled() const { return *cancel_; }

 private:
  Report report_;
  std::shared_ptr<std::atomic<bool>> cancel_ = std::make_shared<std::atomic<bool>>(false);
};

}  // namespace chaesaek
