// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>
#include <functional>
#include <optional>
#include <type_traits>

#include "core/base/progress.h"

namespace chaesaek {

/// What a job brings back: a value, or one line of error, or neither where it was cancelled.
template <class Value>
struct Outcome {
  std::optional<Value> value;
  QString error;
};

/// For jobs that only do something.
struct Done {};

/// Called on the UI thread while a job runs: 0..1 and what it does.
using JobReport = std::function<void(double fraction, const QString& what)>;

namespace detail {

template <class Value, class Work>
Outcome<Value> outcomeOf(Work& work, const Progress& progress) {
  try {
    return {work(progress), {}};
  } catch (const Cancelled&) {
    return {};
  } catch (const std::exception& error) {
    return {{}, QString::fromUtf8(error.what())};
  }
}

/// Runs `call` on the UI thread unless the owner is gone by then.
template <class Call>
void onUiThread(QPointer<QObject> owner, Call call) {
  QMetaObject::invokeMethod(QCoreApplication::instance(), [owner = std::move(owner), call = std::move(call)]() mutable {
    if (owner) call();
  }, Qt::QueuedConnection);
}

}  // namespace detail

/// Runs `work` (Value(const Progress&), with copies of all it needs) on a worker thread, then `done`
/// (void(Outcome<Value>)) on the UI thread. When the owner dies first the work is cancelled and its result dropped.
/// The Progress that is returned cancels it, too.
template <class Work, class DoneCall>
Progress runJob(QObject* owner, Work work, DoneCall done, JobReport report = {}) {
  using Value = std::invoke_result_t<Work&, const Progress&>;
  const QPointer<QObject> guard(owner);
  Progress progress;
  if (report) {
    progress = Progress([guard, report](double fraction, const std::string& what) {
      detail::onUiThread(guard, [report, fraction, text = QString::fromStdString(what)] { report(fraction, text); });
    });
  }
  const auto gone = QObject::connect(owner, &QObject::destroyed, [progress]() mutable { progress.cancel(); });
  QThreadPool::globalInstance()->start([guard, gone, progress, work = std::move(work), done = std::move(done)]() mutable {
    auto outcome = detail::outcomeOf<Value>(work, progress);
    detail::onUiThread(guard, [gone, done = std::move(done), outcome = std::move(outcome)]() mutable {
      QObject::disconnect(gone);
      done(std::move(outcome));
    });
  });
  return progress;
}

}  // namespace chaesaek
