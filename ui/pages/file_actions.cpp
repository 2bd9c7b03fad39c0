// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/file_actions.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMimeData>

#include "ui/document/export.h"
#include "ui/jobs/autosave.h"
#include "ui/pages/new_popover.h"
#include "ui/pages/page_job.h"
#include "ui/pages/picture_intake.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

const QString kUnsaved = "unsaved", kRecovery = "recovery", kSaved = "saved";

QString withSuffix(QString path, const QString& suffix) {
  return path.endsWith(suffix, Qt::CaseInsensitive) ? path : path + suffix;
}

QString firstFile(const QMimeData& data) {
  for (const QUrl& url : data.urls()) {
    if (url.isLocalFile()) return url.toLocalFile();
  }
  return {};
}

}  // namespace

FileActions::FileActions(Document* document, MessageArea* messages, QWidget* page)
    : QObject(page), document_(document), messages_(messages), page_(page),
      intake_(new PictureIntake(document, messages, [this](std::function<void()> then) { whenSafe(std::move(then)); }, this)) {}

void FileActions::newDrawing(const QWidget* anchor) {
  auto* popover = new NewPopover(document_->size(), [this](QSize size) { whenSafe([this, size] { startAnew(size); }); }, page_);
  popover->openAt(anchor);
}

void FileActions::startAnew(QSize size) { document_->reset(size); }

void FileActions::askPath(const Question& question, std::function<void(QString)> then) {
  auto* dialog = new QFileDialog(page_, question.title, uiSettings().value("folder").toString(), question.filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(question.saves ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
  dialog->setFileMode(question.saves ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
  if (question.saves) {
    dialog->setDefaultSuffix(question.suffix);
    dialog->selectFile(suggestedName() + "." + question.suffix);
  }
  connect(dialog, &QFileDialog::fileSelected, this, [then = std::move(then)](const QString& path) {
    uiSettings().setValue("folder", QFileInfo(path).absolutePath());
    then(path);
  });
  dialog->open();
}

QString FileActions::suggestedName() const {
  const QString name = QFileInfo(document_->fileName()).completeBaseName();
  return name.isEmpty() ? tr("drawing") : name;
}

void FileActions::open() {
  askPath({tr("Open a drawing or a picture"), tr("Drawings and pictures (*.ora *.png *.jpg *.jpeg *.webp *.bmp *.svg)"), {}, false},
          [this](const QString& path) { openPath(path); });
}

void FileActions::openPath(const QString& path) {
  whenSafe([this, path] { intake_->openFile(path); });
}

void FileActions::save(std::function<void()> then) {
  document_->fileName().isEmpty() ? saveAs(std::move(then)) : saveTo(document_->fileName(), std::move(then));
}

void FileActions::saveAs(std::function<void()> then) {
  askPath({tr("Save the drawing"), tr("OpenRaster drawing (*.ora)"), "ora"},
          [this, then = std::move(then)](const QString& path) { saveTo(path, then); });
}

void FileActions::saveTo(QString path, std::function<void()> then) {
  path = withSuffix(path, ".ora");
  const auto work = [snapshot = snapshotOf(*document_), path](const Progress&) {
    saveOpenRaster(snapshot, path);
    return snapshot;
  };
  runPageJob(messages_, tr("Saving %1").arg(QFileInfo(path).fileName()), work, [this, path, then](const DocumentSnapshot& snapshot) {
    document_->markSaved(snapshot, path);
    messages_->withdraw("error");
    if (then) whenSafe(then);  // what was drawn meanwhile is not saved
  }, PageJob::EndsInAnyCase);
}

void FileActions::exportPicture(bool transparent) {
  askPath({tr("Export the coloured picture"), tr("PNG picture (*.png)"), "png"},
          [this, transparent](const QString& path) { exportTo(path, transparent); });
}

void FileActions::exportTo(QString path, bool transparent) {
  path = withSuffix(path, ".png");
  const auto work = [snapshot = snapshotOf(*document_), path, transparent](const Progress&) {
    exportPng(snapshot, path, transparent);
    return Done();
  };
  runPageJob(messages_, tr("Exporting %1").arg(QFileInfo(path).fileName()), work, [this, path](Done) {
    messages_->withdraw("error");
    messages_->say(kSaved, {Message::Kind::Hint, tr("Exported to %1").arg(path)});
    QTimer::singleShot(5000, messages_, [messages = messages_] { messages->withdraw(kSaved); });
  }, PageJob::EndsInAnyCase);
}

void FileActions::copy() { copyToClipboard(*document_); }

void FileActions::paste() {
  const QMimeData* data = QGuiApplication::clipboard()->mimeData();
  if (data && accepts(*data)) return drop(*data);
  messages_->say("error", {Message::Kind::Error, tr("There is no picture on the clipboard; copy one first.")});
}

bool FileActions::accepts(const QMimeData& data) { return data.hasImage() || !firstFile(data).isEmpty(); }

void FileActions::drop(const QMimeData& data) {
  if (const QString path = firstFile(data); !path.isEmpty()) {
    bring(path);
  } else if (data.hasImage()) {
    intake_->paste(qvariant_cast<QImage>(data.imageData()));
  }
}

void FileActions::bring(const QString& path) {
  path.endsWith(".safetensors") ? Q_EMIT modelDropped(path) : openPath(path);
}

void FileActions::whenSafe(std::function<void()> then) {
  document_->endStroke();  // one under way is a change, too
  if (!document_->isModified()) return then();
  messages_->say(kUnsaved, {Message::Kind::Question,
                            tr("This drawing has changes that are not saved."),
                            {{tr("Save"), [this, then] { save(then); }, true}, {tr("Discard"), then}, {tr("Cancel"), {}}}});
}

void FileActions::offerRecovery() {
  const QStringList files = Autosave::recoverable();
  if (files.isEmpty()) return;
  const auto recover = [this, file = files.first()] { whenSafe([this, file] { intake_->recover(file); }); };
  const auto forget = [this, file = files.first()] {
    Autosave::discard(file);
    offerRecovery();  // the one before
  };
  messages_->say(kRecovery, {Message::Kind::Question,
                             tr("The program did not end well last time. A drawing was kept."),
                             {{tr("Open it"), recover, true}, {tr("Discard"), forget}, {tr("Later"), {}}}});
}

}  // namespace chaesaek
