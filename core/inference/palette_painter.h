// SPDX-License-Identifier: GPL-3.0-or-later
// Core sources only (torch).
#pragma once
#include <future>
#include <memory>
#include <opencv2/core.hpp>
#include <vector>

#include "core/image/regions.h"
#include "core/inference/calm.h"
#include "core/inference/engine.h"
#include "core/inference/layout.h"
#include "core/inference/lookalikes.h"
#include "core/inference/open_space.h"
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
  /// The same where there is no ink; the next sketch is another drawing.
  cv::Mat paintEmpty(const cv::Mat& hints, cv::Size size);
  /// Colourer::followDrawing, hurry, hurried, recogniseBeside, doubts, reconsider, usePalette and lookalikes.
  void follow() { follows_ = true; }
  void hurry(bool on) { hurries_ = on; }
  bool hurried() const { return !view_.sketch.empty() && !view_.recognised; }
  void recogniseBeside();
  bool doubts() const;
  void reconsider();
  void usePalette(const Palette& palette);
  const std::vector<Lookalike>& lookalikes() const { return view_.found.nearest; }
  /// The next sketch is another drawing.
  void forget();

 private:
  /// What does not change while only hints do: all of it is of the sketch without them.
  struct View {
    cv::Mat sketch;
    torch::Tensor input;     ///< [1,9,S,S]
    torch::Tensor opinions;  ///< [S/2,S/2,K]
    torch::Tensor likeliest; ///< likeliestOf them
    Shapes shapes;
    Lookalikes::Found found;
    bool recognised = false;  ///< found for this sketch, not for one before
    Layout layout;         ///< of what was found
    Lead says;             ///< whatItSays of the sketch
    cv::Mat colours;       ///< BGR, what is shown of it; empty where that has to be made anew
  };

  /// What a sketch looks like, and what follows from it.
  struct Answer {
    Lookalikes::Found found;
    Layout layout;
    SettledPalette settled;
    bool another = false;  ///< it is taken for something else than before
  };

  torch::Tensor told() const;
  Pen pen() const;
  Answer ask(const cv::Mat& sketch, const SettledPalette& settled, Pen pen) const;
  void adopt(Answer answer);
  bool adoptFromBeside(bool asksHimself);
  void look(const cv::Mat& sketch);
  void layOut();
  std::vector<cv::Vec3b> place(torch::Tensor& opinions) const;
  cv::Mat withoutHints();
  cv::Mat calmed(const cv::Mat& colours);

  std::shared_ptr<PaletteNet> network_;
  Engine& engine_;
  std::unique_ptr<Lookalikes> lookalikes_;
  std::vector<float> weights_;  // of the network's colours, by how rare they are among the lookalikes; empty without these
  View view_;
  Palette palette_;      // the person's, or empty
  // Where it follows a drawing:
  ColourMemory memory_;  // of the last picture
  ColourMemory lasting_;  // of the last one that was not made in a hurry
  SettledPalette settled_;
  bool follows_ = false, hurries_ = false;
  bool reconsiders_ = false, reconsidered_ = false;  // this sketch
  bool adopted_ = false;  // the last picture is the first one after an answer from beside
  std::future<Answer> beside_;  // last: it uses the others, and waits for its thread
};

}  // namespace chaesaek
