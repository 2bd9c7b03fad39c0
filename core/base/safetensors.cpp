// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/safetensors.h"

#include <algorithm>
#include <fstream>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"

namespace chaesaek {
namespace fs = std::filesystem;
namespace {

constexpr uint64_t kMostHeader = 100'000'000;  // the format's own limit

[[noreturn]] void damaged(const fs::path& path, const std::string& why) {
  fail(path.string() + " is not a usable safetensors file: " + why);
}

// Bytes of one element; 0 for an unknown type.
size_t knownSize(const std::string& type) {
  if (type == "F64" || type == "I64") return 8;
  if (type == "F32" || type == "I32") return 4;
  if (type == "F16" || type == "BF16") return 2;
  if (type == "U8" || type == "I8" || type == "BOOL") return 1;
  return 0;
}

struct Header {
  Json json;
  uint64_t dataStart = 0, fileSize = 0;
};

Header readHeader(std::ifstream& in, const fs::path& path) {
  if (fs::is_directory(path)) fail(path.string() + " is a folder; name a file");
  if (!in) fail("cannot read " + path.string());
  in.seekg(0, std::ios::end);
  const auto fileSize = static_cast<uint64_t>(in.tellg());
  in.seekg(0);
  uint8_t raw[8] = {};
  if (fileSize < 8 || !in.read(reinterpret_cast<char*>(raw), 8)) damaged(path, "too short");
  uint64_t length = 0;
  for (int i = 7; i >= 0; --i) length = length << 8 | raw[i];
  if (length > kMostHeader || length > fileSize - 8) damaged(path, "its header's length is out of range");
  std::string text(length, '\0');
  if (!in.read(text.data(), static_cast<std::streamsize>(length))) damaged(path, "its header is cut off");
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) damaged(path, "its header is not JSON");
  return {std::move(json), 8 + length, fileSize};
}

std::map<std::string, std::string> metadataOf(const Header& header, const fs::path& path) {
  std::map<std::string, std::string> out;
  const auto found = header.json.find("__metadata__");
  if (found == header.json.end()) return out;
  if (!found->is_object()) damaged(path, "its metadata is not an object");
  for (const auto& [key, value] : found->items()) {
    if (!value.is_string()) damaged(path, "its metadata holds something that is not text");
    out[key] = value.get<std::string>();
  }
  return out;
}

/// A tensor without its bytes, and where these lie in the file.
struct Place {
  StoredTensor tensor;
  uint64_t begin = 0, end = 0;
};

Place placeOf(const Header& header, const std::string& name, const Json& entry, const fs::path& path) try {
  Place place;
  place.tensor.type = entry.at("dtype").get<std::string>();
  uint64_t count = 1;
  for (const auto& side : entry.at("shape")) {
    if (!side.is_number_integer()) damaged(path, name + " has a size that is no whole number");
    place.tensor.shape.push_back(side.get<int64_t>());
    if (place.tensor.shape.back() < 0) damaged(path, name + " has a negative size");
    if (__builtin_mul_overflow(count, static_cast<uint64_t>(place.tensor.shape.back()), &count)) damaged(path, name + " is too large");
  }
  const auto begin = entry.at("data_offsets").at(0).get<uint64_t>(), end = entry.at("data_offsets").at(1).get<uint64_t>();
  const uint64_t room = header.fileSize - header.dataStart, size = knownSize(place.tensor.type);
  if (size == 0) damaged(path, name + " has the unknown type " + place.tensor.type);
  if (begin > end || end > room || count > room || end - begin != count * size)
    damaged(path, name + " does not fit its place (the file may be cut off)");
  place.begin = begin, place.end = end;
  return place;
} catch (const Json::exception&) {
  damaged(path, "its entry for " + name + " is not understood");
}

/// Before their bytes are read: a small file could ask for any amount of memory.
std::map<std::string, Place> placesOf(const Header& header, const fs::path& path) {
  std::map<std::string, Place> places;
  std::vector<std::pair<uint64_t, uint64_t>> taken;
  for (const auto& [name, entry] : header.json.items()) {
    if (name == "__metadata__") continue;
    const Place& place = places[name] = placeOf(header, name, entry, path);
    if (place.end > place.begin) taken.emplace_back(place.begin, place.end);
  }
  std::sort(taken.begin(), taken.end());
  for (size_t i = 1; i < taken.size(); ++i)
    if (taken[i].first < taken[i - 1].second) damaged(path, "its tensors overlap");
  return places;
}

}  // namespace

size_t elementSize(const std::string& type) {
  const size_t size = knownSize(type);
  if (size == 0) fail("unknown tensor type " + type);
  return size;
}

Safetensors readSafetensors(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  const Header header = readHeader(in, path);
  Safetensors content;
  content.metadata = metadataOf(header, path);
  auto places = placesOf(header, path);
  for (auto& [name, place] : places) {
    StoredTensor& tensor = content.tensors[name] = std::move(place.tensor);
    tensor.bytes.resize(place.end - place.begin);
    in.seekg(static_cast<std::streamoff>(header.dataStart + place.begin));
    if (!in.read(reinterpret_cast<char*>(tensor.bytes.data()), static_cast<std::streamsize>(tensor.bytes.size()))) damaged(path, name + " is cut off");
  }
  return content;
}

std::map<std::string, std::string> readSafetensorsMetadata(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return metadataOf(readHeader(in, path), path);
}

int64_t countSafetensorsNumbers(const fs::path& path) try {
  std::ifstream in(path, std::ios::binary);
  const Header header = readHeader(in, path);
  uint64_t count = 0;
  for (const auto& [name, entry] : header.json.items()) {
    if (name == "__metadata__") continue;
    const size_t size = knownSize(entry.at("dtype").get<std::string>());
    const auto begin = entry.at("data_offsets").at(0).get<uint64_t>(), end = entry.at("data_offsets").at(1).get<uint64_t>();
    if (size == 0 || begin > end || end > header.fileSize - header.dataStart) damaged(path, name + " does not fit its place (the file may be cut off)");
    count += (end - begin) / size;
  }
  return static_cast<int64_t>(count);
} catch (const Json::exception&) {
  damaged(path, "an entry of its header is not understood");
}

void writeSafetensors(const fs::path& path, const Safetensors& content) {
  Json header = Json::object();
  if (!content.metadata.empty()) header["__metadata__"] = content.metadata;
  uint64_t offset = 0;
  for (const auto& [name, tensor] : content.tensors) {
    header[name] = {{"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  uint8_t length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<uint8_t>(text.size() >> (8 * i));
  if (path.has_parent_path()) makeFolder(path.parent_path());
  AtomicFile file(path);
  file.write(length, 8);
  file.write(text);
  for (const auto& [unused, tensor] : content.tensors) file.write(tensor.bytes.data(), tensor.bytes.size());
  file.commit();
}

}  // namespace chaesaek
