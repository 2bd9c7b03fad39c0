// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

namespace chaesaek {

class Badge;
class Caption;
class DrawPage;
class ElidedLabel;

/// The rail with the pages at the left, the page, the status line.
class MainWindow : public QWidget {
  Q_OBJECT
 public:
  explicit MainWindow(QWidget* parent = nullptr);
  DrawPage* drawPage() const { return draw_; }

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* buildRail();
  QWidget* buildStatus();
  void followPage();
  void showTitle();

  DrawPage* draw_;
  ElidedLabel* device_;
  Caption* model_;
  Badge* colouring_;
};

}  // namespace chaesaek
