// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/main_window.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QIcon>

#include "ui/pages/draw_page.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/live_badge.h"
#include "ui/pages/model_menu.h"
#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

MainWindow::MainWindow(QWidget* parent) : QWidget(parent), draw_(new DrawPage(this)) {
  setMinimumSize(800, 560);
  setWindowIcon(QIcon(":/chaesaek.svg"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  row->addWidget(buildRail());
  row->addWidget(new Separator(Qt::Vertical, 0, this));
  row->addWidget(draw_, 1);
  column->addLayout(row, 1);
  column->addWidget(new Separator(Qt::Horizontal, 0, this));
  column->addWidget(buildStatus());
  followPage();
  showTitle();
}

QWidget* MainWindow::buildRail() {
  auto* rail = new QWidget(this);
  rail->setFixedWidth(kRailWidth - 1);
  auto* column = new QVBoxLayout(rail);
  column->setContentsMargins(5, kGap8, 4, kGap8);
  column->setSpacing(kGap4);
  auto* draw = new Button(Button::Look::Rail, "pencil", tr("Draw"), rail);
  draw->describe(tr("Draw, and see it coloured"));
  draw->setChecked(true);
  draw->setAutoExclusive(true);
  column->addWidget(draw);
  column->addStretch();
  return rail;
}

QWidget* MainWindow::buildStatus() {
  auto* line = new QWidget(this);
  line->setFixedHeight(kStatusHeight - 1);
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap16);
  device_ = new ElidedLabel(line);
  model_ = new Caption({}, line);
  colouring_ = new Badge(false, line);
  row->addWidget(device_);
  row->addWidget(model_);
  row->addWidget(colouring_);
  row->addStretch(1);
  return line;
}

void MainWindow::followPage() {
  LiveBridge* live = draw_->live();
  new LiveBadge(colouring_, live);
  const auto showModelInUse = [this, live] {
    device_->setText(live->device());
    model_->setText(tr("Model: %1").arg(modelTitle(live->model())));
  };
  connect(live, &LiveBridge::modelLoaded, this, showModelInUse);
  connect(live, &LiveBridge::modelFailed, this, showModelInUse);
  connect(draw_, &DrawPage::titleChanged, this, &MainWindow::showTitle);
}

void MainWindow::showTitle() {
  const QString name = QFileInfo(draw_->document()->fileName()).fileName();
  setWindowTitle(tr("%1[*] – Chaesaek").arg(name.isEmpty() ? tr("New drawing") : name));
  setWindowModified(draw_->document()->isModified());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!draw_->document()->isModified()) {
    uiSettings().setValue("geometry", saveGeometry());
    return event->accept();
  }
  event->ignore();
  draw_->files()->whenSafe([this] {
    draw_->document()->setModified(false);
    close();
  });
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::WindowStateChange) draw_->live()->setHidden(isMinimized());
  QWidget::changeEvent(event);
}

}  // namespace chaesaek
