// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style_sheet.h"

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

// @names are replaced by tokens.
constexpr const char* kTemplate = R"(
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: 4px 6px; }

QLineEdit, QSpinBox {
  background: @surface; color: @text; border: 1px solid @line; border-radius: 6px;
  min-height: 24px; padding: 1px 7px; selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit:hover, QSpinBox:hover { border-color: @softText; }
QLineEdit:focus, QSpinBox:focus { border: 2px solid @accent; padding: 0px 6px; }
QLineEdit:disabled, QSpinBox:disabled { background: @sunk; color: @disabled; }
QLineEdit:read-only { background: @sunk; }
QLineEdit[invalid="true"] { border-color: @advice; }
QLabel[advice="true"] { color: @advice; }

QMenu { background: @surface; color: @text; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; min-height: 16px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @accentSoft; color: @text; }
QMenu::item:disabled { color: @disabled; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }

QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @line; outline: none; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected, QComboBox QAbstractItemView::item:hover { background: @accentSoft; color: @text; }

QProgressBar { background: @line; border: none; border-radius: 2px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }

QTableView { background: transparent; color: @text; border: none; outline: none; gridline-color: @line;
  selection-background-color: @accentSoft; selection-color: @text; alternate-background-color: transparent; }
QTableView::item { border-bottom: 1px solid @line; padding: 0 6px; }
QTableView::item:selected { background: @accentSoft; color: @text; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: @softText; border: none; border-bottom: 1px solid @line; padding: 4px 6px; }
QTableCornerButton::section { background: transparent; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @softText; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

}  // namespace

QString styleSheetOf(const Tokens& tokens) {
  // Longer names first where one begins another.
  const std::initializer_list<std::pair<const char*, QColor>> names = {
      {"@accentSoft", tokens.accentSoft}, {"@accent", tokens.accent},     {"@onAccent", tokens.onAccent},
      {"@surface", tokens.surface},       {"@sunk", tokens.sunk},         {"@softText", tokens.softText},
      {"@text", tokens.text},             {"@line", tokens.line},         {"@disabled", tokens.disabledText()},
      {"@advice", tokens.advice},
      {"@handle", mixed(tokens.window, tokens.text, .28)},
  };
  QString sheet = kTemplate;
  for (const auto& [name, colour] : names) sheet.replace(name, colour.name());
  return sheet;
}

}  // namespace chaesaek
