// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <fstream>

#include "core/base/json.h"
#include "ui/document/document.h"

namespace chaesaek {

/// Writes a drawing down stroke by stroke while it happens, one JSON object a line:
/// {"format":1,"width":W,"height":H}, then {"tool":"pen"|"eraser","points":[[x,y,width],…]} or
/// {"hint":{"colour":"#rrggbb","radius":r,"points":[[x,y],…]}}.
/// What was undone, cleared or removed leaves no trace: the file is written anew without it at the end. A drawing begins
/// at empty paper; ink of an opened picture is not recorded.
class Recorder : public QObject {
  Q_OBJECT
 public:
  /// Throws Error where the file cannot be written.
  Recorder(Document* document, const QString& path, QObject* parent = nullptr);
  ~Recorder() override;

 private:
  void follow(const DrawingStep& step);
  void rewriteLater() { stale_ = true; }
  Json header() const;
  void append(const Json& line);
  std::vector<Json> lines() const;

  QSize size_;  // of the document, which may be gone before this
  QString path_;
  std::ofstream file_;
  std::vector<DrawingStep> steps_;  // done, then undone ones
  size_t done_ = 0;
  bool stale_ = false;
};

}  // namespace chaesaek
