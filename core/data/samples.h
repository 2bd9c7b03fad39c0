// SPDX-License-Identifier: GPL-3.0-or-later
// How a drawing becomes a training sample. Core sources only (torch).
#pragma once
#include <torch/types.h>

#include <map>
#include <string>

#include "core/base/random.h"
#include "core/data/pairs.h"
#include "core/data/picture_set.h"

namespace chaesaek {

/// Named tensors of one sample ([C,H,W], a label []) or of one batch ([N,C,H,W], [N]): "input", "target", "weight"…
using Batch = std::map<std::string, torch::Tensor>;

/// The side at which lengths are given that are no parameters; they grow with the picture.
inline constexpr double kReferenceSide = 256;

/// Strength of each augmentation; 0 or false is off. Lengths in pixels of the final side.
struct Augmentation {
  int side = 256;             ///< of the sample
  int loadSide = 286;         ///< resized to this, then cropped at random to `side` (Pix2Pix §3.3)
  bool mirror = true;
  double rotate = 0;          ///< degrees, uniform in ±
  double scale = 0;           ///< uniform in 1 ± scale
  double elastic = 0;         ///< rms displacement of both sketch and picture
  bool lineWidth = false;     ///< one of the set's line widths at random, else the native one
  double wobble = 0;          ///< rms displacement of the sketch's lines alone
  double doodle = 0;          ///< 0..1, how shaky a hand drew the lines (doodle.h)
  int gaps = 0;               ///< at most so many openings in the lines, in half of the sketches
  double unfinished = 0;      ///< share of the samples without hints that are not drawn to the end
};

/// Sketch and picture alike. "input" [1,S,S] sketch, "target" [3,S,S] (whole picture, or the fill layer).
Batch pairSample(const PairSet& set, int index, const Augmentation& augmentation, bool fillTarget, Random& random);

/// How hints are simulated for the colouring network.
struct HintSimulation {
  double without = 0.5;       ///< share of samples that have no hints
  double recoloured = 0.5;    ///< of the others: share whose hinted regions get another colour first
  double strokes = 0.35;      ///< share of hints that are strokes instead of dots
  int mostHints = 12;
};

/// The colouring network's sample: recolour first, draw the hints last. "input" [9,S,S] (see colouringInput),
/// "target" [3,S,S] fill layer in [-1,1], "weight" [1,S,S] (3 on hinted regions, else 1).
Batch colouringSample(const PairSet& set, int index, const Augmentation& augmentation, const HintSimulation& hints, Random& random);

/// Two drawings, each as another hand might draw it, framed (framedInk). "input" [2,side,side] sketches, "target"
/// [6,32,32] their fills' colours, neither moved nor mixed: for the shares of colours.
Batch twoViewsSample(const PairSet& set, int first, int second, int side, const Augmentation& augmentation, Random& random);

/// No augmentation, no hints: the fixed validation drawings. Same keys as the training sample of that kind.
Batch plainPairSample(const PairSet& set, int index, int side, bool fillTarget);
Batch plainColouringSample(const PairSet& set, int index, int side);

/// "picture" [C,side,side] in [-1,1], grey or RGB; where the set has classes also "label" [], int64. Pictures of another size
/// are brought to `side`, by the mean over areas where that is smaller.
Batch pictureSample(const PictureSet& set, int index, int side);

}  // namespace chaesaek
