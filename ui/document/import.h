// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/document/document.h"

namespace chaesaek {

/// A picture on its way to becoming a sketch. Made in a job.
struct Import {
  DocumentSnapshot document;   ///< what to restore
  bool isDocument = false;     ///< a saved drawing of this program's own format
  bool looksColoured = false;  ///< offer "extract lines"
  cv::Mat picture;             ///< for extractedLines; empty where the file is an OpenRaster document
  QString note;                ///< what was changed on the way ("scaled down to …"), or empty
};

/// PNG, JPEG, WebP, BMP, SVG (drawn 1024 pixels long) or OpenRaster. Pictures longer than 4096 pixels are scaled down,
/// and the note says so. Throws Error in one line.
Import importFile(const QString& path);
/// A pasted or dropped picture.
Import importImage(const QImage& image);
/// The sketch made of a coloured picture's lines; strength 0..100.
DocumentSnapshot extractedLines(const cv::Mat& picture, int strength);

}  // namespace chaesaek
