// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "core/experiments/declaration.h"
#include "core/training/run_record.h"

namespace chaesaek {

/// How a run fares: one line in plain words with at most one advice.
struct Health {
  enum class Kind {
    Early,  ///< too little is known
    Good,
    Watch,  ///< worth a look
    Bad,    ///< unlikely to get better by itself
  };
  Kind kind = Kind::Early;
  std::string text;
};

/// From medians over windows of the newest curves and from measures; cheap enough for every few steps of a live run.
Health healthOf(const ExperimentInfo& info, const RunHistory& history);

}  // namespace chaesaek
