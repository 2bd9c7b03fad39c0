// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>

#include "core/inference/colourer.h"
#include "ui/widgets/popover.h"

namespace chaesaek {

class CardButton;

/// A model's name for people.
QString modelTitle(const ModelInfo& info);
void showModel(CardButton* card, const ModelInfo& info);

/// The models to choose from: shipped, the person's own, the run in training, and the one that needs no network.
class ModelMenu : public Popover {
  Q_OBJECT
 public:
  struct Choice {
    std::vector<ModelInfo> models;
    std::optional<ModelInfo> training;           ///< as the run in training is now
    std::string current;                         ///< name
    std::function<void(const ModelInfo&)> take;
    std::function<void()> loadFile;
  };
  ModelMenu(Choice choice, QWidget* parent);

 private:
  void addGroup(const QString& title, const std::function<bool(const ModelInfo&)>& belongs);
  void addModel(const ModelInfo& info);
  Choice choice_;
  QWidget* rows_;
  QVBoxLayout* list_;
};

}  // namespace chaesaek
