// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpressionValidator>

#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kDrawings = 2;  // CompareSource::Kind::Drawings
constexpr int kSeedWidth = 56, kDataWidth = 116, kLevels = 4;

}  // namespace

CompareBar::CompareBar(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kOptionBarHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap8);
  source_ = new SegmentedControl({{tr("Canvas, live"), "pencil"}, {tr("File"), "folder-open"}, {tr("Test drawings"), "images"}}, this);
  source_->setObjectName("compare-source");
  source_->describe(0, tr("The canvas: all columns follow the pen"));
  source_->describe(1, tr("A picture or a drawing from a file"));
  source_->describe(2, tr("Drawings that networks are tested with, their real colours known"));
  row->addWidget(source_);
  buildDrawings(row);
  row->addStretch(1);
  buildActions(row);
  connect(source_, &SegmentedControl::chosen, this, &CompareBar::sourceChosen);
}

void CompareBar::buildDrawings(QHBoxLayout* row) {
  drawings_ = new QWidget(this);
  auto* inside = new QHBoxLayout(drawings_);
  inside->setContentsMargins(0, 0, 0, 0);
  inside->setSpacing(kGap4);
  data_ = new ChoiceBox(drawings_);
  data_->setObjectName("compare-data");
  data_->setAccessibleName(tr("Data set"));
  data_->setFixedWidth(kDataWidth);
  auto* previous = new Button(Button::Look::Quiet, "chevron-left", {}, drawings_);
  previous->setObjectName("previous-drawing");
  previous->describe(tr("Previous drawing"), Qt::Key_PageUp);
  previous->setShortcut(Qt::Key_PageUp);
  auto* next = new Button(Button::Look::Quiet, "chevron-right", {}, drawings_);
  next->setObjectName("next-drawing");
  next->describe(tr("Next drawing"), Qt::Key_PageDown);
  next->setShortcut(Qt::Key_PageDown);
  position_ = new QLabel(drawings_);
  position_->setAlignment(Qt::AlignCenter);
  roll_ = new Button(Button::Look::Plain, "shuffle", tr("Random"), drawings_);
  roll_->setObjectName("random-drawing");
  roll_->describe(tr("A random drawing, with the next seed"), Qt::Key_R);
  seedWord_ = new QLabel(tr("Seed"), drawings_);
  seedField_ = new QLineEdit(QString::number(seed_), drawings_);
  seedField_->setObjectName("compare-seed");
  seedField_->setFixedWidth(kSeedWidth);
  seedField_->setAlignment(Qt::AlignRight);
  seedField_->setAccessibleName(tr("Seed"));
  seedField_->setToolTip(tr("The same seed finds the same drawing again"));
  seedField_->setValidator(new QRegularExpressionValidator(QRegularExpression("[0-9]{1,9}"), seedField_));
  for (QWidget* each : {static_cast<QWidget*>(data_), static_cast<QWidget*>(previous), static_cast<QWidget*>(position_), static_cast<QWidget*>(next),
                        static_cast<QWidget*>(roll_), static_cast<QWidget*>(seedWord_), static_cast<QWidget*>(seedField_)})
    inside->addWidget(each);
  row->addWidget(drawings_);
  connect(data_, &QComboBox::textActivated, this, &CompareBar::dataChosen);
  connect(previous, &QAbstractButton::clicked, this, [this] { Q_EMIT stepWanted(-1); });
  connect(next, &QAbstractButton::clicked, this, [this] { Q_EMIT stepWanted(1); });
  connect(roll_, &QAbstractButton::clicked, this, [this] { takeSeed(seed_ + 1); });
  connect(seedField_, &QLineEdit::returnPressed, this, [this] { takeSeed(seedField_->text().toULongLong()); });
}

void CompareBar::buildActions(QHBoxLayout* row) {
  const auto make = [&](Button::Look look, const QString& icon, const QString& text, const QString& name, const QString& title) {
    auto* button = new Button(look, icon, text, this);
    button->setObjectName(name);
    button->describe(title);
    row->addWidget(button);
    return button;
  };
  blind_ = make(Button::Look::Plain, "eye-off", tr("Blind vote"), "blind-vote", tr("Names hidden: which picture is the best?"));
  add_ = make(Button::Look::Plain, "plus", tr("Column"), "add-column", tr("Add a column"));
  sheet_ = make(Button::Look::Main, "image-down", tr("Sheet"), "compare-sheet", {});
  sheet_->describe(tr("Save all columns as one picture, full size"), QKeySequence::Save);
  sheet_->setShortcut(QKeySequence::Save);
  connect(blind_, &QAbstractButton::clicked, this, &CompareBar::blindWanted);
  connect(add_, &QAbstractButton::clicked, this, &CompareBar::addWanted);
  connect(sheet_, &QAbstractButton::clicked, this, &CompareBar::sheetWanted);
}

void CompareBar::takeSeed(quint64 seed) {
  seed_ = seed;
  seedField_->setText(QString::number(seed));
  Q_EMIT seedChosen(seed);
}

void CompareBar::setSource(int kind) {
  source_->setCurrent(kind);
  drawings_->setVisible(kind == kDrawings);
  fitIn();
}

void CompareBar::setDataSets(const QStringList& names, const QString& current) {
  QStringList all = names;
  if (!current.isEmpty() && !all.contains(current)) all.prepend(current);
  data_->clear();
  data_->addItems(all);
  data_->setCurrentText(current);
  data_->setEnabled(!all.isEmpty());
}

void CompareBar::setPosition(int position, int count) {
  const QString words = tr("%1 of %2").arg(wholeText(position + 1), wholeText(count));
  position_->setText(count > 0 ? words : QString());
  position_->setMinimumWidth(fontMetrics().horizontalAdvance(tr("%1 of %2").arg(wholeText(count), wholeText(count))));
  for (QWidget* each : {static_cast<QWidget*>(roll_), static_cast<QWidget*>(seedField_)}) each->setEnabled(count > 0);
  fitIn();
}

void CompareBar::setFull(bool full) {
  add_->setEnabled(!full);
  add_->describe(full ? tr("Six columns are as many as there can be") : tr("Add a column"));
}

/// A narrow window leaves words away, step by step; the tooltips have them.
void CompareBar::giveWay(int level) {
  const auto word = [](Button* button, const QString& text, bool shown) {
    button->setText(shown ? text : QString());
    button->updateGeometry();
  };
  seedWord_->setVisible(level < 1);
  word(roll_, tr("Random"), level < 1);
  roll_->setShortcut(Qt::Key_R);  // a new text takes it away
  word(blind_, tr("Blind vote"), level < 2);
  source_->setCompact(level >= 3);
  word(add_, tr("Column"), level < kLevels);
  layout()->invalidate();
}

void CompareBar::fitIn() {
  for (int level = 0; level <= kLevels; ++level) {
    giveWay(level);
    if (layout()->minimumSize().width() <= width()) break;
  }
}

void CompareBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fitIn();
}

QSize CompareBar::minimumSizeHint() const { return {700, kOptionBarHeight}; }

}  // namespace chaesaek
