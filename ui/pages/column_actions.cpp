// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/column_actions.h"

#include "ui/pages/ask_file.h"
#include "ui/pages/column_menu.h"
#include "ui/pages/column_sets.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/compare_live.h"
#include "ui/pages/compare_look.h"
#include "ui/pages/compare_out.h"
#include "ui/pages/page_job.h"
#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

template <class Call>
void addTo(QMenu* menu, const QString& icon, const QString& title, bool can, QObject* receiver, Call call) {
  QAction* action = menu->addAction(themedIcon(icon), title);
  action->setEnabled(can);
  QObject::connect(action, &QAction::triggered, receiver, call);
}

QPoint below(const QWidget* anchor) { return anchor->mapToGlobal(QPoint(0, anchor->height() + kGap4)); }

}  // namespace

ColumnActions::ColumnActions(Parts parts, QWidget* page) : QObject(page), parts_(parts), page_(page) {}

QStringList ColumnActions::keys() const {
  QStringList keys;
  for (const CompareColumn* each : parts_.columns->columns()) keys << each->key();
  return keys;
}

void ColumnActions::openSet(const QStringList& keys) {
  while (!parts_.columns->columns().empty()) parts_.columns->remove(parts_.columns->columns().back());
  for (const QString& key : keys.mid(0, CompareColumns::kMost)) parts_.columns->add(key);
}

void ColumnActions::add(const QString& key) {
  if (int(parts_.columns->columns().size()) >= CompareColumns::kMost)
    return parts_.messages->say("columns", {Message::Kind::Hint, tr("Six columns are as many as there can be: remove one first.")});
  parts_.columns->add(key);
}

void ColumnActions::toggleLarge(CompareColumn* column) {
  parts_.columns->showsAll() ? parts_.columns->showOnly({column}) : parts_.columns->showOnly({});
}

void ColumnActions::showAddMenu(const QWidget* anchor) {
  const QString training = parts_.live->modelOf(column_key::kTraining);
  const auto show = [this, training, anchor](ColumnOffer offer) {
    offer.training = training;
    const auto load = [this] { askFile(page_, tr("Load a model"), tr("Models (*.safetensors)"), [this](const QString& path) { add(path); }); };
    auto* menu = new ColumnMenu(offer, [this](const QString& key) { add(key); }, load, page_);
    menu->popup(below(anchor));
  };
  runPageJob(parts_.messages, tr("Looking for networks"), [](const Progress&) { return listColumnOffer(); }, show);
}

void ColumnActions::showMenuOf(CompareColumn* column) {
  auto* menu = new QMenu(page_);
  menu->setObjectName("column-actions");
  menu->setAttribute(Qt::WA_DeleteOnClose);
  addUses(menu, column);
  menu->addSeparator();
  addPlaces(menu, column);
  menu->addSeparator();
  addTo(menu, "x", tr("Remove"), parts_.columns->columns().size() > 1, this, [this, column] { parts_.columns->remove(column); });
  menu->popup(below(column->menuButton()));
}

void ColumnActions::addUses(QMenu* menu, CompareColumn* column) {
  const QString model = parts_.live->modelOf(column->key());
  const bool usable = !model.isEmpty() && column->problem().isEmpty();
  addTo(menu, "pencil", tr("Use this on the canvas"), usable, this, [this, model] { Q_EMIT canvasWanted(model); });
  addTo(menu, "download", tr("Save the picture…"), !column->picture().isNull(), this, [this, column] { parts_.out->askPicture(column); });
}

void ColumnActions::addPlaces(QMenu* menu, CompareColumn* column) {
  const int place = parts_.columns->placeOf(column), last = int(parts_.columns->columns().size()) - 1;
  const auto moveTo = [this, column](int to) {
    parts_.columns->move(column, to);
    Q_EMIT parts_.columns->arranged();
  };
  addTo(menu, "maximize", parts_.columns->showsAll() ? tr("Enlarge") : tr("Show all columns"), true, this, [this, column] { toggleLarge(column); });
  addTo(menu, "contrast", tr("Compare the others with this"), parts_.look->reference() != column, this, [this, column] {
    parts_.look->setReference(column->id());
    Q_EMIT referenceChosen();
  });
  addTo(menu, "chevron-left", tr("Move left"), place > 0, this, [moveTo, place] { moveTo(place - 1); });
  addTo(menu, "chevron-right", tr("Move right"), place < last, this, [moveTo, place] { moveTo(place + 1); });
}

void ColumnActions::showSets(const QWidget* anchor) {
  const auto limit = [this] { parts_.live->colourer()->setLimit(column_sets::memoryLimit()); };
  auto* popover = new ColumnSetsPopover({keys(), [this](const QStringList& keys) { openSet(keys); }, limit}, page_);
  popover->openAt(anchor);
}

}  // namespace chaesaek
