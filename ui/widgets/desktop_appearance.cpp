// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/desktop_appearance.h"

#include <QDBusConnection>
#include <QDBusMessage>

namespace chaesaek {

namespace {

const QString kService = "org.freedesktop.portal.Desktop", kPath = "/org/freedesktop/portal/desktop";
const QString kSettings = "org.freedesktop.portal.Settings";
const QString kGroup = "org.freedesktop.appearance", kKey = "color-scheme";
constexpr int kPatienceMs = 300;  // at the start, so that the window does not open in the wrong colours

}  // namespace

DesktopAppearance::DesktopAppearance(QObject* parent) : QObject(parent) {
  QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  bus.connect(kService, kPath, kSettings, "SettingChanged", this, SLOT(settingChanged(QString, QString, QDBusVariant)));
  QDBusMessage question = QDBusMessage::createMethodCall(kService, kPath, kSettings, "Read");
  question << kGroup << kKey;
  const QDBusMessage answer = bus.call(question, QDBus::Block, kPatienceMs);
  if (answer.type() == QDBusMessage::ReplyMessage && !answer.arguments().isEmpty()) take(answer.arguments().first());
}

void DesktopAppearance::settingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group != kGroup || key != kKey) return;
  take(value.variant());
  Q_EMIT changed();
}

/// 1 is dark, 2 light, 0 no preference; portals wrap the number in one or two variants.
void DesktopAppearance::take(QVariant value) {
  while (value.metaType() == QMetaType::fromType<QDBusVariant>()) value = value.value<QDBusVariant>().variant();
  const uint scheme = value.toUInt();
  dark_ = scheme == 1 || scheme == 2 ? std::optional(scheme == 1) : std::nullopt;
}

}  // namespace chaesaek
