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
  if (bytes > limit_)
    fail(place->name + " is too large to compare: it takes " + megabytes(bytes) + ", and the limit for all networks is " + megabytes(limit_));
  makeRoom(bytes);
  if (this->bytes() + bytes > limit_)
    fail("no room for " + place->name + ": it takes " + megabytes(bytes) + ", the other networks " + megabytes(this->bytes()) + ", and the limit is " +
         megabytes(limit_) + "; remove a column or raise the limit");
  loaded_.push_front({hash, bytes, openColourer(nameOrPath, device_)});
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

/// Gives up what nobody holds, the longest unused first, until `bytes` more fit.
void ModelShelf::makeRoom(int64_t bytes) {
  for (auto one = loaded_.end(); one != loaded_.begin() && this->bytes() + bytes > limit_;) {
    --one;
    if (one->colourer.use_count() == 1) one = loaded_.erase(one);
  }
}

}  // namespace chaesaek
