// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tool_column.h"

#include <QShortcut>
#include <QVBoxLayout>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

ToolColumn::ToolColumn(const std::vector<std::unique_ptr<Tool>>& tools, QWidget* page) : QWidget(page), group_(this) {
  setFixedWidth(kToolColumnWidth);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(5, kGap8, 5, kGap8);
  column->setSpacing(2);
  for (const auto& tool : tools) {
    auto* button = new Button(Button::Look::Tool, tool->icon(), {}, this);
    button->setCheckable(true);
    button->setObjectName("tool-" + tool->id());
    button->describe(tool->title(), tool->shortcut());
    column->addWidget(button);
    group_.addButton(button, int(tools_.size()));
    tools_.push_back(tool.get());
    if (!tool->shortcut().isEmpty()) {
      auto* key = new QShortcut(tool->shortcut(), page);  // it works while this column is hidden
      connect(key, &QShortcut::activated, this, [this, t = tool.get()] { choose(t); });
    }
  }
  column->addStretch();
  connect(&group_, &QButtonGroup::idClicked, this, [this](int id) { choose(tools_[size_t(id)]); });
}

void ToolColumn::choose(const QString& id) {
  for (Tool* tool : tools_) {
    if (tool->id() == id) choose(tool);
  }
}

void ToolColumn::choose(Tool* tool) {
  for (size_t i = 0; i < tools_.size(); ++i) {
    if (tools_[i] == tool) group_.button(int(i))->setChecked(true);
  }
  if (tool == current_) return;
  current_ = tool;
  Q_EMIT chosen(tool);
}

}  // namespace chaesaek
