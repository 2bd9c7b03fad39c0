// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QButtonGroup>
#include <QWidget>

#include "ui/tools/tool.h"

namespace chaesaek {

/// The tools one below the other; a key chooses each.
class ToolColumn : public QWidget {
  Q_OBJECT
 public:
  ToolColumn(const std::vector<std::unique_ptr<Tool>>& tools, QWidget* page);
  void choose(const QString& id);
  Tool* current() const { return current_; }

 Q_SIGNALS:
  void chosen(Tool* tool);

 private:
  void choose(Tool* tool);
  QButtonGroup group_;
  std::vector<Tool*> tools_;
  Tool* current_ = nullptr;
};

}  // namespace chaesaek
