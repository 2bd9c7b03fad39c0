// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>
#include <optional>
#include <vector>

#include "ui/widgets/value_slider.h"

namespace chaesaek {

class Button;

/// A slider with a star over one of its places.
class MomentSlider : public ThinSlider {
  Q_OBJECT
 public:
  using ThinSlider::ThinSlider;
  void setStar(int value);  ///< -1: none
  QSize sizeHint() const override { return {80, 44}; }
  QSize minimumSizeHint() const override { return {40, 44}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int star_ = -1;
};

/// The kept moments of a run: one is chosen, or the newest is followed.
class Timeline : public QWidget {
  Q_OBJECT
 public:
  explicit Timeline(QWidget* parent = nullptr);
  /// See SampleBoard::setMoments.
  void setMoments(std::vector<qint64> steps, std::optional<qint64> best);
  std::optional<qint64> moment() const;
  void showNewest();
  QString text() const { return label_->text(); }

 Q_SIGNALS:
  void momentChosen(qint64 step);
  void newestChosen();

 private:
  int indexOf(qint64 step) const;
  void say();
  void tell();

  std::vector<qint64> steps_;
  std::optional<qint64> best_;
  MomentSlider* slider_;
  QLabel* label_;
  Button *bestButton_, *newestButton_;
};

}  // namespace chaesaek
