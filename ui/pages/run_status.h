// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>

namespace chaesaek {

class TrainingRunner;

/// In the status line: which run trains, how far it is, and when it will be done. A click goes there.
class RunStatus : public QAbstractButton {
  Q_OBJECT
 public:
  RunStatus(const TrainingRunner* runner, QWidget* parent);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void follow();

  const TrainingRunner* runner_;
  double share_ = 0;
  QString words_;
};

}  // namespace chaesaek
