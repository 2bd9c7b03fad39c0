// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace chaesaek {

/// A tensor as it lies in a safetensors file: little-endian, row-major.
struct StoredTensor {
  std::string type;  ///< "F64" "F32" "F16" "BF16" "I64" "I32" "U8" "BOOL"
  std::vector<int64_t> shape;
  std::vector<uint8_t> bytes;
};

/// The safetensors format: an 8-byte header length, a JSON header, then the tensors' bytes.
/// Source: huggingface/safetensors, README, "Format".
struct Safetensors {
  std::map<std::string, std::string> metadata;
  std::map<std::string, StoredTensor> tensors;
};

/// Bytes of one element; throws Error for an unknown type.
size_t elementSize(const std::string& type);

/// Throws Error that names the file where it is foreign or damaged (header, bounds, overlaps, sizes).
Safetensors readSafetensors(const std::filesystem::path& path);
/// Only the header's metadata: cheap, for lists.
std::map<std::string, std::string> readSafetensorsMetadata(const std::filesystem::path& path);
/// How many numbers its tensors hold in all, from the header: what it will take in memory is known before it is read.
int64_t countSafetensorsNumbers(const std::filesystem::path& path);
/// Whole or not at all (written beside, then renamed).
void writeSafetensors(const std::filesystem::path& path, const Safetensors& content);

}  // namespace chaesaek
