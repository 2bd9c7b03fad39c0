// SPDX-License-Identifier: GPL-3.0-or-later
// Private to the document's sources.
#pragma once
#include <optional>

#include "ui/document/document.h"
#include "ui/document/undo.h"

namespace chaesaek {

struct StrokeUnderWay {
  DrawnStroke stroke;
  InkBackup before;
  QRect area;
};

struct Document::Data {
  cv::Mat ink;
  cv::Mat marks;  // of the hints, once they are asked for
  std::vector<Hint> hints;
  Palette palette;
  QImage paper, colours, picture;
  QString model, modelHash, fileName;
  quint64 revision = 0, colouredRevision = 0, savedState = 0, drawing = 0;
  bool modified = false;
  UndoStack undo;
  std::optional<StrokeUnderWay> stroke;
  std::vector<KeptVersion> versions;
};

}  // namespace chaesaek
