// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace chaesaek {

/// An SVG drawing taken apart by its outermost groups: those whose id starts with "line" are the ink, the rest is colour.
struct SvgLayers {
  std::string lines, fill;  ///< whole SVG documents
};
/// Throws Error that names `what` where the markup is not understood or has no line group.
SvgLayers splitLayers(std::string_view svg, const std::string& what);

/// The document with every stroke width multiplied.
std::string withStrokeWidths(std::string_view svg, double factor);

}  // namespace chaesaek
