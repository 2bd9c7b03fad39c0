// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "core/training/health.h"

class QLabel;

namespace chaesaek {

/// One line in plain words about how a run fares, with at most one advice. Keeps its place while it says nothing.
class HealthLine : public QWidget {
  Q_OBJECT
 public:
  explicit HealthLine(QWidget* parent = nullptr);
  void say(const Health& health);
  QString text() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QLabel* words_;
  Health::Kind kind_ = Health::Kind::Early;
};

}  // namespace chaesaek
