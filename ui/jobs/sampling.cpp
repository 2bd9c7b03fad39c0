// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sampling.h"

#include "ui/document/document.h"

namespace chaesaek {

std::vector<QImage> sampleImages(const Sampler& sampler, const std::vector<Latent>& latents, const Progress& progress) {
  std::vector<QImage> images;
  for (const cv::Mat& picture : sampler.pictures(latents, progress)) images.push_back(toImage(picture));
  return images;
}

}  // namespace chaesaek
