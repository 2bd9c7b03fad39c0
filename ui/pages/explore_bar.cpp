// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_bar.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>

#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kModelWidth = 240, kSeedWidth = 72, kNarrow = 860;

QString text(const std::string& words) { return QString::fromStdString(words); }

QString pathOf(const GeneratorInfo& info) { return text(info.place.path.string()); }

/// "my-cgan · step 12,000"
QString titleOf(const GeneratorInfo& info) {
  return info.steps > 0 ? ExploreBar::tr("%1 · step %2").arg(text(info.place.name), wholeText(info.steps)) : text(info.place.name);
}

QString originOf(const GeneratorInfo& info) {
  switch (info.place.kind) {
    case ModelPlace::Kind::Shipped: return ExploreBar::tr("shipped");
    case ModelPlace::Kind::Own: return ExploreBar::tr("your own");
    case ModelPlace::Kind::Run: return ExploreBar::tr("a run");
    case ModelPlace::Kind::File: return ExploreBar::tr("a file");
  }
  return {};
}

/// "28 × 28 · 100 random numbers · mnist"
QString factsOf(const GeneratorInfo& info) {
  QStringList parts{ExploreBar::tr("%1 × %1 pixels").arg(info.side), ExploreBar::tr("%1 random numbers").arg(info.space.size)};
  if (info.space.classes > 0) parts << ExploreBar::tr("%1 classes").arg(info.space.classes);
  if (!info.data.empty()) parts << text(info.data);
  return parts.join(" · ");
}

QString detailsOf(const GeneratorInfo& info) {
  return QStringList{titleOf(info), originOf(info) + " · " + text(info.experiment), factsOf(info), pathOf(info)}.join('\n');
}

}  // namespace

ExploreBar::ExploreBar(QWidget* parent) : QWidget(parent), model_(new ChoiceBox(this)), facts_(new ElidedLabel(this)) {
  setFixedHeight(kOptionBarHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap8);
  model_->setObjectName("generator");
  model_->setFixedWidth(kModelWidth);
  model_->setAccessibleName(tr("Generator"));
  row->addWidget(model_);
  auto* file = new Button(Button::Look::Tool, "folder-open", {}, this);
  file->describe(tr("Load a model file"));
  row->addWidget(file);
  row->addWidget(new Separator(Qt::Vertical, 20, this));
  buildSeed(row);
  facts_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row->addWidget(facts_, 1);
  save_ = new Button(Button::Look::Main, "image-down", tr("Save sheet"), this);
  save_->setObjectName("save-sheet");
  save_->describe(tr("Save the wall as one picture"), QKeySequence::Save);
  save_->setShortcut(QKeySequence::Save);
  row->addWidget(save_);
  connect(model_, &QComboBox::activated, this, [this](int index) { Q_EMIT generatorChosen(model_->itemData(index).toString()); });
  connect(file, &QAbstractButton::clicked, this, &ExploreBar::fileWanted);
  connect(save_, &QAbstractButton::clicked, this, &ExploreBar::saveWanted);
  setReady(false);
}

void ExploreBar::buildSeed(QHBoxLayout* row) {
  field_ = new QLineEdit(QString::number(seed_), this);
  field_->setObjectName("seed");
  field_->setFixedWidth(kSeedWidth);
  field_->setAlignment(Qt::AlignRight);
  field_->setAccessibleName(tr("Seed"));
  field_->setToolTip(tr("The same seed draws the same samples again"));
  field_->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,9}"), field_));
  auto* word = new QLabel(tr("Seed"), this);
  word->setBuddy(field_);
  roll_ = new Button(Button::Look::Plain, "dices", tr("New samples"), this);
  roll_->setObjectName("roll");
  roll_->describe(tr("Draw with the next seed"), Qt::Key_R);
  for (QWidget* each : {static_cast<QWidget*>(word), static_cast<QWidget*>(field_), static_cast<QWidget*>(roll_)}) row->addWidget(each);
  connect(field_, &QLineEdit::editingFinished, this, [this] { takeSeed(field_->text().toULongLong()); });
  connect(roll_, &QAbstractButton::clicked, this, [this] { takeSeed(seed_ + 1); });
}

void ExploreBar::takeSeed(quint64 seed) {
  field_->setText(QString::number(seed));
  if (seed == seed_) return;
  seed_ = seed;
  Q_EMIT seedChanged();
}

void ExploreBar::setGenerators(const std::vector<GeneratorInfo>& all, const GeneratorInfo* current) {
  std::vector<const GeneratorInfo*> shown;
  for (const GeneratorInfo& each : all) shown.push_back(&each);
  const auto isCurrent = [&](const GeneratorInfo* each) { return current && each->place.path == current->place.path; };
  if (current && std::none_of(shown.begin(), shown.end(), isCurrent)) shown.insert(shown.begin(), current);
  while (model_->count() > int(shown.size())) model_->removeItem(model_->count() - 1);
  for (int i = 0; i < int(shown.size()); ++i) {  // in place: a list that is open stays open
    if (i == model_->count()) model_->addItem({});
    model_->setItemText(i, titleOf(*shown[size_t(i)]));
    model_->setItemData(i, pathOf(*shown[size_t(i)]));
    model_->setItemData(i, detailsOf(*shown[size_t(i)]), Qt::ToolTipRole);
    if (isCurrent(shown[size_t(i)])) model_->setCurrentIndex(i);
  }
  if (!current) model_->setCurrentIndex(-1);
  model_->setToolTip(current ? detailsOf(*current) : QString());
  facts_->setText(current ? factsOf(*current) : QString());
}

void ExploreBar::setReady(bool ready) {
  for (QWidget* each : {static_cast<QWidget*>(field_), static_cast<QWidget*>(roll_), static_cast<QWidget*>(save_)}) each->setEnabled(ready);
  model_->setEnabled(model_->count() > 0);
}

void ExploreBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  roll_->setText(width() < kNarrow ? QString() : tr("New samples"));
  roll_->setShortcut(Qt::Key_R);  // a new text takes it away
  roll_->updateGeometry();
}

}  // namespace chaesaek
