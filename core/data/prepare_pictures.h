// SPDX-License-Identifier: GPL-3.0-or-later
// Labelled pictures that a person has, made into a set that stands beside the fetched ones.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/fetchable.h"
#include "core/data/prepare.h"

namespace chaesaek {

enum class PictureSource {
  Idx,       ///< MNIST's files, plain or gzipped: a folder that holds them, or the files
  Cifar10,   ///< CIFAR-10's binary version: a folder that holds data_batch_1.bin…, or the files
  Labelled,  ///< one folder with one folder a class, train/, val/, test/ above them where the split is kept
};
/// "idx", "cifar10", "labelled".
std::optional<PictureSource> pictureSourceNamed(const std::string& text);

struct PicturesOptions {
  PictureSource source = PictureSource::Idx;
  std::vector<std::filesystem::path> paths;
  std::string name;      ///< of the new set
  int side = 64;         ///< Labelled: pixels; pictures are scaled to fit, the rest is white
  bool replace = false;  ///< a set of that name that is here already
};

/// Reads, checks and writes; the set is there whole, or not at all. A source without a test part gives a twentieth of
/// its training part, and another for val. Throws Error in one line where a file is damaged or does not go with the
/// others, a folder is missing, the name is taken or the disk refuses; Cancelled after progress.cancel().
PrepareReport preparePictures(const PicturesOptions& options, const Progress& progress);

/// What is fetched: the files of MNIST and Fashion-MNIST.
void packMnist(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress);
void packFashionMnist(const FetchableSet& set, const Files& files, const std::filesystem::path& out, const Progress& progress);

}  // namespace chaesaek
