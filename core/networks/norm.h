// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <torch/nn.h>

#include <string>
#include <vector>

namespace chaesaek {

enum class Norm { None, Batch, Instance, Layer, Group };

/// "none", "batch", "instance", "layer", "group": what files and settings say.
const std::vector<std::string>& normNames();
/// Throws Error (Usage) that lists the known names.
Norm parseNorm(const std::string& name);
std::string nameOf(Norm norm);

/// A norm over [N,C,H,W]; empty for None. Layer norm is group norm with one group; instance norm has no parameters;
/// where `groups` does not divide `channels`, the largest number that divides both is taken.
torch::nn::AnyModule makeNorm(Norm norm, int channels, int groups = 8);

/// x itself where the norm is empty.
torch::Tensor applyNorm(torch::nn::AnyModule& norm, const torch::Tensor& x);

/// Lets every batch norm below `module` use the statistics of the very pictures it sees, in evaluation too, as the
/// Pix2Pix paper tests (§3.3); the running statistics are then left alone. Give it one picture at a time.
void usePictureStatistics(torch::nn::Module& module);
/// Whether that was done to it.
bool takesPictureStatistics(const torch::nn::Module& module);

/// The same for a while, in evaluation mode, for a module that is being trained: it leaves as it came, bit for bit.
class PictureStatistics {
 public:
  explicit PictureStatistics(torch::nn::Module& module);
  ~PictureStatistics();
  PictureStatistics(const PictureStatistics&) = delete;
  PictureStatistics& operator=(const PictureStatistics&) = delete;

 private:
  struct Kept {
    torch::nn::BatchNorm2dImpl* norm;
    torch::Tensor mean, variance;
    bool tracks;
  };
  torch::nn::Module& module_;
  bool wasTraining_;
  std::vector<Kept> kept_;
};

}  // namespace chaesaek
