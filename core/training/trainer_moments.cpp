// SPDX-License-Identifier: GPL-3.0-or-later
// What a run does between its steps: samples, validation, snapshots, checkpoints, live pictures.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/networks/thread_random.h"
#include "core/training/trainer.h"

namespace chaesaek {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kCheckpointSeconds = 600;
constexpr double kDrawingCheckpointSeconds = 60;  // before samples and a validation, so that stopping in them has little left to write
constexpr double kLargestWeight = 65504;  // in the half precision of model files
constexpr int64_t kFirstSnapshot = 50, kLastSnapshot = 50 << 9;  // ten of them, doubling

bool isEarlySample(int64_t step) {
  for (int64_t early : {1, 10, 25, 50, 100, 200, 400})
    if (step == early) return true;
  return false;
}

bool isSnapshotStep(int64_t step) {
  for (int64_t s = kFirstSnapshot; s <= kLastSnapshot; s *= 2)
    if (step == s) return true;
  return false;
}

/// The licences of all drawings that a set, or a set of sets, is made of.
std::string licenceOf(const Json& about) {
  if (about.contains("licence")) return about.at("licence").get<std::string>();
  std::vector<std::string> each;
  for (const Json& part : about.value("sets", Json::array())) {
    const std::string one = licenceOf(part);
    if (std::find(each.begin(), each.end(), one) == each.end()) each.push_back(one);
  }
  std::string all;
  for (const auto& one : each) all += (all.empty() ? "" : ", ") + one;
  return all;
}

/// What is drawn from this thread's stream meanwhile is given back: a picture in the middle of a step changes no dropout.
class KeptRandomState {
 public:
  KeptRandomState() = default;
  ~KeptRandomState() { threadRandom().set_state(state_); }
  KeptRandomState(const KeptRandomState&) = delete;
  KeptRandomState& operator=(const KeptRandomState&) = delete;

