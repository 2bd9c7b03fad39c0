// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/data/data_set.h"

namespace chaesaek {

/// Pictures of one size, each with a class or without: what generators and classifiers learn from. Thread safe.
class PictureSet : public DataSet {
 public:
  virtual cv::Size pictureSize() const = 0;
  virtual int channels() const = 0;                             ///< 1 grey, 3 BGR
  virtual const std::vector<std::string>& classes() const = 0;  ///< their names; empty where pictures have no classes
  virtual int labelOf(int index) const = 0;                     ///< 0 … classes()-1, -1 none
  /// CV_8UC1 or CV_8UC3 (BGR), the caller's own; throws Error that names the file.
  virtual cv::Mat picture(int index) const = 0;
};

/// A set of pictures by its name or its file's path. A set of pairs serves, too, and several joined by commas: its whole
/// pictures without labels, and without skin-tone variants, of which there would be more than of anything else.
/// Throws Error (Usage) that says how to get it.
std::shared_ptr<const PictureSet> openPictures(const std::string& name);

/// Counts by split and class, size.
Json describePictures(const PictureSet& set);
/// A sheet with a row of up to `count` pictures for each class, or `count` pictures of a set without classes. BGR.
cv::Mat previewPictures(const PictureSet& set, Split split, int count);

}  // namespace chaesaek
