// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/cifar10.h"

#include <algorithm>
#include <sstream>

#include "core/base/text.h"

namespace chaesaek {
namespace {

constexpr int kSide = 32, kClasses = 10;
constexpr size_t kPlane = kSide * kSide, kRecord = 1 + 3 * kPlane;

std::string plainName(const std::string& path) { return path.substr(path.rfind('/') + 1); }
bool isTest(const std::string& path) { return plainName(path).starts_with("test"); }

std::vector<std::string> classNames(const Files& files) {
  for (const auto& [name, content] : files) {
    if (!name.ends_with(".txt")) continue;
    std::vector<std::string> names;
    std::istringstream lines(content);
    for (std::string line; std::getline(lines, line);) {
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty()) names.push_back(line);
    }
    if (names.size() != kClasses) fail(name + " names " + std::to_string(names.size()) + " classes, not 10; get it again, or take it away");
    return names;
  }
  return {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
}

void checkBatch(const std::string& name, const std::string& bytes) {
  if (bytes.empty() || bytes.size() % kRecord)
    fail(name + " is cut off, or not of CIFAR-10's binary version: its " + grouped(static_cast<int64_t>(bytes.size())) + " bytes are no multiple of " +
         grouped(kRecord) + "; get it again");
  for (size_t i = 0; i < bytes.size() / kRecord; ++i)
    if (const int label = static_cast<uint8_t>(bytes[i * kRecord]); label >= kClasses)
      fail(name + ": label " + std::to_string(label) + " of picture " + grouped(static_cast<int64_t>(i)) + " is out of range, 0 to 9; get it again");
}

/// Appends the pictures of a batch, in the order of pixels and as BGR.
void addBatch(PictureTable& table, const std::string& bytes, bool test, bool hasTest) {
  constexpr int kParts = 20;
  for (size_t start = 0; start < bytes.size(); start += kRecord) {
    table.splits.push_back(test ? Split::Test : splitOfTraining(static_cast<int>(table.splits.size() % kParts), false, hasTest));
    table.labels.push_back(static_cast<uint8_t>(bytes[start]));
    for (size_t pixel = start + 1; pixel <= start + kPlane; ++pixel)
      for (const size_t plane : {size_t{2}, size_t{1}, size_t{0}}) table.pixels += bytes[pixel + plane * kPlane];
  }
}

}  // namespace

PictureTable readCifar10(const Files& files) {
  const auto isBatch = [](const auto& file) { return !file.first.ends_with(".txt"); };
  const bool hasTest = std::any_of(files.begin(), files.end(), [&](const auto& file) { return isBatch(file) && isTest(file.first); });
  PictureTable table{{kSide, kSide}, 3, classNames(files), {}, {}, {}};
  for (const bool test : {false, true})
    for (const auto& [name, bytes] : files) {
      if (name.ends_with(".txt") || isTest(name) != test) continue;
      checkBatch(name, bytes);
      addBatch(table, bytes, test, hasTest);
    }
  if (std::all_of(table.splits.begin(), table.splits.end(), [](Split split) { return split == Split::Test; }))
    fail("CIFAR-10's training part is missing: name data_batch_1.bin to data_batch_5.bin, too, or the folder they lie in");
  return table;
}

}  // namespace chaesaek
