// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/autosave.h"

#include <QDir>
#include <QFile>
#include <QUuid>
#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "ui/jobs/job.h"

namespace chaesaek {
namespace {

QDir recoveryFolder() { return QDir(QFile::decodeName((homeFolder() / "recovery").c_str())); }

QString fileIn(const QString& folder) { return QDir(folder).filePath("drawing.ora"); }

std::filesystem::path pathOf(const QString& folder) { return QFile::encodeName(folder).toStdString(); }

}  // namespace

Autosave::Autosave(Document* document, std::chrono::milliseconds every, QObject* parent)
    : QObject(parent), document_(document), folder_(recoveryFolder().filePath(QUuid::createUuid().toString(QUuid::WithoutBraces))) {
  connect(&timer_, &QTimer::timeout, this, &Autosave::save);
  connect(document, &Document::modifiedChanged, this, [this](bool modified) {
    if (!modified) forget();
  });
  connect(document, &Document::versionsChanged, this, [this] { savedState_ = 0; });  // they are no steps of undo
  timer_.start(every);
}

Autosave::~Autosave() {
  forget();
  if (lock_) QDir(folder_).removeRecursively();
}

QString Autosave::lockedFile() {
  if (!lock_) {
    makeFolder(pathOf(folder_));
    lock_ = FolderLock::take(pathOf(folder_));
  }
  return fileIn(folder_);
}

void Autosave::save() try {
  if (busy_ || !document_->isModified() || document_->state() == savedState_) return;
  const QString path = lockedFile();
  busy_ = true;
  const DocumentSnapshot snapshot = snapshotOf(*document_);
  running_ = runJob(
      this,
      [snapshot, path](const Progress& progress) {
        saveOpenRaster(snapshot, path);
        if (!progress.cancelled()) return snapshot.state;
        QFile::remove(path);  // saved or closed meanwhile: nothing to recover
        return quint64{0};
      },
      [this](const Outcome<quint64>& outcome) {
        busy_ = false;
        savedState_ = outcome.value.value_or(0);
        emit saved(outcome.error);
      });
} catch (const Error& error) {
  emit saved(QString::fromUtf8(error.what()));
}

void Autosave::takeOver(const QString& recoveryFile) try {
  const QString path = lockedFile();
  QFile::remove(path);
  if (QFile::rename(recoveryFile, path)) discard(recoveryFile);
} catch (const Error& error) {
  emit saved(QString::fromUtf8(error.what()));
}

void Autosave::forget() {
  running_.cancel();
  running_ = {};
  savedState_ = 0;
  QFile::remove(fileIn(folder_));
}

QStringList Autosave::recoverable() {
  QFileInfoList files;
  for (const QFileInfo& folder : recoveryFolder().entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    const QFileInfo file(fileIn(folder.filePath()));
    if (file.exists() && !FolderLock::isHeld(pathOf(folder.filePath()))) files << file;
  }
  std::sort(files.begin(), files.end(), [](const QFileInfo& a, const QFileInfo& b) { return a.lastModified() > b.lastModified(); });
  QStringList paths;
  for (const QFileInfo& file : files) paths << file.filePath();
  return paths;
}

void Autosave::discard(const QString& recoveryFile) { QFileInfo(recoveryFile).dir().removeRecursively(); }

}  // namespace chaesaek
