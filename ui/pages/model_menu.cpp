// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/model_menu.h"

#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/button.h"
#include "ui/widgets/card_button.h"
#include "ui/widgets/labels.h"

namespace chaesaek {

namespace {

bool needsNoNetwork(const ModelInfo& info) { return info.path.empty(); }

/// A picture with the model's name beside its file, where there is one.
QPixmap thumbnailOf(const ModelInfo& info) {
  if (needsNoNetwork(info)) return {};
  auto file = info.path;
  return QPixmap(QString::fromStdString(file.replace_extension(".png").string()));
}

}  // namespace

QString modelTitle(const ModelInfo& info) {
  if (needsNoNetwork(info)) return ModelMenu::tr("Flat fill");
  QString title = QString::fromStdString(info.name);
  title.replace('_', ' ');
  if (!title.isEmpty()) title[0] = title[0].toUpper();
  return title;
}

QString modelCaption(const ModelInfo& info) {
  if (needsNoNetwork(info)) return ModelMenu::tr("hints fill their regions");
  QStringList parts;
  if (info.steps > 0) parts << ModelMenu::tr("step %1").arg(QLocale().toString(qlonglong(info.steps)));
  if (!info.data.empty()) parts << QString::fromStdString(info.data);
  parts << QLocale().formattedDataSize(info.bytes, 0, QLocale::DataSizeSIFormat);
  return parts.join(" · ");
}

void showModel(CardButton* card, const ModelInfo& info) {
  card->setContent(modelTitle(info), modelCaption(info));
  card->setPicture(thumbnailOf(info), needsNoNetwork(info) ? "paint-bucket" : "layers");
  QStringList lines = {modelTitle(info), modelCaption(info)};
  if (!needsNoNetwork(info)) lines << ModelMenu::tr("%1 × %1 pixels").arg(info.size) << QString::fromStdString(info.path.string());
  card->setToolTip(lines.join('\n'));
}

ModelMenu::ModelMenu(Choice choice, QWidget* parent) : Popover(parent), choice_(std::move(choice)) {
  setMinimumWidth(280);
  column()->setSpacing(2);
  addGroup(tr("Shipped"), [](const ModelInfo& info) { return info.shipped && !needsNoNetwork(info); });
  addGroup(tr("Your own"), [](const ModelInfo& info) { return !info.shipped && !needsNoNetwork(info); });
  addGroup(tr("Without a network"), needsNoNetwork);
  auto* load = new Button(Button::Look::Quiet, "folder-open", tr("Load a model file…"), this);
  column()->addSpacing(6);
  column()->addWidget(load);
  connect(load, &QAbstractButton::clicked, this, [this, loadFile = choice_.loadFile] {
    close();
    loadFile();
  });
}

void ModelMenu::addGroup(const QString& title, const std::function<bool(const ModelInfo&)>& belongs) {
  if (std::none_of(choice_.models.begin(), choice_.models.end(), belongs)) return;
  column()->addWidget(new SectionHead(title, this));
  for (const ModelInfo& info : choice_.models) {
    if (belongs(info)) addModel(info);
  }
  column()->addSpacing(6);
}

void ModelMenu::addModel(const ModelInfo& info) {
  auto* row = new CardButton(CardButton::Frame::Row, this);
  row->setObjectName("model-" + QString::fromStdString(info.name));
  showModel(row, info);
  row->setChecked(info.name == choice_.current);
  column()->addWidget(row);
  connect(row, &QAbstractButton::clicked, this, [this, info, take = choice_.take] {
    close();
    take(info);
  });
}

}  // namespace chaesaek
