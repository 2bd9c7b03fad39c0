// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/foreign_raster.h"

#include <QPainter>
#include <QXmlStreamReader>
#include <algorithm>

#include "core/base/error.h"
#include "core/image/codec.h"

namespace chaesaek {
namespace {

struct Layer {
  QString name, source;
  QPoint at;
  double opacity = 1;
  bool visible = true;
  QPainter::CompositionMode mode = QPainter::CompositionMode_SourceOver;
};

struct Stack {
  QSize size;
  std::vector<Layer> layers;  // from the top
};

QPainter::CompositionMode modeNamed(QStringView name) {
  if (name == u"svg:multiply") return QPainter::CompositionMode_Multiply;
  if (name == u"svg:screen") return QPainter::CompositionMode_Screen;
  if (name == u"svg:darken") return QPainter::CompositionMode_Darken;
  if (name == u"svg:lighten") return QPainter::CompositionMode_Lighten;
  return QPainter::CompositionMode_SourceOver;
}

// One layer; groups hand their place, opacity and visibility down.
Layer layerOf(const QXmlStreamAttributes& attributes, const Layer& group) {
  Layer layer;
  layer.name = attributes.value("name").toString();
  layer.source = attributes.value("src").toString();
  layer.at = group.at + QPoint(attributes.value("x").toInt(), attributes.value("y").toInt());
  layer.opacity = group.opacity * (attributes.hasAttribute("opacity") ? attributes.value("opacity").toDouble() : 1);
  layer.visible = group.visible && attributes.value("visibility") != u"hidden";
  layer.mode = modeNamed(attributes.value("composite-op"));
  return layer;
}

Stack readStack(const ArchiveReader& archive) {
  Stack stack;
  std::vector<Layer> groups(1);
  QXmlStreamReader xml(archive.read("stack.xml"));
  while (!xml.atEnd()) {
    const auto token = xml.readNext();
    if (token == QXmlStreamReader::StartElement && xml.name() == u"image") {
      stack.size = {xml.attributes().value("w").toInt(), xml.attributes().value("h").toInt()};
    } else if (token == QXmlStreamReader::StartElement && xml.name() == u"stack") {
      groups.push_back(layerOf(xml.attributes(), groups.back()));
    } else if (token == QXmlStreamReader::EndElement && xml.name() == u"stack") {
      groups.pop_back();
    } else if (token == QXmlStreamReader::StartElement && xml.name() == u"layer") {
      stack.layers.push_back(layerOf(xml.attributes(), groups.back()));
    }
  }
  const std::string path = archive.path().toStdString();
  if (xml.hasError() || stack.layers.empty()) fail(path + " is damaged: stack.xml lists no layers");
  if (stack.size.isEmpty()) fail(path + " is damaged: stack.xml gives no picture size");
  if (qint64{stack.size.width()} * stack.size.height() > kMostPixels) fail(path + " is too large: more than 64 million pixels");
  return stack;
}

void paintLayer(QPainter& painter, const ArchiveReader& archive, const Layer& layer) {
  const QByteArray bytes = archive.read(layer.source);
  const std::string what = archive.path().toStdString() + ": " + layer.source.toStdString();
  painter.setOpacity(layer.opacity);
  painter.setCompositionMode(layer.mode);
  painter.drawImage(layer.at, toImage(decodePicture({bytes.constData(), static_cast<size_t>(bytes.size())}, what)));
}

}  // namespace

DocumentSnapshot readForeignRaster(const ArchiveReader& archive) {
  const Stack stack = readStack(archive);
  const bool named = std::any_of(stack.layers.begin(), stack.layers.end(), [](const Layer& l) { return l.name == u"lines"; });
  QImage sheet(stack.size, QImage::Format_ARGB32_Premultiplied);
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  for (auto layer = stack.layers.rbegin(); layer != stack.layers.rend(); ++layer) {
    if (named ? layer->name == u"lines" : layer->visible) paintLayer(painter, archive, *layer);
  }
  painter.end();
  DocumentSnapshot snapshot;
  snapshot.size = stack.size;
  snapshot.foreign = true;
  snapshot.ink = 255 - toSketch(toMat(sheet));
  return snapshot;
}

}  // namespace chaesaek
