// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/column_menu.h"

#include <QLocale>
#include <algorithm>

#include "core/inference/colourer.h"
#include "core/training/run_record.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/model_menu.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/icons.h"

namespace chaesaek {

namespace {

QString text(const std::string& words) { return QString::fromStdString(words); }

QString momentTitle(const RunMoment& moment) {
  return moment.best ? ColumnMenu::tr("Best so far") : ColumnMenu::tr("Step %1").arg(wholeText(moment.step));
}

QString detailsOf(const ModelInfo& info) {
  QStringList parts;
  if (info.steps > 0) parts << ColumnMenu::tr("step %1").arg(wholeText(info.steps));
  parts << QLocale().formattedDataSize(info.bytes, 0, QLocale::DataSizeSIFormat) << text(info.path.string());
  return parts.join(" · ");
}

}  // namespace

ColumnOffer listColumnOffer() {
  ColumnOffer offer{listModels(), {}, {}};
  for (const RunRecord& run : listRuns()) {
    ColouringRun each{run.name, run.hasModel, momentsOfRun(run.name)};
    const auto file = run.hasModel ? run.path / "model.safetensors" : each.moments.empty() ? std::filesystem::path() : each.moments.front().path;
    if (colouringModelAt(file.string())) offer.runs.push_back(std::move(each));
  }
  return offer;
}

ColumnMenu::ColumnMenu(const ColumnOffer& all, std::function<void(QString)> take, std::function<void()> loadFile, QWidget* parent)
    : QMenu(parent), take_(std::move(take)) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName("add-column-menu");
  setToolTipsVisible(true);
  addModels(all.models);
  addRuns(all.runs);
  if (!all.training.isEmpty()) offer(this, tr("The run in training: %1").arg(all.training), column_key::kTraining, tr("Follows the run while it trains"));
  addSeparator();
  offer(this, tr("Flat fill, without a network"), column_key::kFlat)->setIcon(themedIcon("paint-bucket"));
  offer(this, tr("The real picture"), column_key::kReal, tr("Where it is known: of test drawings, and of coloured files"))->setIcon(themedIcon("star"));
  addSeparator();
  QAction* file = addAction(themedIcon("folder-open"), tr("Load a model file…"));
  file->setObjectName("column-file");
  connect(file, &QAction::triggered, this, std::move(loadFile));
}

QAction* ColumnMenu::offer(QMenu* menu, const QString& title, const QString& key, const QString& details) {
  QAction* action = menu->addAction(title);
  action->setObjectName("column-" + key);
  action->setToolTip(details);
  connect(action, &QAction::triggered, this, [take = take_, key] { take(key); });
  return action;
}

void ColumnMenu::addModels(const std::vector<ModelInfo>& models) {
  for (const ModelInfo& info : models) {
    if (info.path.empty()) continue;  // flat fill stands below
    const bool single = std::count_if(models.begin(), models.end(), [&](const ModelInfo& each) { return each.name == info.name; }) == 1;
    offer(this, modelTitle(info), text(single || info.shipped ? info.name : info.path.string()), detailsOf(info))->setIcon(themedIcon("layers"));
  }
}

void ColumnMenu::addRuns(const std::vector<ColouringRun>& runs) {
  if (runs.empty()) return;
  auto* all = addMenu(themedIcon("activity"), tr("Runs"));
  for (const ColouringRun& run : runs) {
    auto* menu = all->addMenu(text(run.name));
    if (run.hasModel) offer(menu, tr("As it is now"), text(run.name));
    for (const RunMoment& moment : run.moments) offer(menu, momentTitle(moment), text(moment.reference));
  }
}

}  // namespace chaesaek
