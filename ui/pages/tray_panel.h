// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/jobs/sampling.h"
#include "ui/widgets/pick_tray.h"

class QVBoxLayout;

namespace chaesaek {

class LinkButton;
class ThinSlider;

/// Trays for picked samples, and a picture that a generator makes of them. Which latents are shown says the panel that
/// derives from it; the pictures are made off the UI thread.
class TrayPanel : public QWidget {
  Q_OBJECT
 public:
  const std::vector<PickTray*>& trays() const { return trays_; }
  PictureCard* result() const { return result_; }
  /// Null: none. `keep`: the same generator, trained further; the picks stay.
  void setSampler(SharedSampler sampler, bool keep);
  void clear();

 Q_SIGNALS:
  void picksChanged();
  void failed(const QString& error);
  void enlarged(const QImage& picture);

 protected:
  TrayPanel(const QString& title, PictureCard* result, QWidget* parent);
  PickTray* addTray(PickTray::Holds holds, const QString& letter, const QString& about);
  QVBoxLayout* column() const { return column_; }
  const SharedSampler& sampler() const { return sampler_; }
  /// Makes the pictures again: what the trays hold or how they are combined has changed.
  void recompute();
  /// What the result is made of; every tray holds something.
  virtual Latent combined() const = 0;

 private:
  void showPictures(const std::vector<QImage>& pictures, bool whole);

  SharedSampler sampler_;
  SampleJob job_;
  std::vector<PickTray*> trays_;
  QVBoxLayout* column_;
  LinkButton* clear_;
  PictureCard* result_;
};

/// Two samples, and what lies between them.
class BetweenPanel : public TrayPanel {
  Q_OBJECT
 public:
  explicit BetweenPanel(QWidget* parent = nullptr);

 protected:
  Latent combined() const override;

 private:
  ThinSlider* slider_;
};

/// A - B + C, each the mean of several samples.
class ArithmeticPanel : public TrayPanel {
  Q_OBJECT
 public:
  explicit ArithmeticPanel(QWidget* parent = nullptr);

 protected:
  Latent combined() const override;
};

}  // namespace chaesaek
