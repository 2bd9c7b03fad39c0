// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <memory>
#include <vector>

#include "core/evaluation/blind_trial.h"

namespace chaesaek {

class CompareColumn;
class CompareColumns;
class CompareSource;
class MessageArea;

/// A blind vote on the page's columns: names hidden, another order for every drawing, all pictures uncovered at once.
class BlindVote : public QObject {
  Q_OBJECT
 public:
  BlindVote(CompareColumns* columns, CompareSource* source, MessageArea* messages, QObject* parent);

  bool isActive() const { return trial_ != nullptr; }
  /// Says in a line what is missing where it cannot.
  void begin();
  /// For a place from the left, 0 first; nothing happens before all pictures are there.
  void vote(int place);
  void vote(const CompareColumn* column);
  void skip();
  /// Names come back; `ended` brings the result.
  void end();
  /// Pictures have arrived; those of the request `revision` are the ones to vote on.
  void picturesArrived(quint64 revision);
  bool isReady() const { return ready_; }

  int votes() const { return votes_; }
  int drawings() const { return shown_; }  ///< seen so far
  const std::vector<BlindScore>& standings() const { return standings_; }
  /// Where the votes are, of this session or the last.
  const QString& file() const { return file_; }

 Q_SIGNALS:
  void began();
  /// Another drawing is on its way, or its pictures are there.
  void moved();
  void ended(const std::vector<BlindTrial::Revealed>& result);

 private:
  std::vector<CompareColumn*> candidates() const;
  void next();
  template <class Step>
  void step(Step step);
  void restoreNames();

  CompareColumns* columns_;
  CompareSource* source_;
  MessageArea* messages_;
  std::shared_ptr<BlindTrial> trial_;
  std::vector<CompareColumn*> voters_;  ///< in the trial's order of models
  std::vector<CompareColumn*> places_;  ///< from the left
  std::vector<BlindScore> standings_;
  int votes_ = 0, shown_ = 0;
  QString file_;
  bool ready_ = false, beginning_ = false;
  bool writing_ = false, endWanted_ = false;
};

}  // namespace chaesaek