 private:
  const torch::Tensor state_ = threadRandom().get_state();
};

/// A model file outside the run's folder, gone when it has been shown.
struct PassingFile {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("chaesaek-live-" + std::to_string(getpid()) + ".safetensors");
  ~PassingFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

/// D's maps (0..1) as grey tiles in one column.
cv::Mat judgedSheet(const std::vector<cv::Mat>& maps, cv::Size tile) {
  std::vector<std::vector<cv::Mat>> rows;
  for (const cv::Mat& map : maps) {
    cv::Mat grey;
    map.convertTo(grey, CV_8U, 255);
    cv::resize(grey, grey, tile, 0, 0, cv::INTER_NEAREST);
    rows.push_back({grey});
  }
  return composeSheet(rows);
}

}  // namespace

bool Trainer::moments(TrainerControl& control) {
  if (!folder_.exists()) return true;
  const int64_t step = position_.step, every = settings_.integer("checkpoint_steps");
  const bool measured = step % settings_.integer("sample_steps") == 0 || step == totalSteps_, drawn = measured || isEarlySample(step);
  const Progress progress([&](double, const std::string&) {
    const Clock::time_point asked = Clock::now();
    if (!control.mayGoOn(step)) throw Cancelled();
    idle_ += std::chrono::duration<double>(Clock::now() - asked).count();
  });
  const auto checkpointIsOlderThan = [&](double seconds) { return std::chrono::duration<double>(Clock::now() - checkpointed_).count() > seconds; };
  position_.owed = true;
  if (drawn && checkpointIsOlderThan(kDrawingCheckpointSeconds)) checkpoint();
  if (drawn || isSnapshotStep(step)) requireFiniteWeights();
  if (isSnapshotStep(step)) saveGenerator(folder_.snapshot(step), shownGenerator());
  try {
    if (drawn) sample(progress);
    if (measured) validate(progress);
  } catch (const Cancelled&) {
    return false;
  }
  position_.owed = false;
  if (checkpointIsOlderThan(kCheckpointSeconds) || (every > 0 && step % every == 0)) checkpoint();
  return true;
}

Trainer::Drawn Trainer::draw(const std::filesystem::path& model, const Progress& progress) const {
  const auto rows = experiment_->samples(model, *set_, shown_, progress);
  const auto& columns = declaration_->info.columns;
  const auto made = std::find(columns.begin(), columns.end(), kGeneratedColumn);
  if (made == columns.end()) return {composeSheet(rows), {}};
  std::vector<cv::Mat> generated;
  for (const auto& row : rows) generated.push_back(row.at(static_cast<size_t>(made - columns.begin())));
  return {composeSheet(rows), judgedSheet(experiment_->judgements(*set_, shown_, generated), generated.front().size())};
}

void Trainer::sample(const Progress& progress) {
  saveGenerator(folder_.model(), shownGenerator());
  Drawn drawn = draw(folder_.model(), progress);
  writePicture(folder_.sample(position_.step), drawn.sheet);
  if (!drawn.judged.empty()) writePicture(folder_.judged(position_.step), drawn.judged);
  events_.post(PictureEvent{position_.step, drawn.sheet, drawn.judged, false});
}

void Trainer::showLive(TrainerControl& control, int64_t step) {
  requireFiniteWeights();
  const KeptRandomState kept;
  const PassingFile file;
  saveGenerator(file.path, *generator_);
  const Progress progress([&](double, const std::string&) {
    if (!control.mayShow()) throw Cancelled();
  });
  try {
    Drawn drawn = draw(file.path, progress);
    events_.post(PictureEvent{step, drawn.sheet, drawn.judged, true});
  } catch (const Cancelled&) {
    // The next step's picture will do.
  }
}

void Trainer::showView(int64_t step) {
  const KeptRandomState kept;
  Generator& shown = averaged_ ? *averaged_ : *generator_;
  if (auto view = experiment_->view(shown, *set_)) events_.post(ViewEvent{step, std::move(view)});
}

void Trainer::validate(const Progress& progress) {
  const Merit& merit = declaration_->info.merit;
  const NamedValues values = experiment_->measures(folder_.model(), *set_, validation_, progress);
  Json line = Json::object();
  for (const auto& [name, each] : values) line[name] = numberOrNull(each);
  folder_.log({{"step", position_.step}, {"validation", line}});
  const double value = valueOf(values, merit.key);
  const bool best = isBest(value);
  if (best) {
    position_.best = {{"step", position_.step}, {merit.key, value}};
    saveGenerator(folder_.best(), shownGenerator());
  }
  events_.post(MeasureEvent{position_.step, values, best});
}

bool Trainer::isBest(double value) const {
  const Merit& merit = declaration_->info.merit;
  if (!std::isfinite(value) || position_.best.is_null()) return std::isfinite(value);
  const double before = position_.best.at(merit.key).get<double>();
  return merit.lowerIsBetter ? value < before : value > before;
}

void Trainer::saveGenerator(const std::filesystem::path& path, const Generator& generator) {
  requireFiniteWeights();
  ModelDescription description = experiment_->model();
  description.data = set_->name();
  description.licence = licenceOf(set_->about());
  description.steps = position_.step;
  if (!position_.best.is_null()) description.measures = position_.best;
  saveModel(path, description, generator);
}

void Trainer::checkpoint() {
  if (saved_ && saved_->isAt(position_)) return;
  requireFiniteWeights();
  saveCheckpoint(folder_.checkpoint(), *experiment_, averaged_.get(), position_);
  saved_ = position_;
  checkpointed_ = Clock::now();
}

void Trainer::requireFiniteWeights() const {
  const torch::NoGradGuard noGradients;
  for (const auto& network : experiment_->networks()) {
    std::vector<torch::Tensor> largest;
    const auto add = [&](const torch::Tensor& t) {
      if (t.is_floating_point() && t.numel() > 0) largest.push_back(t.abs().amax().to(torch::kFloat32));
    };
    for (const auto& p : network.module->parameters()) add(p);
    for (const auto& b : network.module->buffers()) add(b);
    const double most = largest.empty() ? 0 : torch::stack(largest).max().item<double>();
    if (!(most <= kLargestWeight))
      failNotANumber("a weight of " + network.name + (std::isfinite(most) ? " has grown too large to be kept" : " is not a number"), position_.step);
  }
}

void Trainer::failNotANumber(const std::string& what, int64_t step) const {
  const std::string way = saved_ ? "the last good checkpoint is of step " + grouped(saved_->step) + ": resume from there, with a lower learning rate"
                                          : "no checkpoint was written yet: begin again, with a lower learning rate";
  fail(what + " at step " + grouped(step) + "; " + way);
}

/// A best model from beyond the checkpoint (the process was killed, or a loss was no number) belongs to steps that will
/// be taken again, maybe with other settings: the next validation counts as the first.
void Trainer::forgetLaterBest() {
  if (std::filesystem::exists(folder_.best()) && readModelDescription(folder_.best()).steps > position_.step) position_.best = nullptr;
}

}  // namespace chaesaek
