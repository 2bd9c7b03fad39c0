// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/column_colourer.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "core/base/threads.h"
#include "core/inference/model_places.h"
#include "core/inference/model_shelf.h"
#include "ui/document/document.h"

namespace chaesaek {

namespace fs = std::filesystem;

namespace {

QString firstLine(const std::exception& error) { return QString::fromUtf8(error.what()).section('\n', 0, 0); }

/// Where a model lies and when it was written; empty where it is not there. Another stamp, another network.
std::string stampOf(const std::string& model) {
  try {
    const auto place = findModelPlace(model);
    return place ? place->path.string() + '@' + std::to_string(fs::last_write_time(place->path).time_since_epoch().count()) : "";
  } catch (const std::exception&) {
    return {};
  }
}

/// What the window knows of a column; under the lock.
struct Slot {
  ColumnModel model;
  quint64 coloured = 0, measured = 0;  ///< revisions
};

/// A column's network; the worker's own.
struct Held {
  std::string model, stamp;
  std::shared_ptr<Colourer> colourer;
  QString error;  ///< why there is none
};

}  // namespace

struct ColumnColourer::State {
  explicit State(ColumnColourer* owner) : owner(owner), thread([this] { run(); }) {}

  enum class Kind { None, Colour, Measure };
  struct Task {
    Kind kind = Kind::None;
    ColumnModel model;
  };

  void run();
  Task nextTask() const;
  Slot* slotOf(int id);
  bool isStale(const Slot& slot) const { return slot.coloured != newest.revision; }
  bool isUnmeasured(const Slot& slot) const { return newest.known && slot.measured != newest.revision; }
  void doTask(const Task& task, const ColumnRequest& request);
  Held& hold(const ColumnModel& model);
  void load(Held& held);
  void release(const std::vector<ColumnModel>& kept);
  void lookForNewFiles(const std::vector<ColumnModel>& models);
  ColumnResult colour(Held& held, const ColumnRequest& request);
  std::optional<PictureFigures> measure(Held& held, const EvaluationDrawing& known);
  /// From the window: what the worker looks at when it wakes.
  template <class Call>
  void change(Call call) {
    {
      const std::lock_guard lock(mutex);
      call();
    }
    wake.notify_one();
  }
  template <class Call>
  void tell(Call call) {
    QMetaObject::invokeMethod(owner, std::move(call), Qt::QueuedConnection);
  }

  ColumnColourer* const owner;
  mutable std::mutex mutex;
  std::condition_variable wake;
  std::vector<Slot> columns;
  ColumnRequest newest;
  int lookedAt = 0, lastColoured = 0;  ///< ids
  qint64 limit = kUsualShelfBytes;
  std::function<void(ModelShelf&)> loan;  ///< waits
  Progress loanProgress;                  ///< of the work that waits or runs
  bool begun = true, enabled = true, changed = false, check = false, running = false, stop = false;

