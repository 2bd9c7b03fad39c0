// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/unet_program.h"

#include <algorithm>
#include <deque>
#include <numeric>

namespace chaesaek::engine {
namespace {

constexpr float kLeaky = 0.2f;
constexpr int kBands = 8;  // of rows, that are worked at side by side
int bandsOf(int side) { return std::min(side, kBands); }

std::vector<int> channelsFrom(int first, int count) {
  std::vector<int> channels(static_cast<size_t>(count));
  std::iota(channels.begin(), channels.end(), first);
  return channels;
}

/// [first's channels | second's], each from the beginning of a chunk.
std::vector<int> joined(int first, int second) {
  std::vector<int> channels = channelsFrom(0, first);
  const std::vector<int> others = channelsFrom(padded(first), second);
  channels.insert(channels.end(), others.begin(), others.end());
  return channels;
}

}  // namespace

struct UNetProgram::State {
  State(const Kernels& kernels, int threads) : kernels(kernels), cutting{&kernels, threads}, team(threads) {}

  Plane& plane(int side, int channels) { return planes.emplace_back(side, channels); }
  void build(const UNetPlan& plan);
  void encode(const UNetPlan& plan);
  void decode(const UNetPlan& plan);
  void add(std::vector<Convolution> parts, const Level& level, Target target);
  void addConvolutions(std::vector<Convolution> parts, const Target& target);
  void addNorm(const Plane& raw, const Level& level, Target target);
  void addHead(const Weights& weights);
  void takeInput();
  void take(const float* picture, const float* context);
  void takeRows(int band);

