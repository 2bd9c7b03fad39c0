// SPDX-License-Identifier: GPL-3.0-or-later
// What `evaluate` says of generators and judges.
#pragma once
#include <string>

#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/data/picture_set.h"
#include "core/inference/model_places.h"

namespace chaesaek {

struct PictureReportOptions {
  Split split = Split::Test;
  int limit = 0;  ///< pictures; 0: all for a judge, for a generator 5000 or half of the split
  uint64_t seed = 1;
  std::string device = "auto";  ///< auto, cpu or cuda
};

/// "colouring", "generator", "judge"…, without its weights; throws Error that names the file where it is no model.
std::string roleOf(const ModelPlace& model);

/// A generator's pictures beside as many real ones, with what shows collapse and copying; a measure that does not apply is
/// null. Keys as the README names them. Throws Error (Usage) where model, set or split do not fit.
Json reportGenerator(const ModelPlace& model, const PictureSet& set, const PictureReportOptions& options, const Progress& progress);

/// A judge's accuracy, in all and for each class. Throws as above.
Json reportJudge(const ModelPlace& model, const PictureSet& set, const PictureReportOptions& options, const Progress& progress);

}  // namespace chaesaek
