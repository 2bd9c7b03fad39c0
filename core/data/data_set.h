// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace chaesaek {

enum class Split { Train, Val, Test, All };
/// "train", "val", "test", "all"; throws Error (Usage).
Split parseSplit(const std::string& text);
std::string splitName(Split split);

/// What a data set is made of.
enum class DataKind { Pairs, LabelledImages, Images, Unpaired, Points };

/// What every data set says of itself; what is in it, its kinds say (PairSet…). Thread safe.
class DataSet {
 public:
  virtual ~DataSet() = default;
  virtual const std::string& name() const = 0;
  virtual int size() const = 0;
  virtual Split splitOf(int index) const = 0;
  virtual const Json& about() const = 0;       ///< licence, source, version, counts, refused (for `data info`)
  virtual std::string fingerprint() const = 0; ///< SHA-256 of what tells its content: what config.json records
};

/// The set that an experiment of this kind learns from: the name of a fetched or prepared set, a packed file's path, several
/// joined by commas; of drawings with a word behind a colon ("openmoji:face") those alone that are called so. Throws Error (Usage)
/// that says how to get it, or that it is of another kind.
std::shared_ptr<const DataSet> openData(const std::string& names, DataKind kind);

/// What one set holds that is here, that can be fetched, or that is a packed file. Throws Error (Usage) where it is unknown.
DataKind kindOf(const std::string& name);
/// Whether what learns from sets of the kind `wanted` can learn from one of the kind `held`: plain pictures may also be
/// those of pairs, or labelled ones.
bool serves(DataKind held, DataKind wanted);
/// Throws Error (Usage) where the set `name` is of another kind than `wanted`, or unknown.
void requireKind(const std::string& name, DataKind wanted);

/// Indices of a split, in order.
std::vector<int> indicesOf(const DataSet& set, Split split);

/// Whether the set, or one of several that were joined, is kept for evaluation: it must never be trained on.
bool isHeldOut(const DataSet& set);
/// Whether the set, or one of several that were joined, holds lines without colours: only a recogniser can learn from it.
bool isLinesOnly(const DataSet& set);

}  // namespace chaesaek
