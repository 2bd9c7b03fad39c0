// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>

#include "ui/jobs/job.h"
#include "ui/widgets/message_area.h"

namespace chaesaek {

/// Whether a job of a page may be given up. What writes a file, or moves one, is done in any case: to say otherwise would be a lie.
enum class PageJob { CanBeCancelled, EndsInAnyCase };

/// A job of a page: a line that says how far it is, with "Cancel", where it takes longer than a second; a line with the error where it
/// fails. `done` gets the value.
template <class Work, class DoneCall>
void runPageJob(MessageArea* messages, const QString& what, Work work, DoneCall done, PageJob kind = PageJob::CanBeCancelled) {
  static int serial = 0;
  const QString subject = QString("job-%1").arg(++serial);
  auto* patience = new QTimer(messages);
  const auto unwanted = std::make_shared<bool>(false);
  const JobReport report = [=](double fraction, const QString&) {
    if (fraction > 0) messages->reword(subject, MessageArea::tr("%1: %2 %").arg(what).arg(qRound(100 * fraction)));
  };
  Progress progress = runJob(messages, std::move(work), [=](auto outcome) mutable {
    delete patience;
    messages->withdraw(subject);
    if (!outcome.error.isEmpty()) {
      messages->say("error", {Message::Kind::Error, outcome.error});
    } else if (outcome.value && !*unwanted) {
      done(std::move(*outcome.value));
    }
  }, report);
  patience->setSingleShot(true);
  Message line{Message::Kind::Hint, what};
  if (kind == PageJob::CanBeCancelled) {
    line.dismissed = [=]() mutable {
      *unwanted = true;
      progress.cancel();
    };
    line.actions = {{MessageArea::tr("Cancel"), line.dismissed}};
  }
  QObject::connect(patience, &QTimer::timeout, messages, [=] { messages->say(subject, line); });
  patience->start(1000);
}

}  // namespace chaesaek
