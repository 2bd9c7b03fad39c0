// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/option_bar.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLocale>

#include "ui/pages/draw_actions.h"
#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"
#include "ui/widgets/value_slider.h"

namespace chaesaek {

namespace {

constexpr int kMostSize = 200;
constexpr int kLevels = 5;  // of giving way

QString percent(double zoom) { return QLocale().toString(qRound(zoom * 100)) + " %"; }

}  // namespace

OptionBar::OptionBar(DrawActions* actions, ToolSettings* settings, QWidget* parent)
    : QWidget(parent), actions_(actions), settings_(settings) {
  setFixedHeight(kOptionBarHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap8);
  buildLeft(row);
  row->addStretch();
  buildRight(row);
  connect(settings, &ToolSettings::changed, this, &OptionBar::showSettings);
}

void OptionBar::buildLeft(QLayout* row) {
  title_ = new QLabel(this);
  title_->setForegroundRole(QPalette::PlaceholderText);
  title_->setFixedWidth(fontMetrics().horizontalAdvance(tr("Colour picker")));
  size_ = new ValueSlider(tr("Size"), {1, kMostSize, true}, this);
  size_->describe(tr("Width of the brush ([ and ])"));
  smoothing_ = new ValueSlider(tr("Smoothing"), {0, 100}, this);
  smoothing_->describe(tr("How much a shaky hand is steadied"));
  connect(size_, &ValueSlider::valueChanged, this, [this](int value) {
    if (!tool_ || !tool_->size()) return;
    *tool_->size() = value;
    Q_EMIT settings_->changed();
  });
  connect(smoothing_, &ValueSlider::valueChanged, this, [this](int value) {
    settings_->smoothing = value;
    Q_EMIT settings_->changed();
  });
  for (int i = 0; i < 3; ++i) separators_.append(new Separator(Qt::Vertical, 20, this));
  for (QWidget* widget : {static_cast<QWidget*>(title_), separators_[0], static_cast<QWidget*>(size_), static_cast<QWidget*>(smoothing_),
                          separators_[1]}) {
    row->addWidget(widget);
  }
  for (const auto& [icon, action] : {std::pair{"undo-2", actions_->undo}, {"redo-2", actions_->redo}, {"trash-2", actions_->clear}}) {
    auto* button = new Button(Button::Look::Tool, icon, {}, this);
    tie(button, action);
    row->addWidget(button);
  }
}

void OptionBar::buildRight(QLayout* row) {
  layouts_ = new SegmentedControl(
      {{tr("Side by side"), "columns-2"}, {tr("Under ink"), "layers"}, {tr("Slider"), "square-split-horizontal"}}, this);
  layouts_->describe(0, tr("Sketch and colours side by side"));
  layouts_->describe(1, tr("Colours under the ink: draw in colour"));
  layouts_->describe(2, tr("Sketch and colours with a line to drag between them"));
  auto* mirror = new Button(Button::Look::Tool, "flip-vertical-2", {}, this);
  tie(mirror, actions_->mirror);
  zoom_ = new Button(Button::Look::Quiet, "zoom-in", percent(1), this);
  tie(zoom_, actions_->fit);
  zoom_->reserveWidthFor(percent(4));
  open_ = new Button(Button::Look::Plain, "folder-open", tr("Open"), this);
  tie(open_, actions_->open);
  auto* save = new Button(Button::Look::Main, "download", tr("Export"), this);
  tie(save, actions_->exportPng);
  menu_ = new Button(Button::Look::Tool, "ellipsis", {}, this);
  menu_->describe(tr("More commands"), QKeySequence(Qt::Key_F10));
  menu_->setShortcut(QKeySequence(Qt::Key_F10));
  connect(menu_, &QAbstractButton::clicked, this, [this, menu = buildMenu()] {
    menu->exec(menu_->mapToGlobal(QPoint(menu_->width() - menu->sizeHint().width(), menu_->height() + 2)));
  });
  for (QWidget* widget : {static_cast<QWidget*>(layouts_), separators_[2], static_cast<QWidget*>(mirror), static_cast<QWidget*>(zoom_),
                          static_cast<QWidget*>(open_), static_cast<QWidget*>(save), static_cast<QWidget*>(menu_)}) {
    row->addWidget(widget);
  }
}

QMenu* OptionBar::buildMenu() {
  auto* menu = new QMenu(this);
  const DrawActions& a = *actions_;
  const std::initializer_list<QList<QAction*>> groups = {
      {a.newDrawing, a.open, a.save, a.saveAs}, {a.exportPng, a.exportTransparent, a.copy, a.paste}, {a.keep, a.loadModel},
      {a.fit, a.actualSize, a.zoomIn, a.zoomOut, a.mirror, a.rotate, a.rotateBack, a.panels},
  };
  for (const auto& group : groups) {
    menu->addActions(group);
    menu->addSeparator();
  }
  auto* themes = menu->addMenu(tr("Theme"));
  themes->setIcon(themedIcon("sun-moon"));
  auto* choices = new QActionGroup(themes);
  for (const auto& [title, choice] : {std::pair{tr("As the system"), ThemeChoice::System}, {tr("Light"), ThemeChoice::Light},
                                      {tr("Dark"), ThemeChoice::Dark}}) {
    QAction* action = choices->addAction(themes->addAction(title));
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [c = choice] {
      Theme::instance().choose(c);
      uiSettings().setValue("theme", nameOf(c));
    });
    connect(themes, &QMenu::aboutToShow, action, [action, c = choice] { action->setChecked(Theme::instance().choice() == c); });
  }
  return menu;
}

void OptionBar::setTool(Tool* tool) {
  tool_ = tool;
  title_->setText(tool->title());
  showSettings();
}

void OptionBar::setZoom(double zoom) { zoom_->setText(percent(zoom)); }

void OptionBar::showSettings() {
  if (!tool_) return;
  size_->setEnabled(tool_->size() != nullptr);
  if (const int* size = tool_->size()) size_->setValue(*size);
  smoothing_->setEnabled(tool_->usesSmoothing());
  smoothing_->setValue(settings_->smoothing);
  actions_->smaller->setEnabled(tool_->size());
  actions_->larger->setEnabled(tool_->size());
}

/// A narrow window takes the dispensable away, step by step; what is hidden stays reachable by key or menu.
void OptionBar::giveWay(int level) {
  for (auto* slider : {size_, smoothing_}) slider->setSliderWidth(level < 1 ? 80 : 56);
  title_->setVisible(level < 2);
  separators_[0]->setVisible(level < 2);
  open_->setText(level < 3 ? tr("Open") : QString());
  open_->updateGeometry();
  separators_[1]->setVisible(level < 4);
  separators_[2]->setVisible(level < 4);
  layouts_->setCompact(level >= kLevels);
  layout()->invalidate();
}

void OptionBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  for (int level = 0; level <= kLevels; ++level) {
    giveWay(level);
    if (layout()->minimumSize().width() <= width()) break;
  }
}

QSize OptionBar::minimumSizeHint() const { return {600, kOptionBarHeight}; }

}  // namespace chaesaek
