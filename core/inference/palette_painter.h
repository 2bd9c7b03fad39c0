// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "core/image/regions.h"
#include "core/inference/calm.h"
#include "core/inference/engine.h"
#include "core/inference/layout.h"
#include "core/inference/lookalikes.h"
#include "core/inference/placement.h"
#include "core/networks/palette_net.h"

namespace chaesaek {

/// How a palette network's opinion of a sketch becomes colours: which palette it places, what hints change, the vote of
/// regions, calm while a drawing grows, repair.
class PalettePainter {
 public:
  /// `engine` runs the network, and outlives the painter. `lookalikes` may be none.
  PalettePainter(std::shared_ptr<PaletteNet> network, Engine& engine, std::unique_ptr<Lookalikes> lookalikes);

  /// `sketch` grey with ink in it, `hints` BGRA or empty, S x S -> BGR.
  cv::Mat paint(const cv::Mat& sketch, const cv::Mat& hints);
  /// Colourer::followDrawing, hurry, hurried, usePalette and lookalikes.
  void follow() { follows_ = true; }
  void hurry(bool on) { hurries_ = on; }
  bool hurried() const { return !view_.sketch.empty() && !view_.recognised; }
  void usePalette(const Palette& palette);
  const std::vector<Lookalike>& lookalikes() const { return view_.found.nearest; }
  /// The next sketch is another drawing.
  void forget();

 private:
  /// What does not change while only hints do.
  struct View {
    cv::Mat sketch;
    torch::Tensor input;     ///< [1,9,S,S] without hints
    cv::Mat labels;          ///< of its gap-closed regions
    torch::Tensor opinions;  ///< [S/2,S/2,K] without hints
    Lookalikes::Found found;
    bool recognised = false;  ///< found for this sketch, not for one before
    Layout layout;         ///< of what was found
    Lead says;             ///< whatItSays of the sketch
  };
  /// The sketch with its hints, both ways.
  struct Hinted {
    SpreadHints spread;
    torch::Tensor input;     ///< [1,9,S,S]
    torch::Tensor opinions;  ///< [S/2,S/2,K]
    torch::Tensor gate;      ///< [1,1,S,S]
  };

  torch::Tensor told() const;
  void look(const cv::Mat& sketch);
  void recognise();
  void layOut();
  Hinted withHints(const cv::Mat& sketch, const cv::Mat& hints) const;
  torch::Tensor shownShare(const PaletteNet::Parts& parts, const torch::Tensor& mask, const cv::Mat& certain) const;
  std::vector<cv::Vec3b> place(torch::Tensor& opinions) const;

  std::shared_ptr<PaletteNet> network_;
  Engine& engine_;
  std::unique_ptr<Lookalikes> lookalikes_;
  View view_;
  Palette palette_;      // the person's, or empty
  // Where it follows a drawing:
  ColourMemory memory_;  // of the last picture
  ColourMemory lasting_;  // of the last one that was not made in a hurry
  SettledPalette settled_;
  bool follows_ = false, hurries_ = false;
};

}  // namespace chaesaek
