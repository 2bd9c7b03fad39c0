// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

namespace chaesaek {

/// The size at which an SVG picture is drawn: its own, else its view box's, else its drawing's bounds; a small one is
/// drawn larger, so that its long side has 512 pixels (vectors lose nothing). Throws Error that names `what`.
cv::Size svgSize(std::string_view svg, const std::string& what);

}  // namespace chaesaek
