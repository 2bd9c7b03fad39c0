// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>

#include "ui/jobs/job.h"
#include "ui/widgets/message_area.h"

namespace chaesaek {

/// A job of a page: a line with "Cancel" where it takes longer than a second, a line with the error where it fails.
/// `done` gets the value.
template <class Work, class DoneCall>
void runPageJob(MessageArea* messages, const QString& what, Work work, DoneCall done) {
  static int serial = 0;
  const QString subject = QString("job-%1").arg(++serial);
  auto* patience = new QTimer(messages);
  const auto unwanted = std::make_shared<bool>(false);
  Progress progress = runJob(messages, std::move(work), [=](auto outcome) mutable {
    delete patience;
    messages->withdraw(subject);
    if (!outcome.error.isEmpty()) {
      messages->say("error", {Message::Kind::Error, outcome.error});
    } else if (outcome.value && !*unwanted) {
      done(std::move(*outcome.value));
    }
  });
  patience->setSingleShot(true);
  const auto cancel = [=]() mutable {
    *unwanted = true;
    progress.cancel();
  };
  QObject::connect(patience, &QTimer::timeout, messages, [=] {
    messages->say(subject, {Message::Kind::Hint, what, {{MessageArea::tr("Cancel"), cancel}}, nullptr, cancel});
  });
  patience->start(1000);
}

}  // namespace chaesaek