  ModelShelf shelf;          ///< from here on the worker's own
  std::map<int, Held> held;  ///< by id
  std::thread thread;        ///< last: it uses all of the above
};

// ---- which column is next

ColumnColourer::State::Task ColumnColourer::State::nextTask() const {
  if (!enabled || newest.revision == 0) return {};
  const Slot* next = nullptr;
  for (const Slot& slot : columns) {
    if (!isStale(slot)) continue;
    if (slot.model.id == lookedAt && slot.model.id != lastColoured) return {Kind::Colour, slot.model};
    if (!next || slot.coloured < next->coloured) next = &slot;
  }
  if (next) return {Kind::Colour, next->model};
  for (const Slot& slot : columns)
    if (isUnmeasured(slot)) return {Kind::Measure, slot.model};
  return {};
}

Slot* ColumnColourer::State::slotOf(int id) {
  const auto found = std::find_if(columns.begin(), columns.end(), [id](const Slot& slot) { return slot.model.id == id; });
  return found == columns.end() ? nullptr : &*found;
}

// ---- the worker

void ColumnColourer::State::run() {
  lowerThreadPriority();  // ink comes first
  std::unique_lock lock(mutex);
  while (true) {
    wake.wait(lock, [this] { return stop || changed || check || loan || nextTask().kind != Kind::None; });
    if (stop) return;
    running = true;
    std::vector<ColumnModel> models;
    for (const Slot& slot : columns) models.push_back(slot.model);
    const auto borrowed = std::exchange(loan, nullptr);
    const Task task = borrowed ? Task() : nextTask();
    const bool look = std::exchange(check, false), columnsChanged = std::exchange(changed, false);
    if (task.kind == Kind::Colour) lastColoured = task.model.id;
    if (task.kind != Kind::None) begun = true;
    const ColumnRequest request = newest;
    if (columnsChanged) shelf.setLimit(limit);
    lock.unlock();
    if (columnsChanged) release(models);
    if (look) lookForNewFiles(models);
    if (borrowed) borrowed(shelf);
    else if (task.kind != Kind::None) doTask(task, request);
    lock.lock();
    running = false;
    if (!changed && !check && !loan && nextTask().kind == Kind::None) tell([owner = owner] { Q_EMIT owner->settled(); });
  }
}

void ColumnColourer::State::release(const std::vector<ColumnModel>& kept) {
  std::erase_if(held, [&](const auto& entry) {
    return std::none_of(kept.begin(), kept.end(), [&](const ColumnModel& each) { return each.id == entry.first; });
  });
  for (auto& [id, each] : held)
    if (!each.colourer) each.stamp.clear();  // there may be room for it now
}

Held& ColumnColourer::State::hold(const ColumnModel& model) {
  Held& own = held[model.id];
  const std::string name = model.model.toStdString();
  if (own.model != name || (!own.colourer && own.stamp.empty())) {
    own = {name, {}, nullptr, {}};
    load(own);
  }
  return own;
}

void ColumnColourer::State::load(Held& own) {
  own.stamp = stampOf(own.model);
  own.colourer.reset();
  try {
    own.colourer = shelf.open(own.model);
    own.error.clear();
  } catch (const std::exception& problem) {
    own.error = firstLine(problem);
  }
}

void ColumnColourer::State::lookForNewFiles(const std::vector<ColumnModel>& models) {
  for (const ColumnModel& model : models) {
    const auto found = held.find(model.id);
    if (found == held.end()) continue;
    const std::string stamp = stampOf(found->second.model);
    if (stamp.empty() || stamp == found->second.stamp) continue;  // a file that is gone: what was loaded of it goes on
    load(found->second);
    const std::lock_guard lock(mutex);
    if (Slot* slot = slotOf(model.id)) slot->coloured = slot->measured = 0;
  }
}

void ColumnColourer::State::doTask(const Task& task, const ColumnRequest& request) {
  Held& own = hold(task.model);
  const int id = task.model.id;
  if (task.kind == Kind::Colour) {
    ColumnResult result = colour(own, request);
    result.column = id;
    tell([owner = owner, result = std::move(result)] { Q_EMIT owner->coloured(result); });
  } else if (const auto figures = measure(own, *request.known)) {
    tell([owner = owner, what = ColumnFigures{id, request.revision, *figures}] { Q_EMIT owner->measured(what); });
  }
  const std::lock_guard lock(mutex);
  Slot* slot = slotOf(id);
  if (slot && slot->model == task.model) (task.kind == Kind::Colour ? slot->coloured : slot->measured) = request.revision;
}

ColumnResult ColumnColourer::State::colour(Held& own, const ColumnRequest& request) {
  ColumnResult result;
  result.revision = request.revision;
  result.error = own.error;
  if (!own.colourer) return result;
  try {
    own.colourer->usePalette(request.palette);
    const Coloured coloured = colourPicture(*own.colourer, request.sketch, request.hints);
    result.picture = toImage(coloured.picture);
    result.forwardMs = coloured.forwardMs;
    result.info = own.colourer->info();
  } catch (const std::exception& problem) {
    result.error = firstLine(problem);
  }
  return result;
}

std::optional<PictureFigures> ColumnColourer::State::measure(Held& own, const EvaluationDrawing& known) {
  if (!own.colourer) return {};
  try {
    return figuresOf(colourAtMeasuredSize(*own.colourer, known.sketch, {}), known, own.colourer.get());
  } catch (const std::exception&) {
    return {};  // its picture has said why
  }
}

// ---- the window's side

ColumnColourer::ColumnColourer(QObject* parent) : QObject(parent), state_(std::make_unique<State>(this)) {}

ColumnColourer::~ColumnColourer() {
  state_->change([this] {
    state_->stop = true;
    state_->loanProgress.cancel();
  });
  state_->thread.join();
}

void ColumnColourer::setColumns(std::vector<ColumnModel> models) {
  state_->change([&] {
    std::vector<Slot> columns;
    for (ColumnModel& model : models) {
      const Slot* old = state_->slotOf(model.id);
      columns.push_back(old && old->model == model ? *old : Slot{std::move(model)});
    }
    state_->columns = std::move(columns);
    state_->changed = true;
  });
}

void ColumnColourer::submit(ColumnRequest request) {
  state_->change([&] {
    std::swap(state_->newest, request);  // what it replaces is freed after the lock
    state_->begun = false;
  });
}

bool ColumnColourer::hasBegun() const {
  const std::lock_guard lock(state_->mutex);
  return state_->begun || state_->columns.empty();
}

void ColumnColourer::lookAt(int column) {
  state_->change([&] { state_->lookedAt = column; });
}

void ColumnColourer::setEnabled(bool on) {
  state_->change([&] { state_->enabled = on; });
}

void ColumnColourer::setLimit(qint64 bytes) {
  state_->change([&] {
    state_->limit = bytes;
    state_->changed = true;
    for (Slot& slot : state_->columns) slot.coloured = slot.measured = 0;
  });
}

void ColumnColourer::checkFiles() {
  state_->change([this] { state_->check = true; });
}

void ColumnColourer::borrow(std::function<void(ModelShelf&)> work, Progress progress) {
  state_->change([&] {
    state_->loan = std::move(work);
    state_->loanProgress = std::move(progress);
  });
}

bool ColumnColourer::isBusy() const {
  const std::lock_guard lock(state_->mutex);
  return state_->running || state_->changed || state_->check || state_->nextTask().kind != State::Kind::None;
}

}  // namespace chaesaek
