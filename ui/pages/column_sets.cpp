// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/column_sets.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QUrl>
#include <QVBoxLayout>

#include "core/inference/model_shelf.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

constexpr int kWidth = 300;
constexpr qint64 kMegabyte = 1 << 20;
const QString kLast = "compare/columns", kSets = "compare/sets", kLimit = "compare/memory-mb";

/// A name may hold what is structure to the settings.
QString keyOf(const QString& name) { return kSets + '/' + QString::fromLatin1(QUrl::toPercentEncoding(name)); }

QString sizeText(qint64 bytes) { return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeTraditionalFormat); }

}  // namespace

namespace column_sets {

QStringList names() {
  uiSettings().beginGroup(kSets);
  QStringList names;
  for (const QString& key : uiSettings().childKeys()) names << QUrl::fromPercentEncoding(key.toLatin1());
  uiSettings().endGroup();
  names.sort(Qt::CaseInsensitive);
  return names;
}

QStringList find(const QString& name) { return uiSettings().value(keyOf(name)).toStringList(); }
void save(const QString& name, const QStringList& keys) { uiSettings().setValue(keyOf(name), keys); }
void remove(const QString& name) { uiSettings().remove(keyOf(name)); }
QStringList last() { return uiSettings().value(kLast).toStringList(); }
void setLast(const QStringList& keys) { uiSettings().setValue(kLast, keys); }
qint64 memoryLimit() { return uiSettings().value(kLimit, kUsualShelfBytes / kMegabyte).toLongLong() * kMegabyte; }
void setMemoryLimit(qint64 bytes) { uiSettings().setValue(kLimit, bytes / kMegabyte); }

}  // namespace column_sets

ColumnSetsPopover::ColumnSetsPopover(Choice choice, QWidget* parent) : Popover(parent), choice_(std::move(choice)) {
  setObjectName("column-sets-popover");
  setFixedWidth(kWidth);
  column()->addWidget(new SectionHead(tr("Sets of columns"), this));
  addSets();
  addName();
  column()->addSpacing(kGap8);
  column()->addWidget(new SectionHead(tr("Memory for the networks"), this));
  addLimit();
}

void ColumnSetsPopover::addSets() {
  for (const QString& name : column_sets::names()) {
    auto* line = new QWidget(this);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap4);
    auto* open = new Button(Button::Look::Quiet, "columns-3", name, line);
    open->setObjectName("set-" + name);
    open->describe(tr("Open these columns"));
    open->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* remove = new Button(Button::Look::Quiet, "x", {}, line);
    remove->setObjectName("forget-" + name);
    remove->describe(tr("Forget this set"));
    row->addWidget(open, 1);
    row->addWidget(remove);
    column()->addWidget(line);
    connect(open, &QAbstractButton::clicked, this, [this, name, open = choice_.open] {
      close();
      open(column_sets::find(name));
    });
    connect(remove, &QAbstractButton::clicked, this, [this, line, name] {
      column_sets::remove(name);
      line->hide();
      adjustSize();
    });
  }
}

void ColumnSetsPopover::addName() {
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap8);
  auto* field = new QLineEdit(this);
  field->setObjectName("set-name");
  field->setPlaceholderText(tr("Name of the present columns"));
  field->setAccessibleName(field->placeholderText());
  field->setMaxLength(60);
  auto* save = new Button(Button::Look::Plain, "save", tr("Save"), this);
  save->setObjectName("save-set");
  save->describe(tr("Keep the present columns under this name"));
  save->setEnabled(false);
  row->addWidget(field, 1);
  row->addWidget(save);
  column()->addLayout(row);
  connect(field, &QLineEdit::textChanged, save, [save](const QString& name) { save->setEnabled(!name.trimmed().isEmpty()); });
  connect(save, &QAbstractButton::clicked, this, [this, field] { saveAs(field->text().trimmed()); });
  connect(field, &QLineEdit::returnPressed, save, &QAbstractButton::click);
}

void ColumnSetsPopover::saveAs(const QString& name) {
  column_sets::save(name, choice_.present);
  close();
}

void ColumnSetsPopover::addLimit() {
  auto* limit = new ChoiceBox(this);
  limit->setObjectName("memory-limit");
  limit->setAccessibleName(tr("Memory for the networks"));
  for (qint64 megabytes = 256; megabytes <= 16384; megabytes *= 2) limit->addItem(sizeText(megabytes * kMegabyte), megabytes * kMegabyte);
  limit->setCurrentIndex(limit->findData(column_sets::memoryLimit()));
  auto* words = new Caption(tr("Each network is loaded once; those that no column shows make room for others."), this);
  words->setWordWrap(true);
  column()->addWidget(limit);
  column()->addWidget(words);
  connect(limit, &QComboBox::activated, this, [this, limit](int index) {
    column_sets::setMemoryLimit(limit->itemData(index).toLongLong());
    choice_.limitChanged();
  });
}

}  // namespace chaesaek
