// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/document/document.h"

namespace chaesaek {

/// The coloured picture at the canvas's full size with the present ink on top: BGR, or BGRA with `transparent`: paper
/// outside the drawing (near-white, reached from the border without crossing a line) becomes transparent, ink there keeps
/// its coverage as alpha.
cv::Mat finishedPicture(const DocumentSnapshot& snapshot, bool transparent);
/// As PNG, written whole or not at all; for a job.
void exportPng(const DocumentSnapshot& snapshot, const QString& path, bool transparent);
/// The finished picture, for other programs.
void copyToClipboard(const Document& document);

}  // namespace chaesaek
