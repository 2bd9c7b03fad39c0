// SPDX-License-Identifier: GPL-3.0-or-later
// Open Clip Art: drawings of all kinds by many hands. What is fit to learn from is found by plain rules.
#pragma once
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>

#include "core/data/fetchable.h"

namespace chaesaek {

/// What its path says: "animals/birds/red_hen_02.svg" is "red hen". Numbered drawings of one thing share a name, and so a
/// side of the split.
std::string clipArtName(const std::string& path);

/// What it shows: its name without the author, who stands behind it in many and is cut off in some ("heart jon phil" is "heart"). The
/// drawing (SVG) says who that is.
std::string clipArtLabel(const std::string& name, const std::string& svg);

/// How many colours take a visible part of the flat areas (4 bits a channel).
int coloursOf(const cv::Mat& bgr);

void packOpenclipart(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress);

}  // namespace chaesaek
