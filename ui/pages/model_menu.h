// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>

#include "core/inference/colourer.h"
#include "ui/widgets/popover.h"

namespace chaesaek {

class CardButton;

/// A model's name for people.
QString modelTitle(const ModelInfo& info);
void showModel(CardButton* card, const ModelInfo& info);

/// The models to choose from: shipped, the person's own, and the one that needs no network.
class ModelMenu : public Popover {
  Q_OBJECT
 public:
  struct Choice {
    std::vector<ModelInfo> models;
    std::string current;                         ///< name
    std::function<void(const ModelInfo&)> take;
    std::function<void()> loadFile;
  };
  ModelMenu(Choice choice, QWidget* parent);

 private:
  void addGroup(const QString& title, const std::function<bool(const ModelInfo&)>& belongs);
  void addModel(const ModelInfo& info);
  Choice choice_;
};

}  // namespace chaesaek
