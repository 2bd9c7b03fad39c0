// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/inference/lookalike.h"
#include "core/inference/rarity.h"

namespace chaesaek {

/// A known drawing laid over the sketch that it looks like.
struct Neighbour {
  Palette palette;
  cv::Mat picture;    ///< BGR, kThumbnailSide, stretched over the sketch's ink and mirrored where that fits better; may be empty
  double weight = 0;  ///< of its say, beside the others'
};

/// Whether two palettes, neither empty, have about the same main colour.
bool agree(const Palette& a, const Palette& b);

/// A recogniser with the drawings that it knows: finds those that a sketch looks like. One thread uses it at a time.
class Lookalikes {
 public:
  /// A recogniser's model file and the drawings that were looked at with it (by LookalikeWriter).
  /// Throws Error that names the file where one is foreign or damaged, or they do not belong together.
  /// `onlyTrain` leaves out those that were not in their set's train split.
  Lookalikes(const std::filesystem::path& recogniser, const std::filesystem::path& drawings, bool onlyTrain = false);
  ~Lookalikes();

  struct Found {
    std::vector<Lookalike> nearest;  ///< of each thing the drawing with the most say; the thing with the most first
    std::vector<Neighbour> near;     ///< what lies near, by things
    Palette expected;                ///< the colours of most of them, by their say
    double sureness = 0;             ///< 0..1: how alike the nearest are
    double main = 0;                 ///< share of their say that agrees on the main colour of what is expected
    double former = 0;               ///< share of their say that has about the main colour of the palette that was asked about
    /// Sure enough to change colours that are there already.
    bool sure() const { return main * sureness >= .5; }
  };
  /// `sketch` grey, of any size; nothing is found where it has no ink. `former`: a palette to ask about, or empty.
  Found find(const cv::Mat& sketch, int count, const Palette& former = {});
  /// Whether it knows a drawing of a thing by that name.
  bool knows(const std::string& name) const;
  /// Of colours, among the drawings that it knows.
  const Rarity& rarity() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Collects the drawings for a Lookalikes.
class LookalikeWriter {
 public:
  explicit LookalikeWriter(const std::filesystem::path& recogniser);
  ~LookalikeWriter();

  /// `sketches` grey: the same drawing with several line widths; `fill` BGR; `train`: whether it is in its set's train split.
  void add(const std::string& name, const std::string& hand, const std::vector<cv::Mat>& sketches, const cv::Mat& fill, bool train = true);
  /// Lines alone: what looks like them looks like the coloured drawings of the same name, which must have been added before; else
  /// they are left out, and false is returned.
  bool addLines(const std::string& name, const cv::Mat& sketch, bool train = true);
  /// Whole or not at all.
  void write(const std::filesystem::path& path, const std::string& data, const std::string& licence);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
