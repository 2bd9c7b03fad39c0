// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/lookalikes.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <set>
#include <sstream>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/safetensors.h"
#include "core/image/colour.h"
#include "core/image/compose.h"
#include "core/image/regions.h"
#include "core/image/tensors.h"
#include "core/inference/known_drawings.h"
#include "core/inference/known_lines.h"
#include "core/inference/overlay.h"
#include "core/inference/thumbnails.h"
#include "core/networks/model_file.h"
#include "core/networks/weights.h"

namespace chaesaek {
namespace fs = std::filesystem;

namespace {

constexpr size_t kMostReady = 160;     // drawings, of about 25 KB
constexpr int kNear = 48;              // so many drawings say which colours to expect, and where
constexpr double kSharpness = 16;      // of their say: e^16(a-b) for likenesses a and b
constexpr double kFitting = 14;        // the same for how well their lines meet the sketch's,
constexpr double kMeet = .4;           // a correlation below which they do not meet at all, as most doodles' lines
constexpr double kOneThing = .85;      // n near drawings of one thing have the say of n^(1-.85): eight hands drew the hot pepper, two the banana
constexpr double kRarer = .18;         // power of a main colour's rarity, where they are counted
constexpr double kSameColour = 30;     // Delta E 1976 of two main colours that count as one
constexpr size_t kInEveryColour = 5;    // different ones, by their names
constexpr float kOneOfMany = .15F;      // of likeness: e^-2.4 of the say
constexpr double kUnlike = .35, kLike = .75;  // likenesses between which the colours of what is near are trusted more and more

/// [N,8,4]: red, green, blue, share of 255.
std::vector<Palette> unpackPalettes(const torch::Tensor& stored) {
  std::vector<Palette> palettes;
  const torch::Tensor bytes = stored.contiguous();
  const auto* at = bytes.const_data_ptr<uint8_t>();
  for (int64_t i = 0; i < bytes.size(0); ++i) {
    Palette palette;
    for (int k = 0; k < kLookalikeColours; ++k, at += 4)
      if (at[3] > 0) palette.push_back({cv::Vec3b(at[2], at[1], at[0]), at[3] / 255.});
    palettes.push_back(std::move(palette));
  }
  return palettes;
}

/// A name without its colours, and those.
std::pair<std::string, std::string> withoutColours(const std::string& name) {
  static const std::set<std::string> kColours = {"red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "grey", "gray", "light", "dark"};
  std::istringstream words(name);
  std::string thing, colours;
  for (std::string word; words >> word;) (kColours.count(word) ? colours : thing) += word + " ";
  return {thing, colours};
}

/// [N]: how much less like a sketch each of these counts. Of a thing that there is in every colour, as hearts and circles, one whose name
/// says its colour says nothing about what such things usually have.
torch::Tensor handicaps(const std::vector<KnownDrawing>& drawings) {
  std::map<std::string, std::set<std::string>> colours;
  for (const KnownDrawing& d : drawings)
    if (const auto [thing, colour] = withoutColours(d.name); !colour.empty()) colours[thing].insert(colour);
  torch::Tensor out = torch::zeros({static_cast<int64_t>(drawings.size())});
  auto* handicap = out.mutable_data_ptr<float>();
  for (const KnownDrawing& d : drawings) {
    const auto [thing, colour] = withoutColours(d.name);
    *handicap++ = !colour.empty() && colours[thing].size() >= kInEveryColour ? kOneOfMany : 0;
  }
  return out;
}

/// A palette that has a say, and how much.
struct Say {
  const Palette* palette;
  double weight;
};

double weightOf(const std::vector<Say>& says) {
  return std::accumulate(says.begin(), says.end(), 0., [](double sum, const Say& say) { return sum + say.weight; });
}

std::vector<Say> agreeing(const std::vector<Say>& says, const Palette& palette) {
  std::vector<Say> with;
  std::copy_if(says.begin(), says.end(), std::back_inserter(with), [&](const Say& say) { return agree(*say.palette, palette); });
  return with;
}

/// The palettes that agree with the one that most of them agree with: things come in several colours, and a mixture of a red
/// and a green apple is none.
std::vector<Say> majority(const std::vector<Say>& says) {
  std::vector<Say> most;
  for (const Say& each : says)
    if (std::vector<Say> with = agreeing(says, *each.palette); weightOf(with) > weightOf(most)) most = std::move(with);
  return most;
}

/// Every colour of the palettes, each palette's by its weight; equal ones joined, the largest first.
Palette blended(const std::vector<Say>& says) {
  Palette all;
  const double sum = weightOf(says);
  for (const Say& say : says)
    for (const PaletteColour& c : *say.palette) {
      const auto same = std::find_if(all.begin(), all.end(), [&](const PaletteColour& other) { return other.colour == c.colour; });
      if (same != all.end()) same->share += say.weight / sum * c.share;
      else all.push_back({c.colour, say.weight / sum * c.share});
    }
  std::stable_sort(all.begin(), all.end(), [](const PaletteColour& a, const PaletteColour& b) { return a.share > b.share; });
  return all;
}

}  // namespace

bool agree(const Palette& a, const Palette& b) { return cv::norm(exactLab(a.front().colour) - exactLab(b.front().colour)) < kSameColour; }

std::shared_ptr<RecogniserNet> openRecogniser(const fs::path& path, int& size) {
  const LoadedModel model = openModel(path);
  size = model.description.size;
  if (auto network = std::dynamic_pointer_cast<RecogniserNet>(model.network)) {
    network->foldNorms();
    return network;
  }
  fail(path.string() + " recognises nothing: its role is " + model.description.role);
}

torch::Tensor embeddingsOf(RecogniserNet& network, const std::vector<cv::Mat>& sketches, int size) {
  const torch::InferenceMode inference;
  std::vector<torch::Tensor> inputs;
  for (const cv::Mat& sketch : sketches) inputs.push_back(sketchTensor(framedInk(sketch, size)));
  return network.forward(torch::stack(inputs));
}

struct Lookalikes::State {
  std::shared_ptr<RecogniserNet> network;
  int size = 0;
  torch::Tensor embeddings;  // [N,E]
  KnownLines lines;
  torch::Tensor handicap;    // [N]
  std::vector<KnownDrawing> drawings;
  Rarity rarity;

