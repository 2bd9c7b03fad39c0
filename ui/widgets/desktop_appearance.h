// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDBusVariant>
#include <QObject>
#include <optional>

namespace chaesaek {

/// Light or dark as the desktop's portal says it: GNOME's choice reaches Qt 6.4 no other way.
class DesktopAppearance : public QObject {
  Q_OBJECT
 public:
  explicit DesktopAppearance(QObject* parent);
  /// Empty where there is no portal, or no preference.
  std::optional<bool> prefersDark() const { return dark_; }

 Q_SIGNALS:
  void changed();

 private Q_SLOTS:
  void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  void take(QVariant value);
  std::optional<bool> dark_;
};

}  // namespace chaesaek
