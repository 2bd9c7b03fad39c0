// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/autosave.h"

#include <signal.h>

#include <QDir>
#include <QFile>

#include "core/base/files.h"
#include "ui/jobs/job.h"

namespace chaesaek {
namespace {

QDir recoveryFolder() { return QDir(QFile::decodeName((homeFolder() / "recovery").c_str())); }

bool runs(qint64 process) { return process > 0 && ::kill(static_cast<pid_t>(process), 0) == 0; }

}  // namespace

Autosave::Autosave(Document* document, std::chrono::milliseconds every, QObject* parent)
    : QObject(parent), document_(document), path_(recoveryFolder().filePath(QStringLiteral("%1.ora").arg(QCoreApplication::applicationPid()))) {
  connect(&timer_, &QTimer::timeout, this, &Autosave::save);
  connect(document, &Document::modifiedChanged, this, [this](bool modified) {
    if (!modified) forget();
  });
  timer_.start(every);
}

Autosave::~Autosave() { forget(); }

void Autosave::save() {
  if (busy_ || !document_->isModified() || document_->state() == savedState_) return;
  busy_ = true;
  const DocumentSnapshot snapshot = snapshotOf(*document_);
  running_ = runJob(
      this,
      [snapshot, path = path_](const Progress& progress) {
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
}

void Autosave::forget() {
  running_.cancel();
  running_ = {};
  savedState_ = 0;
  QFile::remove(path_);
}

QStringList Autosave::recoverable() {
  QStringList files;
  for (const QFileInfo& file : recoveryFolder().entryInfoList({"*.ora"}, QDir::Files, QDir::Time)) {
    if (!runs(file.completeBaseName().toLongLong())) files << file.filePath();
  }
  return files;
}

void Autosave::discard(const QString& recoveryFile) { QFile::remove(recoveryFile); }

}  // namespace chaesaek
