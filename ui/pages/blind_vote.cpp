// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/blind_vote.h"

#include <QDateTime>
#include <QRandomGenerator>

#include "core/base/files.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/compare_source.h"
#include "ui/pages/page_job.h"
#include "ui/widgets/message_area.h"

namespace chaesaek {

namespace {

/// In the folder of votes, called by the time.
std::filesystem::path newFile() {
  const auto folder = homeFolder() / "votes";
  const std::string time = QDateTime::currentDateTime().toString("yyyy-MM-dd-HHmmss").toStdString();
  auto file = folder / (time + ".csv");
  for (int i = 2; std::filesystem::exists(file); ++i) file = folder / (time + "-" + std::to_string(i) + ".csv");
  return file;
}

}  // namespace

BlindVote::BlindVote(CompareColumns* columns, CompareSource* source, MessageArea* messages, QObject* parent)
    : QObject(parent), columns_(columns), source_(source), messages_(messages) {}

/// Every column that is a network's or flat fill's and has shown that it can.
std::vector<CompareColumn*> BlindVote::candidates() const {
  std::vector<CompareColumn*> all;
  for (CompareColumn* each : columns_->columns())
    if (!each->isReal() && each->problem().isEmpty() && !each->picture().isNull()) all.push_back(each);
  return all;
}

void BlindVote::begin() {
  if (trial_ || beginning_) return;
  const auto voters = candidates();
  const auto complain = [this](const QString& words) { messages_->say("blind", {Message::Kind::Hint, words}); };
  if (voters.size() < 2) return complain(tr("A blind vote needs two columns or more that have a picture; the real picture does not take part."));
  if (source_->count() == 0) return complain(tr("A blind vote needs test drawings: choose a data set that has some."));
  messages_->withdraw("blind");
  beginning_ = true;
  std::vector<BlindModel> models;
  for (const CompareColumn* each : voters) models.push_back({each->fullName().toStdString(), each->info().sha256});
  std::vector<std::string> drawings;
  for (const QString& name : source_->drawingNames()) drawings.push_back(name.toStdString());
  const auto work = [models, drawings, seed = QRandomGenerator::global()->generate()](const Progress&) {
    return std::make_shared<BlindTrial>(models, drawings, seed, newFile());
  };
  runJob(this, work, [this, voters](Outcome<std::shared_ptr<BlindTrial>> outcome) {
    beginning_ = false;
    if (!outcome.value) return messages_->say("error", {Message::Kind::Error, outcome.error});
    trial_ = *outcome.value;
    file_ = QString::fromStdString(trial_->file().string());
    endWanted_ = false;
    voters_ = voters;
    votes_ = shown_ = 0;
    standings_ = trial_->standings();
    source_->setKind(CompareSource::Kind::Drawings);
    Q_EMIT began();
    next();
  });
}

void BlindVote::next() {
  ready_ = false;
  ++shown_;
  places_.clear();
  for (const size_t model : trial_->order()) places_.push_back(voters_[model]);
  for (size_t i = 0; i < places_.size(); ++i) {
    places_[i]->setCovered(true);
    places_[i]->setBlind(int(i) + 1);
  }
  columns_->showOnly(places_, true);
  source_->goTo(int(trial_->drawing()));
  Q_EMIT moved();
}

void BlindVote::picturesArrived(quint64 revision) {
  if (!trial_ || ready_ || source_->position() != int(trial_->drawing())) return;
  for (const CompareColumn* each : places_)
    if (each->revision() != revision) return;
  for (CompareColumn* each : places_) each->setCovered(false);
  ready_ = true;
  Q_EMIT moved();
}

/// The vote is written, off this thread, before the next drawing comes.
template <class Step>
void BlindVote::step(Step step) {
  if (!trial_ || !ready_) return;
  ready_ = false;
  writing_ = true;
  runJob(this, [trial = trial_, step](const Progress&) {
    step(*trial);
    return Done();
  }, [this](const Outcome<Done>& outcome) {
    writing_ = false;
    if (!outcome.error.isEmpty()) {
      messages_->say("error", {Message::Kind::Error, outcome.error});
      ready_ = true;  // it was not counted: again
      return;
    }
    votes_ = trial_->votes();
    standings_ = trial_->standings();
    endWanted_ ? end() : next();
  });
}

void BlindVote::vote(int place) {
  if (place < 0 || place >= int(places_.size())) return;
  step([place](BlindTrial& trial) { trial.vote(size_t(place)); });
}

void BlindVote::vote(const CompareColumn* column) {
  vote(int(std::find(places_.begin(), places_.end(), column) - places_.begin()));
}

void BlindVote::skip() {
  step([](BlindTrial& trial) { trial.skip(); });
}

void BlindVote::end() {
  endWanted_ = writing_;
  if (!trial_ || writing_) return;
  const auto result = trial_->reveal();
  trial_.reset();
  ready_ = false;
  restoreNames();
  Q_EMIT ended(result);
}

void BlindVote::restoreNames() {
  for (CompareColumn* each : voters_) {
    each->setCovered(false);
    each->setBlind(0);
  }
  places_.clear();
  columns_->showOnly({});
}

}  // namespace chaesaek
