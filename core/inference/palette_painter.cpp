// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/palette_painter.h"

#include <torch/torch.h>

#include <chrono>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <utility>

#include "core/base/threads.h"
#include "core/engine/rows.h"
#include "core/image/tensors.h"
#include "core/inference/region_vote.h"
#include "core/inference/show_hints.h"

namespace chaesaek {
namespace {

constexpr double kShares = .6;        // of the expected shares beside what the network and the layout make of them
constexpr int kLookalikes = 8;
constexpr double kRarer = .375;       // power of a colour's rarity, where neighbours and their palettes say where and how much of it there is

/// Before a palette is placed: that joins what several colours had, and would paint the paper beside a thing. `best`: likeliestOf.
PaperOpinion paperOpinion(const torch::Tensor& best) {
  const auto map = [&](int which) {
    return cv::Mat(static_cast<int>(best.size(1)), static_cast<int>(best.size(2)), CV_32F, best[which].data_ptr<float>()).clone();
  };
  return {map(0), map(1)};
}

/// What was chosen, [h,w,3] -> BGR, enlarged.
cv::Mat pictureOf(const torch::Tensor& chosen, cv::Size size) {
  cv::Mat large, rgb, bgr;
  cv::resize(cv::Mat(static_cast<int>(chosen.size(0)), static_cast<int>(chosen.size(1)), CV_32FC3, chosen.data_ptr<float>()), large, size, 0, 0, cv::INTER_LINEAR);
  large.convertTo(rgb, CV_8U, 127.5, 127.5);
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  return bgr;
}

/// The box around a sketch's ink in pixels of a map of it.
cv::Rect inkBox(const cv::Mat& sketch, int h, int w) {
  const cv::Rect ink = cv::boundingRect(sketch <= kWall);
  const cv::Point from(ink.x * w / sketch.cols, ink.y * h / sketch.rows), to(ink.br().x * w / sketch.cols, ink.br().y * h / sketch.rows);
  return cv::Rect(from, cv::Size(std::max(1, to.x - from.x), std::max(1, to.y - from.y)));
}

/// Of two sketches less than half of the ink is common, whichever of them one looks at: another drawing was opened.
bool isAnotherDrawing(const cv::Mat& before, const cv::Mat& now) {
  if (before.size() != now.size()) return true;
  const cv::Mat then = before <= kWall, ink = now <= kWall;
  const int common = 2 * cv::countNonZero(then & ink);
  return common < cv::countNonZero(then) && common < cv::countNonZero(ink);
}

bool same(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && !a.empty() && cv::norm(a, b, cv::NORM_INF) == 0; }

}  // namespace

PalettePainter::PalettePainter(std::shared_ptr<PaletteNet> network, Engine& engine, std::unique_ptr<Lookalikes> lookalikes)
    : network_(std::move(network)), engine_(engine), lookalikes_(std::move(lookalikes)) {
  if (!lookalikes_) return;
  for (const cv::Vec3b& colour : paletteColours(*network_)) weights_.push_back(static_cast<float>(lookalikes_->rarity().weight(colour, kRarer)));
  weights_[0] = 1;  // paper
}

void PalettePainter::usePalette(const Palette& palette) {
  if (palette == palette_) return;
  palette_ = palette;
  if (network_->options.told) view_ = {};
  memory_ = lasting_ = {};  // every region may change
  view_.colours = cv::Mat();
}

void PalettePainter::forget() {
  beside_ = {};
  view_ = {};
  settled_ = {};
  memory_ = lasting_ = {};
  reconsiders_ = false;
}

/// What a network that can be told is told: the person's palette, or what is expected of such things. [1,K], or undefined.
torch::Tensor PalettePainter::told() const {
  if (!network_->options.told) return {};
  const Palette& palette = palette_.empty() ? view_.found.expected : palette_;
  const torch::Tensor shares = sharesOver(palette, paletteColours(*network_));
  return (palette_.empty() ? shares * view_.found.sureness : shares).unsqueeze(0);
}

Pen PalettePainter::pen() const { return hurries_ ? Pen::Draws : reconsiders_ ? Pen::Pauses : Pen::Rests; }

bool PalettePainter::doubts() const {
  return follows_ && !reconsidered_ && view_.recognised && ((palette_.empty() && settled_.doubted()) || (!lasting_.doubts.empty() && cv::countNonZero(lasting_.doubts) > 0));
}

void PalettePainter::reconsider() {
  reconsiders_ = true;
  view_.recognised = !lookalikes_;  // looked at again, where it is
  view_.colours = cv::Mat();
}

/// What the sketch looks like, and what the network thinks without hints; nothing where it is the last sketch.
void PalettePainter::look(const cv::Mat& sketch) {
  const bool another = !same(sketch, view_.sketch);
  if (another && follows_ && !view_.sketch.empty() && isAnotherDrawing(view_.sketch, sketch)) forget();
  const bool recognises = lookalikes_ && (view_.sketch.empty() || !hurries_) && (another || !view_.recognised);
  adopted_ = adoptFromBeside(recognises);
  if (another) reconsidered_ = false;
  if (!another && !recognises && !adopted_) return;
  if (another) {
    view_.sketch = sketch.clone();
    view_.input = colouringInput(sketch, {}).unsqueeze(0);
  }
  view_.recognised = (recognises && !hurries_) || !lookalikes_;
  if (recognises) adopt(ask(sketch, settled_, pen()));
  if (another || network_->options.told) {
    auto spaces = std::async(std::launch::async, [&] { return spacesOf(sketch); });  // beside the network
    const torch::Tensor logits = engine_.logits(view_.input, told());
    const engine::RowTeam rows(engine_.team());
    view_.opinions = opinionsOf(logits);
    view_.likeliest = likeliestOf(view_.opinions);
    view_.shapes = divideOpenSpace(spaces.get(), paperOpinion(view_.likeliest));
  }
  layOut();
  view_.colours = cv::Mat();
}

PalettePainter::Answer PalettePainter::ask(const cv::Mat& sketch, const SettledPalette& settled, Pen pen) const {
  Answer answer{lookalikes_->find(sketch, kLookalikes, settled.palette()), {}, settled};
  answer.another = follows_ && answer.settled.settle(answer.found, pen);
  answer.layout = layoutOf(answer.found.near, paletteColours(*network_), weights_);
  return answer;
}

void PalettePainter::adopt(Answer answer) {
  view_.found = std::move(answer.found);
  view_.layout = std::move(answer.layout);
  settled_ = std::move(answer.settled);
  if (answer.another && palette_.empty()) memory_ = lasting_ = {};  // every region may change
}

void PalettePainter::recogniseBeside() {
  if (!lookalikes_ || beside_.valid() || !hurried()) return;
  beside_ = std::async(std::launch::async, [this, sketch = view_.sketch, settled = settled_] {
    const SmallSteps small;
    const torch::InferenceMode inference;
    return ask(sketch, settled, Pen::Draws);
  });
}

/// True where there is an answer. Who asks himself now does not need it, but waits for it: one thread asks at a time.
bool PalettePainter::adoptFromBeside(bool asksHimself) {
  if (!beside_.valid() || (!asksHimself && beside_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)) return false;
  Answer answer = beside_.get();
  if (!asksHimself) adopt(std::move(answer));
  return !asksHimself;
}

/// Lays what was found over the sketch.
void PalettePainter::layOut() {
  view_.says = {};
  if (!view_.layout.places.defined()) return;
  const auto h = static_cast<int>(view_.opinions.size(0)), w = static_cast<int>(view_.opinions.size(1));
  view_.says = whatItSays(view_.layout, inkBox(view_.sketch, h, w), view_.likeliest[0], view_.shapes.labels);
  view_.says.trust = view_.found.sureness;
}

/// Lets the network place a palette: the person's, or the one that is expected of such things. Returns the colours that its
/// choices stand for, BGR.
std::vector<cv::Vec3b> PalettePainter::place(torch::Tensor& opinions) const {
  std::vector<cv::Vec3b> colours = paletteColours(*network_);
  if (palette_.empty()) {
    const double trust = view_.found.sureness;
    if (trust <= 0) return colours;
    const torch::Tensor shares = sharesOver(view_.found.expected, colours) * torch::tensor(weights_);
    opinions = placeColours(opinions, view_.says, shares / shares.sum().clamp_min(1e-6), kShares * trust);
    return colours;
  }
  const std::vector<int> slots = slotsOf(palette_, colours);
  torch::Tensor shares = torch::zeros({static_cast<int64_t>(colours.size())});
  for (size_t i = 0; i < slots.size(); ++i) {
    if (slots[i] == 0) continue;  // a palette of more colours than the network knows: paper stays paper
    shares[slots[i]] = palette_[i].share;
    colours[static_cast<size_t>(slots[i])] = palette_[i].colour;
  }
  opinions = placeColours(opinions, {}, shares / shares.sum().clamp_min(1e-6), 1);
  return colours;
}

/// What the sketch looks like without hints.
cv::Mat PalettePainter::withoutHints() {
  const cv::Mat& labels = view_.shapes.labels;
  torch::Tensor opinions = view_.opinions;
  const engine::RowTeam rows(engine_.team());
  const std::vector<cv::Vec3b> colours = place(opinions);
  cv::Mat out = pictureOf(meanColours(opinions, coloursTensor(colours), PaletteNet::kTemperature), labels.size());
  out = voteColours(colours, opinions, view_.likeliest, labels, out);
  out.setTo(cv::Scalar::all(255), view_.shapes.paper);
  if (follows_) {
    out = calmed(out);
    out.setTo(cv::Scalar::all(255), view_.shapes.paper);  // of a region that stays a part may be paper by now
  }
  out = repairLabelled(out, labels);
  memory_.colours = out;
  if (!hurried() || adopted_) lasting_ = memory_;
  return out;
}

/// With the colours that stay; in a hurry those of the last picture, else of the last one that was not made in a hurry. What is not sure
/// changes none.
cv::Mat PalettePainter::calmed(const cv::Mat& colours) {
  const bool thorough = !hurried(), sure = !lookalikes_ || !palette_.empty() || view_.found.sure();
  memory_ = keepCalm(view_.shapes.labels, colours, thorough || adopted_ ? lasting_ : memory_, thorough && sure ? pen() : Pen::Draws);
  return memory_.colours;
}

/// As the same hints will look beside the first stroke.
cv::Mat PalettePainter::paintEmpty(const cv::Mat& hints, cv::Size size) {
  forget();
  cv::Mat out(size, CV_8UC3, cv::Scalar::all(255));
  const Shapes paper{cv::Mat::ones(size, CV_32S), cv::Mat(size, CV_8U, cv::Scalar(255)), cv::Mat::zeros(size, CV_32F)};
  if (!hints.empty()) showHints(out, cv::Mat(size, CV_8U, cv::Scalar(255)), paper, hints);
  return out;
}

/// Hints change what they are meant for, and nothing else: the network is not asked again.
cv::Mat PalettePainter::paint(const cv::Mat& sketch, const cv::Mat& hints) {
  const torch::InferenceMode inference;
  std::optional<SmallSteps> small;  // all but the network
  if (engine_.team()) small.emplace();
  look(sketch);
  if (view_.colours.empty()) view_.colours = withoutHints();
  if (std::exchange(reconsiders_, false)) reconsidered_ = true;
  cv::Mat out = view_.colours.clone();
  if (!hints.empty()) showHints(out, sketch, view_.shapes, hints);
  return out;
}

}  // namespace chaesaek
