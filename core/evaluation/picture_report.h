// SPDX-License-Identifier: GPL-3.0-or-later
// What `evaluate` says of generators and judges.
#pragma once
#include <filesystem>
#include <string>

#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/data/picture_set.h"

namespace chaesaek {

struct PictureReportOptions {
  Split split = Split::Test;
  int limit = 0;  ///< pictures; 0: all for a judge, for a generator 5000 or half of the split
  uint64_t seed = 1;
  std::string device = "auto";  ///< auto, cpu or cuda
};

/// A generator's pictures beside as many real ones, with what shows collapse and copying; a measure that does not apply is
/// null. Keys as the README names them. Throws Error (Usage) where model, set or split do not fit.
Json reportGenerator(const std::filesystem::path& model, const PictureSet& set, const PictureReportOptions& options, const Progress& progress);

/// A judge's accuracy, in all and for each class. Throws as above.
Json reportJudge(const std::filesystem::path& model, const PictureSet& set, const PictureReportOptions& options, const Progress& progress);

}  // namespace chaesaek
