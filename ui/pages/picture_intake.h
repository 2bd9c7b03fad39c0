// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <functional>

#include "ui/document/import.h"

namespace chaesaek {

class MessageArea;

/// Brings pictures onto the paper: files, the clipboard, the sample of the first start. Offers to extract the lines of
/// what is already coloured.
class PictureIntake : public QObject {
  Q_OBJECT
 public:
  /// Does what it is given at once, or when what is drawn may go.
  using WhenSafe = std::function<void(std::function<void()>)>;
  PictureIntake(Document* document, MessageArea* messages, WhenSafe whenSafe, QObject* parent);
  /// Takes the place of the drawing, which nobody is asked about any more unless it changes meanwhile.
  void openFile(const QString& path);
  /// A drawing that was saved by itself before the program ended badly; it has no place of its own yet.
  void recover(const QString& path);
  /// As sketch, in one undoable step.
  void paste(const QImage& image);
  /// A drawing that ships with the program, with two hints.
  void openSample();

 Q_SIGNALS:
  void opened();  ///< what the person asked for
  void recovered(const QString& path);

 private:
  void replace(quint64 revision, std::function<void()> bring);
  void take(const Import& import, const QString& path);
  void offerLines(const cv::Mat& picture, const QString& question);

  Document* document_;
  MessageArea* messages_;
  WhenSafe whenSafe_;
  int strength_ = 50;  ///< of line extraction, as last chosen
};

}  // namespace chaesaek
