// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/inference/lookalike.h"

namespace chaesaek {

/// What is known of a model without running it.
struct ModelInfo {
  std::string name;        ///< what menus and `--model` say: "colouring", "flat", a file's stem
  std::filesystem::path path;  ///< empty for flat
  std::string sha256;      ///< of the file, empty for flat; filled when it is loaded
  std::string experiment, data, licence;
  int64_t steps = 0, bytes = 0;
  int size = 256;          ///< side of the square that it colours
  bool takesHints = false;
  bool wholePicture = false;  ///< returns the picture with ink instead of the fill layer
  bool shipped = false;
  Json measures;           ///< from its metadata, or null
};

/// Sketch and hints in, colour layer out. Not thread safe: one thread uses it at a time.
class Colourer {
 public:
  virtual ~Colourer() = default;
  virtual const ModelInfo& info() const = 0;
  /// "cpu" or "cuda", and why: "CPU: no CUDA device".
  virtual std::string device() const = 0;
  /// `sketch` grey S x S, `hints` BGRA S x S (alpha >= 128 is the mask) or empty -> BGR S x S, S = info().size,
  /// after every repair that the program itself makes.
  virtual cv::Mat colour(const cv::Mat& sketch, const cv::Mat& hints) = 0;
  /// From now on the pictures are states of one drawing that grows: what a change leaves as it was keeps its colours.
  virtual void followDrawing() {}
  /// The colours to paint with: a drawing's that the sketch looks like, or a person's own. Empty: those of all drawings that
  /// it looks like, as far as that is sure. A model that chooses no colours from a palette ignores it.
  virtual void usePalette(const Palette&) {}
  /// In a hurry a sketch counts for what was recognised last: telling what it looks like takes as long as colouring it. What was coloured
  /// without a hurry is what it would be had nothing been coloured in one.
  virtual void hurry(bool) {}
  /// Whether the last call left out to recognise its sketch.
  virtual bool hurried() const { return false; }
  /// Begins to recognise the last call's sketch beside, in a thread of its own; calls in a hurry count for its answer when it is there.
  virtual void recogniseBeside() {}
  /// Whether calm alone holds back what the last call's sketch looks like by now.
  virtual bool doubts() const { return false; }
  /// The pen pauses: the next call is calm no more about what it is sure of.
  virtual void reconsider() {}
  /// What the sketch of the last call looks like, the most alike first; empty where the model recognises nothing.
  virtual std::vector<Lookalike> lookalikes() const { return {}; }
};

/// Gap-closed regions filled from the hints: needs no weights; the baseline that a network must beat.
std::unique_ptr<Colourer> makeFlatColourer(int size = 256);

/// Which known drawings a sketch may look like, and get its colours from: none; only those of the sets' train splits, for whatever is measured
/// on the others; or all.
enum class Recognise { Nothing, ByTrain, ByAll };

/// "flat", a shipped or own model's name, a file, or a run's name or folder. `device`: auto, cpu, cuda.
/// Checks names, shapes, types and sizes and runs one small forward; throws Error in one line.
/// `precision` as an Engine's: "fp32" for what is measured, since "auto" takes what a clock prefers at that moment.
std::unique_ptr<Colourer> openColourer(const std::string& nameOrPath, const std::string& device = "auto", Recognise recognise = Recognise::ByAll,
                                       const std::string& precision = "auto");

/// Shipped models, then the user's own; damaged files are left out. "flat" comes last.
std::vector<ModelInfo> listModels();
/// What a name, a file or a run is as a model; nothing where it does not colour, or is not there.
std::optional<ModelInfo> colouringModelAt(const std::string& nameOrPath);
/// The name of the model that loads by default ("flat" where none ships).
std::string defaultModelName();

/// The whole way for a picture of any size: fit, colour, upsample under the lines, lay the ink on top.
struct Coloured {
  cv::Mat colours;  ///< BGR, the picture's size, without ink
  cv::Mat picture;  ///< BGR, with ink
  double forwardMs = 0;  ///< the colourer alone
};
/// `sketch` grey and `hints` BGRA (or empty), of one size, any shape. Throws Error where they are not.
Coloured colourPicture(Colourer& colourer, const cv::Mat& sketch, const cv::Mat& hints);

}  // namespace chaesaek
