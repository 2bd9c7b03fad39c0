// SPDX-License-Identifier: GPL-3.0-or-later
// MNIST's files: IDX (http://yann.lecun.com/exdb/mnist, "FILE FORMATS FOR THE MNIST DATABASE"), as they are or gzipped.
#pragma once
#include <string>
#include <vector>

#include "core/data/fetchable.h"
#include "core/data/picture_pack.h"

namespace chaesaek {

/// A file of pictures (three dimensions of bytes) and one of labels (one) for each part: test where the name holds "t10k"
/// or "test", else train. Names may be paths: errors tell them. Without `classes` a label is its class's name; without
/// any file of labels there are no classes. Throws Error where a file is no IDX, cut off, or does not go with the others.
PictureTable readIdx(const Files& files, const std::vector<std::string>& classes);

}  // namespace chaesaek
