// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the UI thread: clones of a document's content, and the way back.
#include "ui/document/document.h"

namespace chaesaek {

cv::Mat Document::sketchSnapshot() const { return 255 - ink(); }

DocumentSnapshot snapshotOf(const Document& document) {
  return {document.size(), document.ink().clone(), document.hints(), document.colours(), document.colouredPicture(),
          document.modelName(), document.modelHash(), document.state(), document.palette(), false, document.drawing(), document.versions()};
}

void restore(Document& document, const DocumentSnapshot& snapshot, const QString& path) { document.begin(snapshot, path); }

}  // namespace chaesaek
