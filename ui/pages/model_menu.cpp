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

QString stepOf(const ModelInfo& info) { return ModelMenu::tr("step %1").arg(QLocale().toString(qlonglong(info.steps))); }

/// Short, for the card: "step 120,000 · shipped".
QString originOf(const ModelInfo& info) {
  const QString origin = info.shipped ? ModelMenu::tr("shipped") : ModelMenu::tr("your own");
  return info.steps > 0 ? stepOf(info) + " · " + origin : origin;
}

/// All that is known: step, size of the file, data, side of its square, and where it lies.
QStringList detailsOf(const ModelInfo& info) {
  QStringList details;
  if (info.steps > 0) details << stepOf(info);
  details << QLocale().formattedDataSize(info.bytes, 0, QLocale::DataSizeSIFormat);
  if (!info.data.empty()) details << QString::fromStdString(info.data).replace(",", ", ");
  details << ModelMenu::tr("%1 × %1 pixels").arg(info.size);
  return details << QString::fromStdString(info.path.string());
}

}  // namespace

QString modelTitle(const ModelInfo& info) {
  if (needsNoNetwork(info)) return ModelMenu::tr("Flat fill");
  QString title = QString::fromStdString(info.name);
  title.replace('_', ' ');
  if (!title.isEmpty()) title[0] = title[0].toUpper();
  return title;
}

void showModel(CardButton* card, const ModelInfo& info) {
  card->setContent(modelTitle(info), needsNoNetwork(info) ? ModelMenu::tr("hints fill their regions") : originOf(info));
  card->setPicture(thumbnailOf(info), needsNoNetwork(info) ? "paint-bucket" : "layers");
  card->setToolTip(needsNoNetwork(info) ? modelTitle(info) : modelTitle(info) + '\n' + detailsOf(info).join('\n'));
}

ModelMenu::ModelMenu(Choice choice, QWidget* parent) : Popover(parent), choice_(std::move(choice)), rows_(new QWidget(this)), list_(new QVBoxLayout(rows_)) {
  setFixedWidth(360);
  column()->setSpacing(2);
  list_->setContentsMargins(0, 0, 0, 0);
  list_->setSpacing(2);
  if (choice_.training) {
    list_->addWidget(new SectionHead(tr("In training"), rows_));
    addModel(*choice_.training);
    list_->addSpacing(6);
  }
  addGroup(tr("Shipped"), [](const ModelInfo& info) { return info.shipped && !needsNoNetwork(info); });
  addGroup(tr("Your own"), [](const ModelInfo& info) { return !info.shipped && !needsNoNetwork(info); });
  addGroup(tr("Without a network"), needsNoNetwork);
  addScrolled(rows_);
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
  list_->addWidget(new SectionHead(title, rows_));
  for (const ModelInfo& info : choice_.models) {
    if (belongs(info)) addModel(info);
  }
  list_->addSpacing(6);
}

void ModelMenu::addModel(const ModelInfo& info) {
  auto* row = new CardButton(CardButton::Frame::Row, rows_);
  row->setObjectName("model-" + QString::fromStdString(info.name));
  showModel(row, info);
  if (!needsNoNetwork(info)) row->setContent(modelTitle(info), detailsOf(info).mid(0, 3).join(" · "));
  row->setChecked(info.name == choice_.current);
  list_->addWidget(row);
  connect(row, &QAbstractButton::clicked, this, [this, info, take = choice_.take] {
    close();
    take(info);
  });
}

}  // namespace chaesaek
