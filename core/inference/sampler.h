// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/inference/latents.h"
#include "core/inference/model_places.h"

namespace chaesaek {

/// What is known of a network that makes pictures out of random numbers, without running it.
struct GeneratorInfo {
  ModelPlace place;
  std::string experiment, data, licence;
  int64_t steps = 0;
  int side = 28, channels = 1;       ///< of its pictures, in pixels
  LatentSpace space = {};
  std::vector<std::string> classes = {};  ///< names, space.classes of them: their numbers where the file has no names
};

/// A class by its name (in any case) or its number. Throws Error (Usage) that lists them, or says that there are none.
int classNamed(const GeneratorInfo& info, const std::string& name);

/// Makes pictures out of latents with a trained generator. Several threads may use it at once.
class Sampler {
 public:
  /// A shipped or own model's name, a run's name or folder, or a file. `device`: auto, cpu, cuda.
  /// Throws Error in one line where there is none, or it makes no pictures out of random numbers.
  explicit Sampler(const std::string& nameOrPath, const std::string& device = "auto");
  ~Sampler();

  const GeneratorInfo& info() const;
  /// "cpu" or "cuda", and why: "CPU: no CUDA device".
  const std::string& device() const;
  /// One picture for each: info().side, grey or BGR. Throws Error where one is not of info().space.
  std::vector<cv::Mat> pictures(const std::vector<Latent>& latents, const Progress& progress = {}) const;
  /// The same for rows of them.
  std::vector<std::vector<cv::Mat>> pictures(const std::vector<std::vector<Latent>>& rows, const Progress& progress = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Generators that ship, the person's own, then those of runs, the newest first. Other files are left out.
std::vector<GeneratorInfo> listGenerators();

/// Rows of pictures of one size as one picture, each pixel `scale` x `scale`; 0: such that small ones can be seen.
cv::Mat contactSheet(std::vector<std::vector<cv::Mat>> rows, int scale = 0);

}  // namespace chaesaek
