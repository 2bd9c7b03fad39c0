// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/loader.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/base/threads.h"

namespace chaesaek {
namespace {

using Order = std::vector<int>;
constexpr uint64_t kOrderStream = ~uint64_t{0};  // of the epoch's order; samples use their position

/// What an epoch draws, in order.
Order orderOf(const Order& indices, const std::vector<double>& cumulative, const LoaderOptions& options, uint64_t epoch) {
  Order order = indices;
  Random random(options.seed, epoch, kOrderStream);
  if (!cumulative.empty()) {
    for (int& index : order) {
      const auto found = std::upper_bound(cumulative.begin(), cumulative.end(), random.uniform() * cumulative.back());
      index = indices[std::min(static_cast<size_t>(found - cumulative.begin()), indices.size() - 1)];
    }
  } else if (options.shuffle) {
    for (size_t i = order.size() - 1; i > 0; --i) std::swap(order[i], order[random.next() % (i + 1)]);
  }
  return order;
}

std::vector<double> cumulativeOf(const std::vector<double>& weights) {
  std::vector<double> cumulative;
  for (const double weight : weights) cumulative.push_back((cumulative.empty() ? 0 : cumulative.back()) + weight);
  return cumulative;
}

}  // namespace

struct Loader::State {
  /// A batch that is being made: threads fill its places side by side.
  struct Slot {
    Batch batch;
    int done = 0;
    std::exception_ptr error;
  };
  struct Task {
    std::shared_ptr<Slot> slot;
    int index = 0;         // into the data set
    int place = 0;         // in the batch
    uint64_t epoch = 0, sample = 0;
  };

  Order indices;
  std::vector<double> cumulative;
  MakeSample make;
  LoaderOptions options;

  std::mutex mutex;
  std::condition_variable wanted, ready;
  std::map<int64_t, std::shared_ptr<Slot>> slots;
  std::map<uint64_t, Order> orders;
  int64_t position = 0;  // of the batch that next() returns
  int64_t task = 0;      // number of the sample that is made next
  bool ends = false;
  std::vector<std::thread> threads;

  int64_t batchesPerEpoch() const { return std::max<int64_t>(1, static_cast<int64_t>(indices.size()) / options.batch); }

  /// The next sample to make; the mutex is held.
  Task take() {
    const int64_t number = task / options.batch, place = task % options.batch;
    ++task;
    auto& slot = slots[number];
    if (!slot) slot = std::make_shared<Slot>();
    const auto epoch = static_cast<uint64_t>(number / batchesPerEpoch());
    const auto sample = static_cast<uint64_t>(number % batchesPerEpoch() * options.batch + place);
    if (!orders.count(epoch)) {
      orders[epoch] = orderOf(indices, cumulative, options, epoch);
      while (orders.size() > 2) orders.erase(orders.begin()->first == epoch ? std::prev(orders.end()) : orders.begin());
    }
    return {slot, orders[epoch][sample % indices.size()], static_cast<int>(place), epoch, sample};
  }

  void work() {
    computeAlone();
    std::unique_lock lock(mutex);
    while (true) {
      wanted.wait(lock, [&] { return ends || task / options.batch < position + options.ahead; });
      if (ends) return;
      const Task next = take();
      lock.unlock();
      std::exception_ptr error;
      try {
        store(next);
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      if (error && !next.slot->error) next.slot->error = error;
      if (++next.slot->done == options.batch) ready.notify_all();
    }
  }

  void store(const Task& task) {
    Random random(options.seed, task.epoch, task.sample);
    const Batch sample = make(task.index, random);
    const Batch batch = stacked(*task.slot, sample);
    for (const auto& [name, tensor] : sample) {
      const auto whole = batch.find(name);
      if (whole == batch.end() || whole->second.sizes().slice(1) != tensor.sizes() || whole->second.dtype() != tensor.dtype())
        fail("sample " + std::to_string(task.index) + " differs from the others of its batch in \"" + name + "\"");
      const torch::Tensor plain = tensor.contiguous();
      std::memcpy(static_cast<char*>(whole->second.data_ptr()) + task.place * plain.nbytes(), plain.data_ptr(), plain.nbytes());
    }
  }

  /// The slot's tensors, made to fit its first sample.
  Batch stacked(Slot& slot, const Batch& sample) {
    const std::lock_guard lock(mutex);
    if (slot.batch.empty())
      for (const auto& [name, tensor] : sample) {
        std::vector<int64_t> shape = tensor.sizes().vec();
        shape.insert(shape.begin(), options.batch);
        slot.batch[name] = torch::empty(shape, torch::dtype(tensor.dtype()).pinned_memory(options.pinned));
      }
    return slot.batch;
  }
};

Loader::Loader(std::vector<int> indices, std::vector<double> weights, MakeSample make, LoaderOptions options) : state_(std::make_unique<State>()) {
  if (indices.empty()) failUsage("there are no drawings to load; name a data set that has some in this split");
  if (!weights.empty() && weights.size() != indices.size()) failUsage("a loader needs one weight for each drawing");
  options.batch = std::max(1, options.batch);
  options.ahead = std::max(1, options.ahead);
  state_->indices = std::move(indices);
  state_->cumulative = cumulativeOf(weights);
  state_->make = std::move(make);
  state_->options = options;
  for (int i = 0; i < std::max(1, options.threads); ++i) state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

Loader::~Loader() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ends = true;
  }
  state_->wanted.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

Batch Loader::next(double* waitedSeconds) {
  State& s = *state_;
  std::unique_lock lock(s.mutex);
  const auto start = std::chrono::steady_clock::now();
  s.ready.wait(lock, [&] {
    const auto slot = s.slots.find(s.position);
    return slot != s.slots.end() && slot->second->done == s.options.batch;
  });
  if (waitedSeconds) *waitedSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto slot = s.slots.at(s.position);
  if (slot->error) std::rethrow_exception(slot->error);
  s.slots.erase(s.position++);
  s.wanted.notify_all();
  return slot->batch;
}

int64_t Loader::batchesPerEpoch() const { return state_->batchesPerEpoch(); }

void Loader::seek(int64_t batchNumber) {
  const std::lock_guard lock(state_->mutex);
  state_->slots.clear();  // threads that are still at work keep their slot and drop it
  state_->position = batchNumber;
  state_->task = batchNumber * state_->options.batch;
  state_->wanted.notify_all();
}

int64_t Loader::position() const {
  const std::lock_guard lock(state_->mutex);
  return state_->position;
}

}  // namespace chaesaek
