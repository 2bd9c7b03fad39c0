// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_sheet.h"

#include <QGuiApplication>
#include <QPainter>
#include <algorithm>

#include "core/image/codec.h"
#include "ui/document/document.h"

namespace chaesaek {

namespace {

constexpr double kTitle = 13, kSmall = 11.5, kLine = 17, kMargin = 14;  // for a picture of kSide pixels
constexpr double kSide = 320;
const QColor kInk(0x1e, 0x1e, 0x1e), kSoft(0x5c, 0x5c, 0x5c), kHair(0xd9, 0xd9, 0xd9);  // on white, whatever the theme

QFont fontOf(double pixels, bool strong) {
  QFont font = QGuiApplication::font();
  font.setPixelSize(std::max(1, qRound(pixels)));
  font.setWeight(strong ? QFont::DemiBold : QFont::Normal);
  return font;
}

}  // namespace

QImage drawCompareSheet(const std::vector<SheetColumn>& columns) {
  QSize picture(1, 1);
  int lines = 0;
  for (const SheetColumn& each : columns) {
    picture = picture.expandedTo(each.picture.size());
    lines = std::max(lines, int(each.lines.size()));
  }
  const double scale = std::max(.7, picture.width() / kSide);
  const int margin = qRound(kMargin * scale), line = qRound(kLine * scale), head = 2 * line;
  const int wide = picture.width() + margin, high = picture.height();
  QImage sheet(int(columns.size()) * wide + margin, 2 * margin + head + high + (lines > 0 ? line / 2 + lines * line : 0), QImage::Format_RGB32);
  sheet.fill(Qt::white);
  QPainter painter(&sheet);
  const auto write = [&](const QFont& font, const QColor& colour, const QRect& place, const QString& words) {
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(font).elidedText(words, Qt::ElideRight, place.width()));
  };
  for (int i = 0; i < int(columns.size()); ++i) {
    const SheetColumn& column = columns[size_t(i)];
    const int left = margin + i * wide;
    int top = margin;
    write(fontOf(kTitle * scale, true), kInk, {left, top, picture.width(), line}, column.title);
    write(fontOf(kSmall * scale, false), kSoft, {left, top + line, picture.width(), line}, column.caption);
    top += head;
    if (!column.picture.isNull()) painter.drawImage(left, top, column.picture);
    painter.setPen(kHair);
    painter.drawRect(left - 1, top - 1, picture.width() + 1, high + 1);
    top += high + line / 2;
    for (const QString& words : column.lines) {
      write(fontOf(kSmall * scale, false), kSoft, {left, top, picture.width(), line}, words);
      top += line;
    }
  }
  return sheet;
}

void writePng(const QString& path, const QImage& picture) { writePicture(path.toStdString(), toBgrOnWhite(toMat(picture))); }

}  // namespace chaesaek
