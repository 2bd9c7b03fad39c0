// SPDX-License-Identifier: GPL-3.0-or-later
// The few drawings of tests/data/openmoji (our own, in OpenMoji's form) as a packed set.
#pragma once
#include <filesystem>
#include <string>

#include "core/base/files.h"
#include "core/data/openmoji.h"

namespace chaesaek {

inline Files sampleFiles() {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(CHAESAEK_SOURCE_DIR "/tests/data/openmoji"))
    files[entry.path().filename().string()] = readFile(entry.path());
  return files;
}

inline std::string packSamples(const std::filesystem::path& folder) {
  const auto out = folder / "samples.chsk";
  packOpenmoji(sampleFiles(), out, {});
  return out.string();
}

}  // namespace chaesaek
