// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <QTimer>
#include <chrono>
#include <optional>

#include "core/base/folder_lock.h"
#include "core/base/progress.h"
#include "ui/document/document.h"

namespace chaesaek {

/// Saves a modified document every minute to a recovery file, in a job. It lies in a folder of its own, locked while this lives: a
/// process's number may be another's soon. The file goes when the document is saved or the owner closes cleanly; what remains belongs
/// to a program that did not end well.
class Autosave : public QObject {
  Q_OBJECT
 public:
  explicit Autosave(Document* document, std::chrono::milliseconds every = std::chrono::minutes(1), QObject* parent = nullptr);
  ~Autosave() override;

  /// A recovery file of another program is this one's from now on: it stays until its drawing, which is the document's now, is saved.
  void takeOver(const QString& recoveryFile);

  /// Recovery files whose program no longer runs, newest first.
  static QStringList recoverable();
  static void discard(const QString& recoveryFile);

 Q_SIGNALS:
  /// An autosave ended; an empty text: it is on the disk.
  void saved(const QString& error);

 private:
  void save();
  void forget();
  QString lockedFile();

  Document* document_;
  QString folder_;
  std::optional<FolderLock> lock_;  // from the first save on
  QTimer timer_;
  Progress running_;
  bool busy_ = false;
  quint64 savedState_ = 0;
};

}  // namespace chaesaek
