// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "core/inference/latents.h"
#include "ui/widgets/picture_card.h"

namespace chaesaek {

/// Holds samples that were picked from a wall: one, or several that are averaged. The checked tray is where the next click on
/// the wall goes; samples can also be dropped. Delete or a right click empties it.
class PickTray : public PictureCard {
  Q_OBJECT
 public:
  enum class Holds { One, Several };
  PickTray(Holds holds, const QString& letter, const QString& about, QWidget* parent = nullptr);
  const QString& letter() const { return letter_; }
  const std::vector<Latent>& picks() const { return picks_; }
  /// In the place of the one it holds; or beside the others, and away again where it is among them.
  void put(const Latent& pick);
  void clear();

 Q_SIGNALS:
  void changed();
  void dropped(int sample);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  Holds holds_;
  QString letter_;
  std::vector<Latent> picks_;
};

}  // namespace chaesaek
