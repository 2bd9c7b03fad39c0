// SPDX-License-Identifier: GPL-3.0-or-later
// The data set of squares and discs, and a home folder that goes with the test.
#pragma once
#include <QTemporaryDir>
#include <opencv2/imgproc.hpp>
#include <string>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/data/toy_pairs.h"

namespace chaesaek {

/// CHAESAEK_HOME in a temporary folder, with the toy set packed as a file.
struct ToyHome {
  ToyHome() {
    qputenv("CHAESAEK_HOME", folder.path().toUtf8());
    packPairs(ToyPairs(), {}, data(), {});
  }
  std::string data() const { return folder.filePath("toy.chsk").toStdString(); }
  QTemporaryDir folder;
};

}  // namespace chaesaek