  /// Unpacked and stretched.
  struct Ready {
    cv::Mat thumbnail;
    Overlay::Stretched stretched;
  };
  std::unordered_map<const KnownDrawing*, Ready> ready;  // those that were near lately, and mostly are again

  struct Near {
    const KnownDrawing* drawing;
    double likeness;
    cv::Mat thumbnail;
    Overlay::Laid laid;
    double weight;
  };

  void read(const fs::path& path, const std::string& recogniser, bool onlyTrain);
  const Ready& readied(const KnownDrawing& drawing);
  std::vector<Near> nearTo(const cv::Mat& sketch);
};

void Lookalikes::State::read(const fs::path& path, const std::string& recogniser, bool onlyTrain) try {
  const Safetensors content = readSafetensors(path);
  const Json about = parseJson(content.metadata.at(kLookalikesKey), "its metadata");
  if (about.at("format").get<int>() != kLookalikesFormat || about.at("recogniser").get<std::string>() != recogniser)
    fail(path.string() + " belongs to another recogniser; make it again with: chaesaek lookalikes");
  embeddings = loadTensor(content.tensors.at("embeddings")).to(torch::kFloat32) / kEmbeddingScale;
  const torch::Tensor stored = loadTensor(content.tensors.at("palettes")), ends = loadTensor(content.tensors.at("thumbnail_ends"));
  const std::vector<uint8_t>& thumbnails = content.tensors.at("thumbnails").bytes;
  const auto names = about.at("names").get<std::vector<std::string>>(), hands = about.at("hands").get<std::vector<std::string>>();
  const auto handOf = about.at("hand_of").get<std::vector<size_t>>();
  const auto count = static_cast<int64_t>(names.size());
  const bool fits = embeddings.sizes() == at::IntArrayRef({count, network->options.embedding}) && stored.sizes() == at::IntArrayRef({count, kLookalikeColours, 4}) &&
                    stored.scalar_type() == torch::kUInt8 && ends.sizes() == at::IntArrayRef({count});
  if (!fits) fail(path.string() + " is damaged: its tables are not of one length");
  const std::vector<Palette> palettes = unpackPalettes(stored);
  const auto heldBack = onlyTrain ? about.value("held_back", std::set<size_t>()) : std::set<size_t>();
  std::vector<int64_t> kept;
  int64_t start = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    const auto end = ends[static_cast<int64_t>(i)].item<int64_t>();
    if (end < start || static_cast<size_t>(end) > thumbnails.size()) fail(path.string() + " is damaged");
    if (heldBack.count(i) == 0) {
      drawings.push_back({names[i], hands.at(handOf.at(i)), palettes.at(i), {thumbnails.begin() + start, thumbnails.begin() + end}});
      kept.push_back(static_cast<int64_t>(i));
    }
    start = end;
  }
  embeddings = embeddings.index_select(0, torch::tensor(kept, torch::kInt64));
  std::vector<std::string> coloured;
  for (const KnownDrawing& drawing : drawings) coloured.push_back(drawing.name);
  lines = KnownLines::read(content, about, onlyTrain, coloured, network->options.embedding);
  handicap = handicaps(drawings);
  std::vector<const Palette*> known;
  for (const KnownDrawing& drawing : drawings) known.push_back(&drawing.palette);
  rarity = Rarity(known);
} catch (const std::out_of_range&) {
  fail(path.string() + " holds no drawings to look like: it is foreign or damaged");
} catch (const Json::exception&) {
  fail(path.string() + " holds no drawings to look like: it is foreign or damaged");
}

Lookalikes::Lookalikes(const fs::path& recogniser, const fs::path& drawings, bool onlyTrain) : state_(std::make_unique<State>()) {
  state_->network = openRecogniser(recogniser, state_->size);
  state_->read(drawings, sha256OfFile(recogniser), onlyTrain);
}

Lookalikes::~Lookalikes() = default;

bool Lookalikes::knows(const std::string& name) const {
  return std::any_of(state_->drawings.begin(), state_->drawings.end(), [&](const KnownDrawing& each) { return each.name == name; });
}

const Rarity& Lookalikes::rarity() const { return state_->rarity; }

const Lookalikes::State::Ready& Lookalikes::State::readied(const KnownDrawing& drawing) {
  if (const auto known = ready.find(&drawing); known != ready.end()) return known->second;
  if (ready.size() >= kMostReady) ready.clear();
  cv::Mat thumbnail = unpackThumbnail(drawing.thumbnail);
  Overlay::Stretched stretched = Overlay::stretch(thumbnail);
  return ready[&drawing] = {std::move(thumbnail), std::move(stretched)};
}

/// The drawings that lie nearest to a sketch, laid over it; those of the thing that has the most say together first.
std::vector<Lookalikes::State::Near> Lookalikes::State::nearTo(const cv::Mat& sketch) {
  const torch::Tensor seen = embeddingsOf(*network, {sketch}, size)[0];
  const auto [likeness, say] = lines.heard(torch::mv(embeddings, seen), seen);
  const auto [values, order] = (say - handicap).topk(std::min<int64_t>(likeness.size(0), kNear));
  const Overlay overlay(sketch);
  std::vector<Near> near;
  for (int64_t i = 0; i < order.size(0); ++i) {
    const auto index = order[i].item<int64_t>();
    const KnownDrawing& drawing = drawings[static_cast<size_t>(index)];
    const Ready& known = readied(drawing);
    Near& each = near.emplace_back(Near{&drawing, likeness[index].item<double>(), known.thumbnail, overlay.lay(known.stretched), 0});
    each.weight = std::exp(kSharpness * (values[i] - values[0]).item<double>() + kFitting * std::max(each.laid.fit, kMeet));
  }
  std::map<std::string, int> times;
  for (const Near& each : near) ++times[each.drawing->name];
  std::map<std::string, double> together;
  for (Near& each : near) together[each.drawing->name] += each.weight /= std::pow(times[each.drawing->name], kOneThing);
  const auto rank = [&](const Near& each) { return std::pair(together[each.drawing->name], each.weight); };
  std::stable_sort(near.begin(), near.end(), [&](const Near& a, const Near& b) { return rank(a) > rank(b); });
  return near;
}

Lookalikes::Found Lookalikes::find(const cv::Mat& sketch, int count, const Palette& former) {
  Found found;
  if (cv::countNonZero(sketch <= kWall) == 0 || state_->drawings.empty()) return found;
  const torch::InferenceMode inference;
  const std::vector<State::Near> near = state_->nearTo(sketch);
  std::vector<Say> says;
  std::set<std::string> things;
  double mostAlike = -1;
  for (const State::Near& each : near) {
    const KnownDrawing& drawing = *each.drawing;
    mostAlike = std::max(mostAlike, each.likeness);
    if (static_cast<int>(found.nearest.size()) < count && things.insert(drawing.name).second)
      found.nearest.push_back({drawing.name, drawing.hand, each.likeness, drawing.palette, each.thumbnail});
    if (drawing.palette.empty()) continue;
    says.push_back({&drawing.palette, each.weight * state_->rarity.weight(drawing.palette.front().colour, kRarer)});
    found.near.push_back({drawing.palette, each.laid.picture, each.weight});
  }
  const std::vector<Say> most = majority(says);
  found.expected = blended(most);
  found.main = weightOf(most) / std::max(weightOf(says), 1e-9);
  if (!former.empty()) found.former = weightOf(agreeing(says, former)) / std::max(weightOf(says), 1e-9);
  found.sureness = std::clamp((mostAlike - kUnlike) / (kLike - kUnlike), 0., 1.);
  return found;
}

}  // namespace chaesaek
