// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/networks/norm.h"

namespace chaesaek {

struct DiscriminatorOptions {
  int inputs = 6;  ///< channels: sketch and colours where it is conditioned, colours alone where not
  int baseWidth = 64;
  Norm norm = Norm::Batch;
  int size = 64;   ///< DCGAN alone: side of the pictures, a power of two >= 8
};

/// One convolution of a discriminator.
struct DiscriminatorLayer {
  int outputs, kernel, stride, padding;
  bool norm, bias;
};

/// Convolutions with LeakyReLU .2 between them. Gives logits [N,1,h,w]: no sigmoid.
struct Discriminator : torch::nn::Module {
  Discriminator(const DiscriminatorOptions& options, const std::vector<DiscriminatorLayer>& layers);
  torch::Tensor forward(torch::Tensor x);
  /// Side of the logits of pictures with that side; 0 or less where they are too small.
  int64_t mapSide(int64_t side) const;

 private:
  torch::nn::ModuleList layers_;
};

/// `layers` (1 to 5) convolutions of stride 2, then two of stride 1: receptive fields of 16, 34, 70, 142, 286 pixels
/// (Isola et al. 2017, §6.1.2; five layers are its "ImageGAN").
struct PatchGan : Discriminator {
  explicit PatchGan(const DiscriminatorOptions& options, int layers = 3);
};

/// Judges every pixel by itself: 1x1 convolutions.
struct PixelGan : Discriminator {
  explicit PixelGan(const DiscriminatorOptions& options);
};

/// One logit a picture, [N,1,1,1] (Radford et al. 2015, 1511.06434); sizes other than 64 have fewer or more halvings.
struct DcganDiscriminator : Discriminator {
  explicit DcganDiscriminator(const DiscriminatorOptions& options);
};

/// "pixel", "patch1" … "patch5", "dcgan".
const std::vector<std::string>& discriminatorKinds();
/// Throws Error (Usage) that lists the known kinds.
std::shared_ptr<Discriminator> makeDiscriminator(const std::string& kind, const DiscriminatorOptions& options);

}  // namespace chaesaek
