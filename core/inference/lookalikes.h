// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/image/palette.h"

namespace chaesaek {

/// A drawing that a sketch looks like.
struct Lookalike {
  std::string name;      ///< "carrot"
  std::string hand;      ///< the data set that it is from
  double likeness = 0;   ///< cosine of the two embeddings, -1..1
  Palette palette;
  cv::Mat thumbnail;     ///< BGR, kThumbnailSide
};

inline constexpr int kThumbnailSide = 48;
/// From such a likeness on, a sketch is most probably what it looks like.
inline constexpr double kAlike = .75;

/// A recogniser with the drawings that it knows: finds those that a sketch looks like. One thread uses it at a time.
class Lookalikes {
 public:
  /// A recogniser's model file and the drawings that were looked at with it (by LookalikeWriter).
  /// Throws Error that names the file where one is foreign or damaged, or they do not belong together.
  Lookalikes(const std::filesystem::path& recogniser, const std::filesystem::path& drawings);
  ~Lookalikes();

  struct Found {
    std::vector<Lookalike> nearest;  ///< the most alike first, each thing once
    Palette expected;                ///< the colours of all that lie near, by likeness
    double sureness = 0;             ///< 0..1: how alike the nearest are
    double agreement = 0;            ///< share of what lies near that has about the main colour of `expected`
    double former = 0;               ///< share of what lies near that has about the main colour of the palette that was asked about
  };
  /// `sketch` grey, of any size; nothing is found where it has no ink. `former`: a palette to ask about, or empty.
  Found find(const cv::Mat& sketch, int count, const Palette& former = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What is expected while a drawing grows and looks now like this, now like that: it stays until hardly anything near has such a
/// main colour any more, and that for a while, or most of what lies near says otherwise.
class SettledPalette {
 public:
  /// Puts what is expected now into `found`, which find() has asked about palette(). True where it replaces another palette.
  bool settle(Lookalikes::Found& found);
  const Palette& palette() const { return palette_; }

 private:
  Palette palette_;
  int doubts_ = 0;  // looks in a row that spoke against it
};

/// Collects the drawings for a Lookalikes.
class LookalikeWriter {
 public:
  explicit LookalikeWriter(const std::filesystem::path& recogniser);
  ~LookalikeWriter();

  /// `sketches` grey: the same drawing with several line widths; `fill` BGR.
  void add(const std::string& name, const std::string& hand, const std::vector<cv::Mat>& sketches, const cv::Mat& fill);
  /// Whole or not at all.
  void write(const std::filesystem::path& path, const std::string& data, const std::string& licence) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
