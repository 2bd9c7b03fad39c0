// SPDX-License-Identifier: GPL-3.0-or-later
// Quick, Draw!: what people drew in twenty seconds of a game when they were told a word.
#pragma once
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/data/fetchable.h"

namespace chaesaek {

/// Its doodles of one word: a line each, 784 numbers from 0 (paper) to 1 (ink), row by row of 28×28. `file` names it in errors.
/// CV_32F each. Throws Error where a line is something else.
std::vector<cv::Mat> readDoodles(const std::string& lines, const std::string& file);

/// A doodle as smooth lines at `side`, with a margin: CV_8U, 255 ink.
cv::Mat enlargedDoodle(const cv::Mat& doodle, int side);

/// The first ninety doodles of each word, of a held-out set the last ten.
void packQuickDraw(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress);

}  // namespace chaesaek
