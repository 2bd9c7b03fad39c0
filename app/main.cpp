// SPDX-License-Identifier: GPL-3.0-or-later
#include <opencv2/core/utility.hpp>

#include "app/command_line.h"

int main(int argc, char** argv) {
  cv::setNumThreads(1);  // every thread of this program is busy with a picture of its own
  return chaesaek::runCommandLine(argc, argv);
}
