// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/palette_painter.h"

#include <torch/torch.h>

#include <opencv2/imgproc.hpp>
#include <optional>

#include "core/base/threads.h"
#include "core/image/tensors.h"
#include "core/inference/loose_paint.h"
#include "core/inference/region_vote.h"
#include "core/inference/spread.h"

namespace chaesaek {
namespace {

constexpr double kOpen = 0.2;         // a hint in an open outline fills where the gate is at least so sure
constexpr double kPaper = 0.7;        // or where the network is less sure than this that it sees paper
constexpr double kAround = 10. / 256; // or this near to the mark, in sides of the picture
constexpr double kDecision = 4;       // slope of the gate around that: it decides instead of blending
constexpr double kShares = .6;        // of the expected shares beside what the network and the layout make of them
constexpr int kLookalikes = 8;

/// CV_8U 0/1: the surroundings of the marks.
cv::Mat around(const cv::Mat& hints) {
  cv::Mat alpha, distance;
  cv::extractChannel(hints, alpha, 3);
  cv::distanceTransform(alpha < 128, distance, cv::DIST_L2, 3);
  return (distance < kAround * hints.rows) / 255;
}

/// CV_8U 255, at the size of `covered`: paper is likelier than any one colour (`best` as likeliestOf), and no hint is shown. Placing a palette
/// joins what several colours had, and would paint the paper beside a thing.
cv::Mat whereWhite(const torch::Tensor& best, const cv::Mat& covered) {
  const torch::Tensor paper = best[0] >= best[1];
  cv::Mat white;
  cv::resize(cv::Mat(static_cast<int>(paper.size(0)), static_cast<int>(paper.size(1)), CV_8U, paper.data_ptr<bool>()), white, covered.size(), 0, 0, cv::INTER_NEAREST);
  return white > covered;
}

/// PaletteNet::blend, for the canvas: of what was chosen, `half` [h,w,3], and the spread hints of `input` where the gate is open -> BGR.
cv::Mat blended(const torch::Tensor& half, const torch::Tensor& gate, const torch::Tensor& input) {
  const int side = static_cast<int>(gate.size(2)), pixels = side * side;
  cv::Mat mixed, rgb, bgr;
  cv::resize(cv::Mat(static_cast<int>(half.size(0)), static_cast<int>(half.size(1)), CV_32FC3, half.data_ptr<float>()), mixed, {side, side}, 0, 0, cv::INTER_LINEAR);
  const float *share = gate.const_data_ptr<float>(), *spread = input[0][5].const_data_ptr<float>();
  for (int i = 0; i < pixels; ++i)
    if (share[i] > 0)
      for (int c = 0; c < 3; ++c) mixed.ptr<float>()[3 * i + c] += share[i] * (spread[c * pixels + i] - mixed.ptr<float>()[3 * i + c]);
  mixed.convertTo(rgb, CV_8U, 127.5, 127.5);
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  return bgr;
}

/// CV_32F: how likely the likeliest colour is (of likeliestOf).
cv::Mat sureness(const torch::Tensor& best) {
  const torch::Tensor likely = best[1].exp();
  return cv::Mat(static_cast<int>(likely.size(0)), static_cast<int>(likely.size(1)), CV_32F, likely.data_ptr<float>()).clone();
}

/// The box around a sketch's ink in pixels of a map of it.
cv::Rect inkBox(const cv::Mat& sketch, int h, int w) {
  const cv::Rect ink = cv::boundingRect(sketch <= kWall);
  const cv::Point from(ink.x * w / sketch.cols, ink.y * h / sketch.rows), to(ink.br().x * w / sketch.cols, ink.br().y * h / sketch.rows);
  return cv::Rect(from, cv::Size(std::max(1, to.x - from.x), std::max(1, to.y - from.y)));
}

bool same(const cv::Mat& a, const cv::Mat& b) { return a.size() == b.size() && !a.empty() && cv::norm(a, b, cv::NORM_INF) == 0; }

}  // namespace

PalettePainter::PalettePainter(std::shared_ptr<PaletteNet> network, Engine& engine, std::unique_ptr<Lookalikes> lookalikes)
    : network_(std::move(network)), engine_(engine), lookalikes_(std::move(lookalikes)) {}

void PalettePainter::usePalette(const Palette& palette) {
  if (palette == palette_) return;
  palette_ = palette;
  if (network_->options.told) view_ = {};
  memory_ = lasting_ = {};  // every region may change
}

void PalettePainter::forget() {
  view_ = {};
  settled_ = {};
  memory_ = lasting_ = {};
}

/// What a network that can be told is told: the person's palette, or what is expected of such things. [1,K], or undefined.
torch::Tensor PalettePainter::told() const {
  if (!network_->options.told) return {};
  const Palette& palette = palette_.empty() ? view_.found.expected : palette_;
  const torch::Tensor shares = sharesOver(palette, paletteColours(*network_));
  return (palette_.empty() ? shares * view_.found.sureness : shares).unsqueeze(0);
}

/// What the sketch looks like, and what the network thinks without hints; nothing where it is the last sketch.
void PalettePainter::look(const cv::Mat& sketch) {
  const bool another = !same(sketch, view_.sketch);
  const bool recognises = lookalikes_ && (view_.sketch.empty() || !hurries_) && (another || !view_.recognised);
  if (!another && !recognises) return;
  if (another) {
    view_.sketch = sketch.clone();
    view_.input = colouringInput(sketch, {}).unsqueeze(0);
    view_.labels = gapClosedRegions(sketch, kClosedGap);
  }
  view_.recognised = recognises || !lookalikes_;
  if (recognises) recognise();
  if (another || network_->options.told) view_.opinions = opinionsOf(engine_.parts(view_.input, told()).logits);
  layOut();
}

void PalettePainter::recognise() {
  view_.found = lookalikes_->find(view_.sketch, kLookalikes, settled_.palette());
  const bool another = follows_ && settled_.settle(view_.found);
  if (another && palette_.empty()) memory_ = lasting_ = {};  // it is taken for something else: every region may change
  view_.layout = layoutOf(view_.found.near, paletteColours(*network_));
}

/// Lays what was found over the sketch.
void PalettePainter::layOut() {
  view_.says = {};
  if (!view_.layout.places.defined()) return;
  const auto h = static_cast<int>(view_.opinions.size(0)), w = static_cast<int>(view_.opinions.size(1));
  view_.says = whatItSays(view_.layout, inkBox(view_.sketch, h, w), view_.opinions, view_.labels);
  view_.says.trust = view_.found.sureness;
}

/// Where spread hints (`mask`) are shown, 0..1: where it is `certain` (bounded regions: the trained gate closes on colours that a thing
/// never has, and obeys less). Out of an open outline a hint would flood the page: there it fills its surroundings, what the network
/// takes for part of the thing, and where the gate is open.
torch::Tensor PalettePainter::shownShare(const PaletteNet::Parts& parts, const torch::Tensor& mask, const cv::Mat& certain) const {
  const torch::Tensor paper = torch::upsample_bilinear2d(torch::softmax(parts.logits, 1).narrow(1, 0, 1), {mask.size(2), mask.size(3)}, false);
  const torch::Tensor thing = (paper < kPaper).to(mask.scalar_type()) * mask;
  const torch::Tensor open = ((parts.gate - kOpen) * kDecision + 0.5).clamp(0, 1) * mask;
  return torch::maximum(torch::maximum(open, thing), maskTensor(certain).unsqueeze(0));
}

/// The network is asked with the hints only where one ran out of an open outline, and its answer counts only where hints were
/// spread: what a hint did not reach stays as it was without it.
PalettePainter::Hinted PalettePainter::withHints(const cv::Mat& sketch, const cv::Mat& hints) const {
  Hinted hinted;
  hinted.opinions = view_.opinions;
  if (hints.empty()) {
    hinted.spread = spreadHintLayer(sketch, {});
    hinted.input = view_.input;
  } else {
    hinted.input = colouringInput(sketch, hints, &hinted.spread).unsqueeze(0);
  }
  const SpreadHints& spread = hinted.spread;
  if (cv::countNonZero(spread.covered & ~spread.bounded) == 0) {
    hinted.gate = maskTensor(spread.bounded).unsqueeze(0);
    return hinted;
  }
  const PaletteNet::Parts parts = engine_.parts(hinted.input, told());
  hinted.gate = shownShare(parts, hinted.input.narrow(1, 8, 1), spread.bounded | (spread.covered & around(hints)));
  const torch::Tensor reached = torch::max_pool2d(maskTensor(spread.covered).unsqueeze(0), 2)[0][0].unsqueeze(-1) > 0;
  hinted.opinions = torch::where(reached, opinionsOf(parts.logits), view_.opinions);
  return hinted;
}

/// Lets the network place a palette: the person's, or the one that is expected of such things. Returns the colours that its
/// choices stand for, BGR.
std::vector<cv::Vec3b> PalettePainter::place(torch::Tensor& opinions) const {
  std::vector<cv::Vec3b> colours = paletteColours(*network_);
  if (palette_.empty()) {
    const double trust = view_.found.sureness;
    if (trust > 0) opinions = placeColours(opinions, view_.says, sharesOver(view_.found.expected, colours), kShares * trust);
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

cv::Mat PalettePainter::paint(const cv::Mat& sketch, const cv::Mat& hints) {
  const torch::InferenceMode inference;
  std::optional<SmallSteps> small;  // all but the network
  if (engine_.ownThreads()) small.emplace();
  look(sketch);
  Hinted hinted = withHints(sketch, hints);
  const cv::Mat& covered = hinted.spread.covered;
  const torch::Tensor own = hinted.opinions, best = likeliestOf(own);  // placing makes every colour look like a change of mind, and surer than the network is
  const std::vector<cv::Vec3b> colours = place(hinted.opinions);
  const torch::Tensor half = meanColours(hinted.opinions, coloursTensor(colours), PaletteNet::kTemperature);
  cv::Mat out = blended(half, hinted.gate.contiguous(), hinted.input.contiguous());
  out.setTo(cv::Scalar::all(255), whereWhite(best, covered));
  out = voteColours(colours, hinted.opinions, best, view_.labels, covered, out);
  if (follows_) out = keepCalm(colours, own, view_.labels, covered, out, hurried() ? memory_ : lasting_);
  out = withoutLoosePaint(repairLabelled(out, view_.labels), sketch, view_.labels, sureness(best), covered);
  fillHinted(out, hinted.spread);
  if (follows_) memory_ = {view_.labels, out.clone(), covered};
  if (!hurried()) lasting_ = memory_;
  return out;
}

}  // namespace chaesaek
