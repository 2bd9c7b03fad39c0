// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace chaesaek {

struct PaletteColour {
  cv::Vec3b colour;  ///< BGR
  double share = 0;  ///< of the coloured area, 0..1

  bool operator==(const PaletteColour&) const = default;
};
/// The colours of a drawing without its paper, the largest share first; the shares sum to 1.
using Palette = std::vector<PaletteColour>;

/// The commonest colours of a fill layer (BGR), `most` at most; white paper does not count. Empty where nothing is coloured.
Palette paletteOf(const cv::Mat& fill, int most = 8);

/// "#ff8800,#00aa44": colours of equal share. Throws Error (Usage) that names what is no colour.
Palette parsePalette(const std::string& text);

/// [{"colour": "#ff8800", "share": 0.5}, …] and back; throws Error, or nlohmann's exceptions, for anything else.
Json toJson(const Palette& palette);
Palette paletteFromJson(const Json& json);

}  // namespace chaesaek
