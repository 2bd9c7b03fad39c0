// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/picture_report.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/evaluation/distances.h"
#include "core/evaluation/generated.h"
#include "core/networks/device.h"
#include "core/networks/model_file.h"

namespace chaesaek {
namespace {

constexpr int kUsualCount = 5000;
constexpr double kMissing = 0.01;  // share of the pictures below which a class counts as missing

torch::Device deviceOf(const PictureReportOptions& options) {
  std::string why;
  return chooseDevice(options.device, why);
}

std::shared_ptr<VectorGenerator> openGenerator(const ModelPlace& model, const PictureSet& set, torch::Device device) {
  const LoadedModel loaded = openModel(model.path);
  auto generator = std::dynamic_pointer_cast<VectorGenerator>(loaded.network);
  if (!generator) failUsage(model.path.string() + " makes no pictures out of vectors: its role is " + loaded.description.role);
  if (generator->shape.channels != set.channels())
    failUsage(model.path.string() + " makes pictures of " + std::to_string(generator->shape.channels) + " channels, those of " + set.name() +
              " have " + std::to_string(set.channels()));
  generator->to(device);
  return generator;
}

/// Which classes the judge sees, and how evenly.
Json coverage(const torch::Tensor& logits, const std::vector<std::string>& classes) {
  const auto count = static_cast<int64_t>(classes.size());
  const torch::Tensor shares = torch::bincount(logits.argmax(1), {}, count).to(torch::kFloat64) / logits.size(0);
  const double entropy = std::max(0.0, -(shares * shares.clamp_min(1e-12).log()).sum().item<double>() / std::log(static_cast<double>(count)));
  Json each = Json::object(), missing = Json::array();
  for (int64_t i = 0; i < count; ++i) {
    const double share = shares[i].item<double>();
    each[classes[static_cast<size_t>(i)]] = share;
    if (share < kMissing) missing.push_back(classes[static_cast<size_t>(i)]);
  }
  return {{"classes_present", count - static_cast<int64_t>(missing.size())}, {"missing_classes", missing}, {"label_entropy", entropy},
          {"confidence", logits.softmax(1).amax(1).mean().item<double>()}, {"label_shares", each}};
}

/// Copies of each other, and of what was learnt from, by their pixels.
Json copies(const torch::Tensor& made, const torch::Tensor& real, const PictureSet& set, const PictureReportOptions& options, int side,
            const Progress& progress) {
  Json found = {{"duplicates", duplicateShare(made, real, progress)}, {"nearest_to_train", nullptr}};
  const std::vector<int> learnt = indicesOf(set, Split::Train);
  if (learnt.empty() || options.split == Split::Train || options.split == Split::All) return found;
  const torch::Tensor train = picturesOf(set, learnt, side).flatten(1);
  const double fromMade = nearestDistances(made, train, progress).median().item<double>();
  found["nearest_to_train"] = numberOrNull(fromMade / nearestDistances(real, train, progress).median().item<double>());
  return found;
}

}  // namespace

std::string roleOf(const ModelPlace& model) { return readModelDescription(model.path).role; }

Json reportGenerator(const ModelPlace& model, const PictureSet& set, const PictureReportOptions& options, const Progress& progress) {
  const torch::NoGradGuard noGradients;
  const torch::Device device = deviceOf(options);
  const auto generator = openGenerator(model, set, device);
  const std::optional<Judge> judge = findJudge(set, device);
  // Two halves that share no picture: how far real pictures lie from real ones is the floor of the distance.
  std::vector<int> first = drawIndices(set, options.split, 2 * (options.limit > 0 ? options.limit : kUsualCount), options.seed);
  const size_t count = first.size() / 2;
  if (count < 2) failUsage("the data set " + set.name() + " has too few pictures in split " + splitName(options.split) + " to measure by");
  const std::vector<int> second(first.begin() + static_cast<std::ptrdiff_t>(count), first.begin() + static_cast<std::ptrdiff_t>(2 * count));
  first.resize(count);
  const int side = generator->shape.size;
  const JudgedPictures real = realPictures(set, first, side, judge, progress), others = realPictures(set, second, side, judge, progress);
  const JudgedPictures made = makePictures(*generator, static_cast<int>(count), options.seed, judge, progress);

  Json report = {{"pictures", count}, {"judge", judge ? Json(judge->name()) : Json(nullptr)},
                 {"judge_accuracy", judge ? Json(real.agreement()) : Json(nullptr)}, {"frechet", nullptr}, {"frechet_floor", nullptr},
                 {"agreement", nullptr}, {"diversity", nullptr}};
  for (const auto& [name, value] : compareGenerated(*generator, made, set, real)) report[name] = numberOrNull(value);
  if (judge) {
    report["frechet_floor"] = frechetDistance(real.opinion.features, others.opinion.features);
    report.update(coverage(made.opinion.logits, set.classes()));
  }
  report.update(copies(made.pictures.flatten(1), real.pictures.flatten(1), set, options, side, progress));
  return report;
}

Json reportJudge(const ModelPlace& model, const PictureSet& set, const PictureReportOptions& options, const Progress& progress) {
  const Judge judge(model, deviceOf(options));
  if (!judge.fits(set)) failUsage(model.path.string() + " does not fit the data set " + set.name() + ": it has other classes or channels");
  const std::vector<int> indices = drawIndices(set, options.split, options.limit > 0 ? options.limit : set.size(), options.seed);
  if (indices.empty()) failUsage("the data set " + set.name() + " has no pictures in split " + splitName(options.split));
  const JudgedPictures real = realPictures(set, indices, judge.side(), judge, progress);
  const torch::Tensor right = (real.opinion.logits.argmax(1) == real.labels).to(torch::kFloat64);
  Json each = Json::object();
  for (size_t i = 0; i < set.classes().size(); ++i) {
    const torch::Tensor some = right.index({real.labels == static_cast<int64_t>(i)});
    each[set.classes()[i]] = some.numel() > 0 ? Json(some.mean().item<double>()) : Json(nullptr);
  }
  return {{"pictures", indices.size()}, {"accuracy", right.mean().item<double>()}, {"accuracies", each}};
}

}  // namespace chaesaek
