// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/swatches.h"

#include <QAbstractButton>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <functional>

#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kSide = 24, kColumns = 9, kMost = 36;

/// A swatch; without a colour it is the plus.
class Swatch : public QAbstractButton {
 public:
  Swatch(const QColor& colour, QWidget* parent) : QAbstractButton(parent), colour_(colour) {
    setFixedSize(kSide, kSide);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setCheckable(colour.isValid());
  }
  const QColor& colour() const { return colour_; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF(rect()).adjusted(2.5, 2.5, -2.5, -2.5);
    const QColor base = colour_.isValid() ? colour_ : underMouse() ? tokens().hover() : tokens().window;
    painter.setBrush(isDown() ? mixed(base, tokens().text, .2) : base);
    painter.setPen(underMouse() ? tokens().softText : mixed(tokens().line, tokens().text, .15));
    painter.drawRoundedRect(area, 4, 4);
    if (!colour_.isValid()) paintIcon(painter, rect(), "plus", tokens().softText, 14);
    if (isChecked() || hasFocus()) paintFocusRing(painter, rect(), kCorner);
  }

 private:
  QColor colour_;
};

class DeleteKey : public QObject {
 public:
  DeleteKey(QObject* parent, std::function<void()> action) : QObject(parent), action_(std::move(action)) {}

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (!isKey || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Delete) return false;
    event->accept();  // else the window's own Delete would clear the paper
    if (event->type() == QEvent::KeyPress) action_();
    return true;
  }

 private:
  std::function<void()> action_;
};

}  // namespace

QList<QColor> Swatches::defaults() {
  return {"#1e1e1e", "#ea5a47", "#fcea2b", "#5c9e31", "#92d3f5", "#b399c8",
          "#a57939", "#ffffff", "#f1b31c", "#d22f27", "#61b2e4", "#186648"};
}

Swatches::Swatches(QList<QColor> colours, QWidget* parent) : QWidget(parent), colours_(std::move(colours)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(1);
  grid->setColumnStretch(kColumns, 1);
  rebuild();
}

void Swatches::rebuild() {
  auto* grid = static_cast<QGridLayout*>(layout());
  while (QLayoutItem* item = grid->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();  // it may be the one whose event this is
    delete item;
  }
  const int count = int(colours_.size());
  for (int i = 0; i <= qMin(count, kMost - 1); ++i) {
    const QColor colour = i < count ? colours_[i] : QColor();
    auto* swatch = new Swatch(colour, this);
    grid->addWidget(swatch, i / kColumns, i % kColumns);
    swatch->setAccessibleName(i < count ? tr("Colour %1").arg(colour.name()) : tr("Add the present colour"));
    swatch->setToolTip(i < count ? tr("%1 (right click: put the present colour here; Delete: remove)").arg(colour.name())
                                 : tr("Add the present colour"));
    if (i == count) {
      connect(swatch, &QAbstractButton::clicked, this, &Swatches::add);
      continue;
    }
    swatch->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(swatch, &QWidget::customContextMenuRequested, this, [this, i] { replace(i); });
    connect(swatch, &QAbstractButton::clicked, this, [this, colour] {
      setPresent(colour);
      emit chosen(colour);
    });
    swatch->installEventFilter(new DeleteKey(swatch, [this, i] { remove(i); }));
  }
  setPresent(present_);
}

void Swatches::setPresent(const QColor& colour) {
  present_ = colour;
  for (QObject* child : children()) {
    if (auto* swatch = dynamic_cast<Swatch*>(child)) {
      swatch->setChecked(swatch->colour().isValid() && colour.isValid() && swatch->colour().rgb() == colour.rgb());
    }
  }
}

void Swatches::replace(int index) {
  colours_[index] = present_;
  rebuild();
  emit coloursChanged(colours_);
}

void Swatches::add() {
  if (!present_.isValid() || colours_.contains(present_)) return;
  colours_.append(present_);
  rebuild();
  emit coloursChanged(colours_);
}

void Swatches::remove(int index) {
  colours_.removeAt(index);
  rebuild();
  emit coloursChanged(colours_);
}

}  // namespace chaesaek
