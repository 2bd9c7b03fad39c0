// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/live_bridge.h"

#include <QScopedValueRollback>
#include <algorithm>
#include <utility>
#include <vector>

namespace chaesaek {
namespace {

constexpr size_t kRemembered = 200;

double quantile(std::vector<double> values, double q) {
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace

struct LiveBridge::Delivery {
  QImage colours, picture;
  quint64 revision;
  double colourerMs;
  bool last;
  QString error;
  std::vector<DrawingLike> like;
};

LiveBridge::LiveBridge(Document* document, QObject* parent) : QObject(parent), document_(document) {
  clock_.start();
  turn_.setSingleShot(true);
  connect(&turn_, &QTimer::timeout, this, &LiveBridge::submit);
  connect(document, &Document::changed, this, &LiveBridge::noteChange);
  connect(document, &Document::colouredChanged, this, [this] {
    if (!showing_) kept_ = document_->colouredRevision();
  });
  connect(document, &Document::modifiedChanged, this, [this](bool modified) {  // what was saved is what stays to be seen
    if (!modified && last_ && document_->colouredRevision() == document_->revision()) kept_ = document_->revision();
  });
  colourer_ = std::make_unique<LiveColourer>([this](LiveResult result) {
    // On the colouring thread: the costly conversion happens here, and the images cross over.
    Delivery delivery{toImage(result.coloured.colours), toImage(result.coloured.picture), result.revision, result.forwardMs, result.last,
                      QString::fromStdString(result.error), {}};
    for (const Lookalike& each : result.lookalikes)
      delivery.like.push_back({QString::fromStdString(each.name), QString::fromStdString(each.hand), each.likeness >= kAlike, toImage(each.thumbnail), each.palette});
    QMetaObject::invokeMethod(this, [this, delivery = std::move(delivery)] { receive(delivery); }, Qt::QueuedConnection);
  });
  noteChange();
}

LiveBridge::~LiveBridge() { colourer_.reset(); }

void LiveBridge::setModel(const QString& nameOrPath, const QString& device) {
  loading_ = true;
  emit stateChanged();
  colourer_->load(nameOrPath.toStdString(), device.toStdString(), [this](std::string error, ModelInfo info, std::string where) {
    QMetaObject::invokeMethod(this, [this, error = QString::fromStdString(error), info = std::move(info), where = QString::fromStdString(where)] {
      loaded(error, info, where);
    }, Qt::QueuedConnection);
  });
}

void LiveBridge::loaded(const QString& error, const ModelInfo& info, const QString& device) {
  loading_ = false;
  if (std::exchange(hasModel_, true) && error.isEmpty()) kept_ = 0;  // a person chose this one: its colours are wanted
  if (changedAt_ >= 0) changedAt_ = clock_.nsecsElapsed();  // to wait for a model is not to colour
  model_ = info;  // where loading failed: the model before
  device_ = device;
  if (error.isEmpty()) {
    error_.clear();
    inFlight_ = submitted_ > 0;  // the last request is coloured again
    emit modelLoaded(info, device);
  } else {
    emit modelFailed(error);
  }
  noteChange();
  emit stateChanged();
}

void LiveBridge::setOn(bool on) {
  on_ = on;
  updateRunning();
}

void LiveBridge::setHidden(bool hidden) {
  hidden_ = hidden;
  updateRunning();
}

void LiveBridge::updateRunning() {
  const bool running = on_ && !hidden_;
  if (running && inFlight_) {  // what waits may be old by now
    inFlight_ = false;
    submitted_ = 0;
    noteChange();
  }
  colourer_->setEnabled(running);
  if (running) noteChange();
  emit stateChanged();
}

void LiveBridge::noteChange() {
  if (document_->revision() == submitted_) return;
  if (changedAt_ < 0) changedAt_ = clock_.nsecsElapsed();
  if (on_ && !hidden_ && hasModel_ && !inFlight_ && !turn_.isActive()) turn_.start(0);
}

void LiveBridge::submit() {
  if (!on_ || hidden_ || inFlight_ || document_->revision() == submitted_) return;
  submitted_ = document_->revision();
  submittedChangeAt_ = changedAt_;
  changedAt_ = -1;
  inFlight_ = true;
  colourer_->submit({document_->sketchSnapshot(), document_->hintsSnapshot(), submitted_, document_->palette()});
  emit stateChanged();
}

void LiveBridge::receive(Delivery delivery) {
  if (delivery.revision != submitted_) return;  // of a request that a newer one replaced
  inFlight_ = false;
  last_ = delivery.last;
  error_ = delivery.error;
  const qint64 changedAt = std::exchange(submittedChangeAt_, -1);
  submit();  // the next colours are made while these are painted
  if (error_.isEmpty()) {
    emit recognised(delivery.like);
    if (delivery.revision != kept_) show(delivery);
    if (changedAt >= 0) latencies_.push_back(static_cast<double>(clock_.nsecsElapsed() - changedAt) / 1e6);
    if (latencies_.size() > kRemembered) latencies_.pop_front();
    colourerTimes_.push_back(delivery.colourerMs);
    if (colourerTimes_.size() > kRemembered) colourerTimes_.pop_front();
  }
  noteChange();
  emit stateChanged();
}

void LiveBridge::show(const Delivery& delivery) {
  const QScopedValueRollback ours(showing_, true);
  document_->setColoured(delivery.colours, delivery.picture, delivery.revision, QString::fromStdString(model_.name), QString::fromStdString(model_.sha256));
}

LiveState LiveBridge::state() const {
  if (!on_) return LiveState::Off;
  if (hidden_) return LiveState::PausedHidden;
  if (loading_ || inFlight_ || !last_ || turn_.isActive()) return LiveState::Working;
  if (!error_.isEmpty()) return LiveState::Error;
  return hasModel_ && document_->revision() == submitted_ ? LiveState::UpToDate : LiveState::Working;
}

Latency LiveBridge::latency() const {
  if (latencies_.empty()) return {};
  const std::vector<double> values(latencies_.begin(), latencies_.end());
  return {quantile(values, 0.5), quantile(values, 0.95), values.back(), quantile({colourerTimes_.begin(), colourerTimes_.end()}, 0.5),
          static_cast<int>(values.size())};
}

}  // namespace chaesaek
