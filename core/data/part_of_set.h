// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>

#include "core/data/pairs.h"

namespace chaesaek {

/// "openmoji:face": the drawings of a set whose usual name holds a word.
struct SetName {
  std::string set;   ///< a set's name, or a packed file's path
  std::string word;  ///< empty: all of it
};
SetName readSetName(const std::string& text);

/// The set's drawings that are called so: "face" takes "cat face" and "face with tongue", not "person facepalming". Drawings
/// without a label are called what their code points are (resources/thing_names.txt); skin-tone variants have no name.
/// Throws Error (Usage) where there are none.
std::shared_ptr<const PairSet> drawingsCalled(std::shared_ptr<const PairSet> set, const std::string& word);

}  // namespace chaesaek
