// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPaintDevice>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

class ThemedIconEngine : public QIconEngine {
 public:
  explicit ThemedIconEngine(QString name) : name_(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    paintIcon(*painter, rect, name_, colourOf(mode), qMin(rect.width(), rect.height()));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1);
  }
  QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal) override {
    return iconPixmap(name_, colourOf(mode), qMin(size.width(), size.height()), 1);
  }
  QIconEngine* clone() const override { return new ThemedIconEngine(name_); }

 private:
  static QColor colourOf(QIcon::Mode mode) {
    return mode == QIcon::Disabled ? tokens().disabledText() : tokens().text;
  }
  QString name_;
};

QPixmap render(const QString& name, const QColor& colour, int pixels) {
  QPixmap pixmap(pixels, pixels);
  pixmap.fill(Qt::transparent);
  QFile file(":/icons/" + name + ".svg");
  if (!file.open(QIODevice::ReadOnly)) {
    qWarning("icon %s is not in resources/icons", qPrintable(name));
    return pixmap;
  }
  QSvgRenderer svg(file.readAll().replace("currentColor", colour.name().toLatin1()));
  QPainter painter(&pixmap);
  svg.render(&painter);
  return pixmap;
}

}  // namespace

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, qreal pixelRatio) {
  const int pixels = qRound(size * pixelRatio);
  const QString key = QString("chaesaek/%1/%2/%3").arg(name, colour.name()).arg(pixels);
  QPixmap pixmap;
  if (!QPixmapCache::find(key, &pixmap)) {
    pixmap = render(name, colour, pixels);
    QPixmapCache::insert(key, pixmap);
  }
  pixmap.setDevicePixelRatio(pixelRatio);
  return pixmap;
}

void paintIcon(QPainter& painter, const QRectF& area, const QString& name, const QColor& colour, int size) {
  const QPixmap pixmap = iconPixmap(name, colour, size, painter.device()->devicePixelRatioF());
  const QPointF corner = area.center() - QPointF(size / 2., size / 2.);
  painter.drawPixmap(QPointF(qRound(corner.x()), qRound(corner.y())), pixmap);
}

QIcon themedIcon(const QString& name) { return QIcon(new ThemedIconEngine(name)); }

}  // namespace chaesaek
