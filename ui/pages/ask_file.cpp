// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/ask_file.h"

#include <QFileDialog>

#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

const QString kFolder = "folder";

QFileDialog* open(QWidget* page, const QString& title, const QString& filter, std::function<void(QString)> then) {
  auto* dialog = new QFileDialog(page, title, uiSettings().value(kFolder).toString(), filter);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  QObject::connect(dialog, &QFileDialog::fileSelected, page, [then = std::move(then)](const QString& path) {
    uiSettings().setValue(kFolder, QFileInfo(path).absolutePath());
    then(path);
  });
  return dialog;
}

}  // namespace

void askFile(QWidget* page, const QString& title, const QString& filter, std::function<void(QString)> then) {
  auto* dialog = open(page, title, filter, std::move(then));
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->open();
}

void askPng(QWidget* page, const QString& title, const QString& name, std::function<void(QString)> then) {
  auto* dialog = open(page, title, QFileDialog::tr("PNG picture (*.png)"), std::move(then));
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix("png");
  dialog->selectFile(QString(name).replace('/', '-') + ".png");
  dialog->open();
}

}  // namespace chaesaek
