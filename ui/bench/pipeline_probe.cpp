// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/pipeline_probe.h"

#include <QMouseEvent>

namespace chaesaek {
namespace {

constexpr ulong kApart = 1000;  // no two presses are a double click

bool isMouse(QEvent::Type type) {
  return type == QEvent::MouseMove || type == QEvent::MouseButtonPress || type == QEvent::MouseButtonRelease;
}

}  // namespace

ulong PipelineProbe::post() {
  const std::lock_guard lock(mutex_);
  posted_.push_back(watch_.ms());
  return static_cast<ulong>(posted_.size()) * kApart;
}

PipelineProbe::Seen PipelineProbe::before(const QObject* receiver, QEvent* event) const {
  const QEvent::Type type = event->type();
  if (receiver == sketch_ && isMouse(type)) {
    const ulong number = static_cast<QMouseEvent*>(event)->timestamp() / kApart;
    return {Seen::Kind::Pen, number, document_->revision()};
  }
  if (type == QEvent::Paint && receiver == sketch_) return {Seen::Kind::SketchPaint};
  if (type == QEvent::Paint && receiver == coloured_) return {Seen::Kind::ColouredPaint};
  return {type == QEvent::UpdateRequest ? Seen::Kind::Update : Seen::Kind::Other};
}

void PipelineProbe::after(const Seen& seen) {
  switch (seen.kind) {
    case Seen::Kind::Pen: {
      // A synthesised event has the number of the one that it goes with.
      if (seen.number <= handled_ || seen.revision == document_->revision()) break;
      const std::lock_guard lock(mutex_);
      if (seen.number > posted_.size()) break;  // a person's own mouse
      handled_ = seen.number;
      const Waiting waiting{posted_[seen.number - 1], document_->revision()};
      inkWaits_.push_back(waiting);
      colourWaits_.push_back(waiting);
      break;
    }
    case Seen::Kind::SketchPaint: inkPainted_ = inkWaits_.size(); break;
    case Seen::Kind::ColouredPaint: paintedRevision_ = document_->colouredRevision(); break;
    case Seen::Kind::Update: shown(); break;
    case Seen::Kind::Other: break;
  }
}

/// What was painted is on the screen now.
void PipelineProbe::shown() {
  const double now = watch_.ms();
  shownRevision_ = paintedRevision_;
  for (size_t i = 0; i < inkPainted_; ++i) ink_.push_back(now - inkWaits_[i].posted);
  inkWaits_.erase(inkWaits_.begin(), inkWaits_.begin() + static_cast<std::ptrdiff_t>(inkPainted_));
  inkPainted_ = 0;
  std::erase_if(colourWaits_, [&](const Waiting& each) {
    if (each.revision > shownRevision_) return false;
    colours_.push_back(now - each.posted);
    return true;
  });
}

}  // namespace chaesaek
