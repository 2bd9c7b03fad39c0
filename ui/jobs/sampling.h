// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <memory>
#include <vector>

#include "core/inference/sampler.h"
#include "ui/jobs/newest_job.h"

namespace chaesaek {

/// A generator that a page and its jobs share.
using SharedSampler = std::shared_ptr<const Sampler>;
using SampleJob = NewestJob<std::vector<QImage>>;

/// The pictures of some latents: for a job's thread.
std::vector<QImage> sampleImages(const Sampler& sampler, const std::vector<Latent>& latents, const Progress& progress);

}  // namespace chaesaek
