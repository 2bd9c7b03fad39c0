// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/path_field.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QGridLayout>
#include <QLineEdit>
#include <QMimeData>

#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

PathField::PathField(const QString& label, QWidget* parent) : QWidget(parent), label_(new Caption(label, this)), text_(new QLineEdit(this)) {
  setAcceptDrops(true);
  text_->setAcceptDrops(false);  // the field takes folders, not their text
  auto* look = new Button(Button::Look::Tool, "folder-open", {}, this);
  look->describe(tr("Choose a folder"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(kGap4);
  grid->addWidget(label_, 0, 0, 1, 2);
  grid->addWidget(text_, 1, 0);
  grid->addWidget(look, 1, 1);
  setLabel(label);
  connect(look, &QAbstractButton::clicked, this, &PathField::browse);
  connect(text_, &QLineEdit::editingFinished, this, &PathField::changed);
}

void PathField::setLabel(const QString& label) {
  label_->setText(label);
  text_->setAccessibleName(label);
}

QString PathField::path() const { return text_->text().trimmed(); }

void PathField::setPath(const QString& path) {
  text_->setText(path);
  Q_EMIT changed();
}

void PathField::browse() {
  const QString chosen = QFileDialog::getExistingDirectory(this, label_->text(), path());
  if (!chosen.isEmpty()) setPath(chosen);
}

void PathField::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile()) event->acceptProposedAction();
}

void PathField::dropEvent(QDropEvent* event) { setPath(event->mimeData()->urls().first().toLocalFile()); }

}  // namespace chaesaek
