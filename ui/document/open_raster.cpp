// SPDX-License-Identifier: GPL-3.0-or-later
// OpenRaster 0.0.3 (openraster.org): a ZIP file with mimetype first, stack.xml, data/*.png, mergedimage.png and a
// thumbnail. What other programs need not know lies in chaesaek.json.
#include <QXmlStreamWriter>
#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/image/codec.h"
#include "ui/document/archive.h"
#include "ui/document/document.h"
#include "ui/document/export.h"
#include "ui/document/foreign_raster.h"
#include "ui/document/hint_json.h"

namespace chaesaek {
namespace {

constexpr int kThumbnailSide = 256;
constexpr auto kAbout = "chaesaek.json";

QByteArray png(const cv::Mat& picture) { return QByteArray::fromStdString(encodePng(picture)); }

cv::Mat opaqueMat(const QImage& image) {
  cv::Mat bgr;
  cv::Mat pixels = toMat(image);
  cv::mixChannels({pixels}, {bgr = cv::Mat(pixels.size(), CV_8UC3)}, {0, 0, 1, 1, 2, 2});
  return bgr;
}

// Black with the coverage as alpha.
cv::Mat inkLayer(const cv::Mat& ink) {
  cv::Mat layer = cv::Mat::zeros(ink.size(), CV_8UC4);
  cv::insertChannel(ink, layer, 3);
  return layer;
}

/// Of a kept version, counted from 0: its colours, or its thumbnail.
QString versionFile(size_t index, const char* what) { return QStringLiteral("data/version-%1-%2.png").arg(index + 1).arg(what); }

QByteArray stackXml(QSize size) {
  QByteArray xml;
  QXmlStreamWriter writer(&xml);
  writer.writeStartDocument();
  writer.writeStartElement("image");
  writer.writeAttribute("version", "0.0.3");
  writer.writeAttribute("w", QString::number(size.width()));
  writer.writeAttribute("h", QString::number(size.height()));
  writer.writeStartElement("stack");
  for (const char* name : {"lines", "hints", "colours"}) {
    writer.writeEmptyElement("layer");
    writer.writeAttribute("name", name);
    writer.writeAttribute("src", QStringLiteral("data/%1.png").arg(name));
    writer.writeAttribute("x", "0");
    writer.writeAttribute("y", "0");
    writer.writeAttribute("opacity", "1.0");
    writer.writeAttribute("composite-op", "svg:src-over");
    // Hints are marks for the model, no part of the picture.
    writer.writeAttribute("visibility", qstrcmp(name, "hints") == 0 ? "hidden" : "visible");
  }
  writer.writeEndDocument();
  return xml;
}

QByteArray aboutJson(const DocumentSnapshot& snapshot) {
  Json about = {{"format", 1}, {"program", programVersion()}, {"width", snapshot.size.width()}, {"height", snapshot.size.height()},
                {"model", snapshot.model.toStdString()}, {"model_sha256", snapshot.modelHash.toStdString()},
                {"coloured", !snapshot.colours.isNull()}, {"hints", Json::array()}, {"palette", toJson(snapshot.palette)}};
  for (const Hint& hint : snapshot.hints) about["hints"].push_back(toJson(hint));
  about["versions"] = Json::array();
  for (const KeptVersion& version : snapshot.versions) about["versions"].push_back({{"model", version.model.toStdString()}, {"model_sha256", version.modelHash.toStdString()}});
  return QByteArray::fromStdString(about.dump(1));
}

cv::Mat readLayer(const ArchiveReader& archive, const QString& name) {
  const QByteArray bytes = archive.read(name);
  return decodePicture({bytes.constData(), static_cast<size_t>(bytes.size())}, archive.path().toStdString() + ": " + name.toStdString());
}

cv::Mat readLines(const ArchiveReader& archive, QSize size) {
  const cv::Mat layer = readLayer(archive, "data/lines.png");
  if (layer.channels() != 4 || QSize(layer.cols, layer.rows) != size) {
    fail(archive.path().toStdString() + " is damaged: its lines layer has another size or no transparency");
  }
  cv::Mat ink;
  cv::extractChannel(layer, ink, 3);
  return ink;
}

// What chaesaek.json says; `coloured`: whether the file holds a result.
DocumentSnapshot readAbout(const ArchiveReader& archive, bool& coloured) {
  DocumentSnapshot snapshot;
  const std::string what = archive.path().toStdString() + " is damaged: " + kAbout;
  const Json about = parseJson(archive.read(kAbout).toStdString(), what);
  try {
    snapshot.size = {about.at("width").get<int>(), about.at("height").get<int>()};
    snapshot.model = QString::fromStdString(about.at("model").get<std::string>());
    snapshot.modelHash = QString::fromStdString(about.at("model_sha256").get<std::string>());
    for (const Json& hint : about.at("hints")) snapshot.hints.push_back(hintFromJson(hint));
    if (about.contains("palette")) snapshot.palette = paletteFromJson(about.at("palette"));  // earlier programs wrote neither
    for (const Json& version : about.value("versions", Json::array()))
      snapshot.versions.push_back({{}, {}, QString::fromStdString(version.at("model").get<std::string>()), QString::fromStdString(version.at("model_sha256").get<std::string>())});
    coloured = about.at("coloured").get<bool>();
  } catch (const std::exception&) {
    fail(what + " lacks a field or holds another kind of value");
  }
  return snapshot;
}

DocumentSnapshot readOwn(const ArchiveReader& archive) {
  bool coloured = false;
  DocumentSnapshot snapshot = readAbout(archive, coloured);
  snapshot.ink = readLines(archive, snapshot.size);
  if (coloured) {
    snapshot.colours = toImage(toBgrOnWhite(readLayer(archive, "data/colours.png")));
    snapshot.picture = toImage(toBgrOnWhite(readLayer(archive, "mergedimage.png")));
  }
  for (size_t i = 0; i < snapshot.versions.size(); ++i) {
    snapshot.versions[i].colours = toImage(toBgrOnWhite(readLayer(archive, versionFile(i, "colours"))));
    snapshot.versions[i].thumbnail = toImage(toBgrOnWhite(readLayer(archive, versionFile(i, "thumbnail"))));
  }
  return snapshot;
}

}  // namespace

void saveOpenRaster(const DocumentSnapshot& snapshot, const QString& path) {
  const cv::Size size = snapshot.ink.size();
  const cv::Mat white(size, CV_8UC3, cv::Scalar::all(255));
  const cv::Mat hints = rasterHints(snapshot.hints, size);
  const cv::Mat merged = snapshot.colours.isNull() ? cv::Mat(255 - snapshot.ink) : finishedPicture(snapshot, false);  // not the last picture: its ink may be older
  const double shrink = std::min(1.0, static_cast<double>(kThumbnailSide) / std::max(size.width, size.height));
  const QSize small = (QSizeF(snapshot.size) * shrink).toSize().expandedTo({1, 1});

  ArchiveWriter archive;
  archive.add("mimetype", "image/openraster", true);
  archive.add("stack.xml", stackXml(snapshot.size), false);
  archive.add("data/lines.png", png(inkLayer(snapshot.ink)), true);
  archive.add("data/hints.png", png(hints.empty() ? cv::Mat::zeros(size, CV_8UC4) : hints), true);
  archive.add("data/colours.png", png(snapshot.colours.isNull() ? white : opaqueMat(snapshot.colours)), true);
  archive.add("mergedimage.png", png(merged), true);
  archive.add("Thumbnails/thumbnail.png",
              png(toMat(toImage(merged).scaled(small, Qt::IgnoreAspectRatio, Qt::SmoothTransformation))), true);
  for (size_t i = 0; i < snapshot.versions.size(); ++i) {
    archive.add(versionFile(i, "colours"), png(opaqueMat(snapshot.versions[i].colours)), true);
    archive.add(versionFile(i, "thumbnail"), png(opaqueMat(snapshot.versions[i].thumbnail)), true);
  }
  archive.add(kAbout, aboutJson(snapshot), false);
  archive.save(path);
}

DocumentSnapshot loadOpenRaster(const QString& path) {
  const ArchiveReader archive(path);
  return archive.has(kAbout) ? readOwn(archive) : readForeignRaster(archive);
}

}  // namespace chaesaek
