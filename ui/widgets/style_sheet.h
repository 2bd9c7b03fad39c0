// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace chaesaek {

struct Tokens;

/// What Qt's own widgets (fields, menus, scroll bars, tooltips) need to wear the theme.
QString styleSheetOf(const Tokens& tokens);

}  // namespace chaesaek
