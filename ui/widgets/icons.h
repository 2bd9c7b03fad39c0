// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QIcon>
#include <QPainter>
#include <QPixmap>

namespace chaesaek {

/// An icon of resources/icons in one colour, sharp at the given pixel ratio.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal pixelRatio);

/// Paints it into the middle of `area`.
void paintIcon(QPainter& painter, const QRectF& area, const QString& name, const QColor& colour, int size);

/// For Qt's own widgets (menus): tinted from the present theme whenever it is painted.
QIcon themedIcon(const QString& name);

}  // namespace chaesaek
