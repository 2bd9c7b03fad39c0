// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ui_settings.h"

#include "core/base/files.h"

namespace chaesaek {

QSettings& uiSettings() {
  static QSettings settings(QString::fromStdString((homeFolder() / "studio.ini").string()), QSettings::IniFormat);
  return settings;
}

}  // namespace chaesaek
