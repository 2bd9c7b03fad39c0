// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QStringList>
#include <vector>

namespace chaesaek {

/// One picture of a sheet with what is written above and below it.
struct SheetColumn {
  QImage picture;
  QString title, caption;
  QStringList lines;  ///< below
};

/// All pictures in their full size beside each other, on white, labelled. For a job.
QImage drawCompareSheet(const std::vector<SheetColumn>& columns);
/// As PNG, whole or not at all; throws Error. For a job.
void writePng(const QString& path, const QImage& picture);

}  // namespace chaesaek
