// SPDX-License-Identifier: GPL-3.0-or-later
// CIFAR-10's binary version (https://www.cs.toronto.edu/~kriz/cifar.html): a byte for the label, then 32 x 32 bytes of
// red, of green, of blue.
#pragma once
#include "core/data/fetchable.h"
#include "core/data/picture_pack.h"

namespace chaesaek {

/// data_batch_1.bin … (train), test_batch.bin, and the classes' names from batches.meta.txt where it is among the files.
/// Names may be paths: errors tell them. Throws Error where a file is cut off or a label is out of range.
PictureTable readCifar10(const Files& files);

}  // namespace chaesaek
