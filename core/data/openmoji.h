// SPDX-License-Identifier: GPL-3.0-or-later
// OpenMoji: drawings whose SVG files keep ink and colours in groups of their own.
#pragma once
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/fetchable.h"
#include "core/data/packed.h"

namespace chaesaek {

// What the packed sets of drawings have in common, so that they can be joined.
inline constexpr int kDrawingSide = 288;           ///< a little more than 286, from which 256 are cropped
inline constexpr std::array kLineWidths = {.5, .75, 1., 1.5};
inline constexpr int kNativeWidth = 2;
inline constexpr double kLeastColour = .02;        ///< of the pixels: a drawing with less is not used

/// The side of the split for a thing, named by its first code point as OpenMoji writes it ("1F431"): the same in every set.
Split splitOfThing(const std::string& codePoint);

/// What its file name says of a drawing: code points in hexadecimal, joined by hyphens ("1F9D1-1F3FD").
struct OpenmojiName {
  std::string refused;   ///< why it is not used ("flag", "component"); empty where it is
  Split split = Split::Train;
  bool variant = false;  ///< a skin-tone variant: always train, or none where its base drawing is in val or test
};
OpenmojiName readOpenmojiName(const std::string& name);

/// Draws one file: fill layer, whole picture and line art at several widths, black on white. `info` is left empty.
PackDrawing renderLayers(const std::string& svg, int side, const std::string& name);

/// Draws and packs the files that are used; what is refused is counted by reason.
void packOpenmoji(const Files& files, const std::filesystem::path& out, const Progress& progress);

}  // namespace chaesaek
