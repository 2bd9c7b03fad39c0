// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_shelf.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/safetensors.h"
#include "core/inference/model_places.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr int64_t kBytesOfNumber = 4;  // float32
const std::string kFlat = "flat";

bool isHeld(const std::shared_ptr<Colourer>& colourer) { return colourer.use_count() > 1; }

std::string megabytes(int64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB"; }

}  // namespace

std::shared_ptr<Colourer> ModelShelf::open(const std::string& nameOrPath) {
  const auto place = nameOrPath == kFlat ? std::nullopt : findModelPlace(nameOrPath);
  if (!place) return openColourer(nameOrPath, device_);  // flat fill, which takes nothing; or the reason why there is no such model
  const std::string hash = hashOf(place->path);
  const auto found = std::find_if(loaded_.begin(), loaded_.end(), [&](const Loaded& one) { return one.sha256 == hash; });
  if (found != loaded_.end()) {
    loaded_.splice(loaded_.begin(), loaded_, found);
    return loaded_.front().colourer;
  }
  const int64_t bytes = kBytesOfNumber * countSafetensorsNumbers(place->path);
  checkFits(place->name, bytes);
  makeRoom(bytes);
  std::shared_ptr<Colourer> colourer = openColourer(nameOrPath, device_, Recognise::ByTrain);
  const std::string loaded = colourer->info().sha256;  // of what was read: a run may have written it anew meanwhile
  loaded_.push_front({loaded, bytes, std::move(colourer)});
  return loaded_.front().colourer;
}

void ModelShelf::setLimit(int64_t bytes) {
  limit_ = bytes;
  makeRoom(0);
}

int64_t ModelShelf::bytes() const {
  int64_t sum = 0;
  for (const Loaded& one : loaded_) sum += one.bytes;
  return sum;
}

/// Of the bytes that lie there now; they are read again only where the file was written since.
std::string ModelShelf::hashOf(const fs::path& path) {
  std::error_code error;
  const auto written = fs::last_write_time(path, error).time_since_epoch().count();
  const std::string key = fs::absolute(path).string() + '\n' + std::to_string(written) + '\n' + std::to_string(fs::file_size(path, error));
  std::string& hash = hashes_[key];
  if (hash.empty()) hash = sha256OfFile(path);
  return hash;
}

/// Before anything is given up for it.
void ModelShelf::checkFits(const std::string& name, int64_t bytes) const {
  if (bytes > limit_) fail(name + " is too large to compare: it takes " + megabytes(bytes) + ", and the limit for all networks is " + megabytes(limit_));
  int64_t held = 0;
  for (const Loaded& one : loaded_) held += isHeld(one.colourer) ? one.bytes : 0;
  if (held + bytes > limit_)
    fail("there is no room for " + name + ": it takes " + megabytes(bytes) + ", the others " + megabytes(held) + ", and the limit is " +
         megabytes(limit_) + "; remove a column or raise the limit");
}

/// Gives up what nobody holds, the longest unused first, until `bytes` more fit.
void ModelShelf::makeRoom(int64_t bytes) {
  for (auto one = loaded_.end(); one != loaded_.begin() && this->bytes() + bytes > limit_;) {
    --one;
    if (!isHeld(one->colourer)) one = loaded_.erase(one);
  }
}

}  // namespace chaesaek
