// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "ui/jobs/live_bridge.h"

class QLabel;

namespace chaesaek {

class LinkButton;
class PictureStrip;

/// "Looks like: carrot", with the nearest drawings as small pictures: a click paints with a drawing's colours, "other
/// colours" with the next one's. Hidden where the model recognises nothing and no palette was chosen; else it keeps its room, so that
/// nothing below it moves under one's hand.
class LooksLike : public QWidget {
  Q_OBJECT
 public:
  explicit LooksLike(QWidget* parent = nullptr);
  void setDrawings(const std::vector<DrawingLike>& drawings);
  /// Another model colours: it may recognise nothing.
  void forget();
  /// The palette that is in use; empty: the model's own choice.
  void setChosen(const Palette& palette);

 Q_SIGNALS:
  /// Empty: leave it to the model.
  void chosen(const Palette& palette);
  /// The swatches as palette.
  void ownWanted();

 private:
  void showState();
  void next();

  std::vector<DrawingLike> drawings_;
  bool recognises_ = false;
  Palette palette_;
  QLabel* names_;
  PictureStrip* strip_;
  QWidget* band_;
  LinkButton *other_, *own_, *automatic_;
};

}  // namespace chaesaek