  const Kernels& kernels;
  const Cutting cutting;
  std::deque<Plane> planes;  // they stay where they are
  std::deque<std::vector<Convolution>> convolutions;
  std::deque<Normalisation> norms;
  std::vector<Step> steps;
  size_t lastLevel = 0;  // where its steps begin
  std::vector<Scratch> scratch;  // of each thread
  ScratchSize largest;
  const float* given = nullptr;  // [inputs][size][size]
  Plane* input = nullptr;
  std::vector<Plane*> joints;   // what each decoder level reads: [the decoder's | the encoder's]
  std::vector<Source> reads;
  Plane* output = nullptr;
  Plane* head = nullptr;
  Convolution* innermost = nullptr;
  std::vector<float> innermostBias;
  Team team;
};

void UNetProgram::State::addConvolutions(std::vector<Convolution> parts, const Target& target) {
  std::vector<Convolution>& kept = convolutions.emplace_back(std::move(parts));
  int tasks = 0;
  for (Convolution& c : kept) {
    c.target = target;
    tasks += c.tasks();
    const ScratchSize needs = scratchOf(c, kernels);
    largest.left = std::max(largest.left, needs.left);
    largest.product = std::max(largest.product, needs.product);
    largest.panel = std::max(largest.panel, needs.panel);
  }
  steps.push_back({tasks, [this, &kept](int task, int thread) {
                     const Convolution* c = kept.data();
                     while (task >= c->tasks()) task -= (c++)->tasks();
                     kernels.convolve(*c, task, scratch[static_cast<size_t>(thread)]);
                   }});
}

void UNetProgram::State::addNorm(const Plane& raw, const Level& level, Target target) {
  Normalisation& n = norms.emplace_back();
  n.raw = &raw;
  n.channels = level.weights.outputs;
  n.groups = level.groups;
  n.epsilon = level.epsilon;
  n.gain = makeBuffer<float>(static_cast<size_t>(raw.channels));
  n.shift = makeBuffer<float>(static_cast<size_t>(raw.channels));
  for (int i = 0; i < n.channels; ++i) n.gain[static_cast<size_t>(i)] = level.gain.empty() ? 1 : level.gain[static_cast<size_t>(i)];
  for (int i = 0; i < n.channels; ++i) n.shift[static_cast<size_t>(i)] = level.shift.empty() ? 0 : level.shift[static_cast<size_t>(i)];
  n.blocks = bandsOf(raw.side);
  n.sums = makeBuffer<float>(static_cast<size_t>(n.blocks) * 2 * static_cast<size_t>(raw.channels));
  n.target = target;
  steps.push_back({n.blocks, [this, &n](int task, int) { kernels.measure(n, task); }});
  steps.push_back({n.blocks, [this, &n](int task, int) { kernels.normalise(n, task); }});
}

void UNetProgram::State::add(std::vector<Convolution> parts, const Level& level, Target target) {
  if (level.groups == 0) return addConvolutions(std::move(parts), target);
  const Plane& raw = plane(target.plane->side, padded(level.weights.outputs));
  addConvolutions(std::move(parts), {&raw, 0, 1});
  addNorm(raw, level, target);
}

void UNetProgram::State::encode(const UNetPlan& plan) {
  const int depth = static_cast<int>(plan.encoder.size());
  Source from{input, channelsFrom(0, plan.inputs)};
  for (int k = 0; k < depth; ++k) {
    const Level& level = plan.encoder[static_cast<size_t>(k)];
    const int side = from.plane->side / 2, width = level.weights.outputs, joint = depth - 1 - k;
    // The next level reads LeakyReLU of it, the decoder ReLU of that, which is ReLU of it.
    const bool joins = plan.skips || joint == 0;
    const int first = joint == 0 || !joins ? 0 : padded(plan.decoder[static_cast<size_t>(joint - 1)].weights.outputs);
    const Target target{joins ? joints[static_cast<size_t>(joint)] : &plane(side, padded(width)), first, joint == 0 ? 0 : kLeaky};
    std::vector<Convolution> parts;
    parts.push_back(halving(from, level.weights, schemeFor(false, side, level.weights.inputs, kernels), cutting));
    add(std::move(parts), level, target);
    from = {target.plane, channelsFrom(first, width)};
  }
  innermost = &convolutions.back().front();
  innermostBias.assign(innermost->bias.get(), innermost->bias.get() + innermost->columns);
}

void UNetProgram::State::decode(const UNetPlan& plan) {
  const int depth = static_cast<int>(plan.decoder.size());
  for (int k = 0; k < depth; ++k) {
    const Level& level = plan.decoder[static_cast<size_t>(k)];
    const Source& from = reads[static_cast<size_t>(k)];
    const Target target = k == depth - 1 ? Target{output, 0, 1} : Target{joints[static_cast<size_t>(k + 1)], 0, 0};
    if (k == depth - 1 && plan.head.outputs > 0) addHead(plan.head);
    lastLevel = steps.size();
    add(doubling(from, level.weights, schemeFor(true, from.plane->side, level.weights.inputs, kernels), cutting), level, target);
  }
}

/// Before the last level, which may be left out.
void UNetProgram::State::addHead(const Weights& weights) {
  const int side = joints.back()->side;
  head = &plane(side, padded(weights.outputs));
  std::vector<Convolution> parts;
  parts.push_back(keeping(reads.back(), weights, side >= 16 && kernels.tilesPay ? Scheme::Tiles2Of3 : Scheme::Direct, cutting));
  addConvolutions(std::move(parts), {head, 0, 1});
}

void UNetProgram::State::build(const UNetPlan& plan) {
  const int depth = static_cast<int>(plan.encoder.size());
  input = &plane(plan.size, plan.inputs);
  for (int k = 0; k < depth; ++k) {
    const int fromEncoder = plan.encoder[static_cast<size_t>(depth - 1 - k)].weights.outputs, side = plan.size >> (depth - k);
    const int fromDecoder = k == 0 ? 0 : plan.decoder[static_cast<size_t>(k - 1)].weights.outputs;
    std::vector<int> channels = k == 0 ? channelsFrom(0, fromEncoder) : plan.skips ? joined(fromDecoder, fromEncoder) : channelsFrom(0, fromDecoder);
    joints.push_back(&plane(side, padded(channels.back() + 1)));
    reads.push_back({joints.back(), std::move(channels), true});
  }
  output = &plane(plan.size, padded(plan.decoder.back().weights.outputs));
  takeInput();
  encode(plan);
  decode(plan);
  for (int i = 0; i < team.threads(); ++i) scratch.push_back({makeBuffer<float>(largest.left), makeBuffer<float>(largest.product), makeBuffer<float>(largest.panel)});
}

/// Puts the channels of each pixel together.
void UNetProgram::State::takeRows(int band) {
  const int side = input->side, channels = input->channels;
  const ptrdiff_t area = static_cast<ptrdiff_t>(side) * side;
  for (int y = side * band / bandsOf(side); y < side * (band + 1) / bandsOf(side); ++y) {
    const float* from = given + static_cast<ptrdiff_t>(y) * side;
    float* to = input->at(y, 0);
    for (int x = 0; x < side; ++x, ++from)
      for (int c = 0; c < channels; ++c) *to++ = from[c * area];
  }
}

void UNetProgram::State::takeInput() {
  steps.push_back({bandsOf(input->side), [this](int band, int) { takeRows(band); }});
}

UNetProgram::UNetProgram(const UNetPlan& plan, const Kernels& kernels, int threads) : state_(std::make_unique<State>(kernels, threads)) { state_->build(plan); }

UNetProgram::~UNetProgram() = default;

void UNetProgram::State::take(const float* picture, const float* context) {
  given = picture;
  for (size_t i = 0; i < innermostBias.size(); ++i) innermost->bias[i] = innermostBias[i];
  for (int i = 0; context && i < joints[0]->channels && i < static_cast<int>(reads[0].channels.size()); ++i) innermost->bias[static_cast<size_t>(i)] += context[i];
}

void UNetProgram::run(const float* input, const float* context) {
  state_->take(input, context);
  state_->team.run(state_->steps);
}

void UNetProgram::runHead(const float* input, const float* context) {
  state_->take(input, context);
  state_->team.run(std::span(state_->steps).first(state_->lastLevel));
}

Team& UNetProgram::team() { return state_->team; }

const Plane& UNetProgram::output() const { return *state_->output; }

const Plane& UNetProgram::headOutput() const {
  static const Plane none;
  return state_->head ? *state_->head : none;
}

}  // namespace chaesaek::engine
