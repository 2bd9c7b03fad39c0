// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "core/base/parameters.h"
#include "core/networks/generator.h"

namespace chaesaek {

/// What latents are drawn from; model files say it so that pictures can be made from the file alone.
enum class Prior {
  Normal,   ///< N(0, 1)
  Uniform,  ///< U(-1, 1)
};
/// "normal", "uniform".
const std::vector<std::string>& priorNames();
/// Throws Error (Usage) that lists the known names.
Prior parsePrior(const std::string& name);

/// What all generators have that make pictures out of vectors. Those of the one kind derive theirs from it.
struct VectorOptions {
  int latent = 100;   ///< random numbers that a picture is made of
  int classes = 0;    ///< of the label that stands behind them; 0: it takes none
  int channels = 1;   ///< of the pictures
  int size = 28;      ///< side of the pictures
  Prior prior = Prior::Normal;

  static ParameterSchema schema();
  Json toJson() const;
  /// Takes what schema() describes.
  void read(const Settings& settings);
};

/// Makes pictures of one size: [N,latent], or [N,latent + classes] with the one-hot label behind the latent ->
/// [N,channels,size,size] in [-1,1].
struct VectorGenerator : Generator {
  explicit VectorGenerator(const VectorOptions& options) : shape(options) {}

  /// The latent, and the class where it takes one.
  int inputs() const override { return static_cast<int>(inputNames().size()); }
  int sideMultiple() const override { return shape.size; }
  torch::Tensor probe() const override { return torch::linspace(0, 1, width()).view({1, width()}); }
  /// What a model file's `input` says: "latent", "class".
  std::vector<std::string> inputNames() const;

  /// `n` latents from the prior, [n,latent], on the CPU; without a generator from the calling thread's own stream.
  torch::Tensor drawLatents(int64_t n, std::optional<at::Generator> generator = std::nullopt) const;
  /// The input that it reads: latents [N,latent] with labels [N] (int64, 0 … classes - 1) behind them, on the latents'
  /// device. Labels are left alone where it takes none.
  torch::Tensor input(const torch::Tensor& latents, const torch::Tensor& labels) const;

  const VectorOptions shape;

 protected:
  int64_t width() const { return shape.latent + shape.classes; }
  /// Throws Error unless `x` is [N,latent + classes].
  void check(const torch::Tensor& x) const;
  /// The two parts of what it reads.
  torch::Tensor latentPart(const torch::Tensor& x) const { return x.narrow(1, 0, shape.latent); }
  torch::Tensor classPart(const torch::Tensor& x) const { return x.narrow(1, shape.latent, shape.classes); }
};

}  // namespace chaesaek
