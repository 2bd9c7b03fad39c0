// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <functional>

class QFileDialog;
class QMimeData;

namespace chaesaek {

class Document;
class MessageArea;
class PictureIntake;

/// Open, save, export, copy and paste: off the UI thread, and never over unsaved work without asking.
class FileActions : public QObject {
  Q_OBJECT
 public:
  FileActions(Document* document, MessageArea* messages, QWidget* page);

  // With a dialog where one is needed.
  void newDrawing(const QWidget* anchor);
  void open();
  void save(std::function<void()> then = {});
  void saveAs(std::function<void()> then = {});
  void exportPicture(bool transparent);

  // Without.
  void openPath(const QString& path);
  void saveTo(QString path, std::function<void()> then = {});
  void exportTo(QString path, bool transparent);
  void copy();
  void paste();
  void startAnew(QSize size);

  static bool accepts(const QMimeData& data);
  void drop(const QMimeData& data);

  /// Does `then` at once, or after the person said what becomes of unsaved work; not at all after "Cancel".
  void whenSafe(std::function<void()> then);
  /// Drawings of a program that did not end well.
  void offerRecovery();
  PictureIntake* intake() const { return intake_; }

 Q_SIGNALS:
  void modelDropped(const QString& path);

 private:
  struct Question {
    QString title, filter, suffix;
    bool saves = true;
  };
  void askPath(const Question& question, std::function<void(QString)> then);
  void bring(const QString& path);
  QString suggestedName() const;

  Document* document_;
  MessageArea* messages_;
  QWidget* page_;
  PictureIntake* intake_;
};

}  // namespace chaesaek
