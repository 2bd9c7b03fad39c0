// SPDX-License-Identifier: GPL-3.0-or-later
// Emoji by other hands: icons without ink, drawn from icons.json (name -> SVG) and chars.json (code points -> name).
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/data/fetchable.h"
#include "core/data/icon_lines.h"
#include "core/data/packed.h"

namespace chaesaek {

/// Which thing a name stands for: from resources/thing_names.txt, or any text of the same form.
class ThingNames {
 public:
  explicit ThingNames(const std::string& text);
  /// Code points as OpenMoji names its files ("1F431"); empty where nobody knows the name. Hyphens and capitals do not
  /// matter, nor does a number at the end ("shortcake-2").
  std::string codeOf(const std::string& name) const;
  /// What a thing is usually called ("cat face"); empty where it has no name.
  std::string labelOf(const std::string& code) const;

 private:
  std::map<std::string, std::string> codes_, labels_;
};

struct Icon {
  std::string name, svg;  ///< a whole SVG document, with a margin
  std::string refused;    ///< why it is not used; empty where it is
  bool known = false;     ///< its code points tell what it shows
  PairInfo info;          ///< hue is left open
};
/// Every icon of a set, sorted by name. Flags, components and skin-tone variants are refused, and a drawing that was there
/// already. Throws Error where the files are not what they should be.
std::vector<Icon> readIcons(const Files& files, const ThingNames& names);

/// A picture that was taken apart, for packing; `side` pixels. `info` is left empty.
PackDrawing drawWithLines(const IconLines& lines, int side);

/// What becomes of a picture: a drawing, or why it is not used.
struct DrawnPicture {
  std::string refused;
  PackDrawing drawing;
};
struct Pictures {
  int count = 0;
  std::function<DrawnPicture(int)> draw;  ///< thread safe
};
/// Draws and packs the pictures that are used; what is refused is counted by reason.
void packPictures(const FetchableSet& set, const Files& files, const Pictures& pictures, const std::filesystem::path& out, const Progress& progress);

void packIcons(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress);

}  // namespace chaesaek
