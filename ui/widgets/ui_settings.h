// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QSettings>

namespace chaesaek {

/// What the window remembers between two starts (studio.ini in the program's home folder).
QSettings& uiSettings();

}  // namespace chaesaek
