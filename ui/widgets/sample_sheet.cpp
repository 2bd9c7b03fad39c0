// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sample_sheet.h"

#include <QCoreApplication>

#include "ui/widgets/figures.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kHalf = 128;

}  // namespace

QImage SampleSheet::picture(int row, int column) const {
  const auto& pictures = rows[size_t(row)];
  return column < int(pictures.size()) ? pictures[size_t(column)] : QImage();
}

QImage SampleSheet::map(int row, int column) const {
  return column == overlayColumn && row < int(overlay.size()) ? overlay[size_t(row)] : QImage();
}

QString SampleSheet::nameOf(int row, int column) const {
  const QString name = QCoreApplication::translate("SampleSheet", "row %1").arg(wholeText(row + 1));
  return heads[column].isEmpty() ? name : QString("%1, %2").arg(name, heads[column]);
}

QColor verdictColour(int grey) {
  const double share = grey / 255.;
  return share < .5 ? mixed(tokens().curveG, Qt::white, 2 * share) : mixed(Qt::white, tokens().curveD, 2 * share - 1);
}

QImage colouredMap(const QImage& map) {
  QList<QRgb> colours;
  for (int grey = 0; grey < 256; ++grey) {
    const QColor colour = verdictColour(grey);
    colours.append(qRgba(colour.red(), colour.green(), colour.blue(), kHalf));
  }
  QImage indexed = map.convertToFormat(QImage::Format_Grayscale8);
  indexed.reinterpretAsFormat(QImage::Format_Indexed8);
  indexed.setColorTable(colours);
  return indexed.convertToFormat(QImage::Format_ARGB32_Premultiplied);
}

}  // namespace chaesaek
