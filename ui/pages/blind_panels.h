// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "core/evaluation/blind_trial.h"

class QLabel;

namespace chaesaek {

class BlindVote;
class Button;
class ElidedLabel;

/// In place of the bar while a blind vote goes on: what to do, how it stands without names, and the way out.
class BlindBar : public QWidget {
  Q_OBJECT
 public:
  explicit BlindBar(BlindVote* vote, QWidget* parent = nullptr);

 private:
  void tell();

  BlindVote* vote_;
  QLabel* question_;
  ElidedLabel* standing_;
  Button* skip_;
};

/// Who they were: votes, shares and their intervals, and where the votes are kept.
class BlindResult : public QWidget {
  Q_OBJECT
 public:
  explicit BlindResult(QWidget* parent = nullptr);
  void setResult(const std::vector<BlindTrial::Revealed>& result, const QString& file);

 Q_SIGNALS:
  void closed();

 private:
  void addTable(const std::vector<BlindTrial::Revealed>& result);
  void addFoot(const QString& file);
  QWidget* card_ = nullptr;
};

}  // namespace chaesaek
