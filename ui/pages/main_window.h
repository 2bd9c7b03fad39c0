// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace chaesaek {

class Badge;
class Button;
class Caption;
class ComparePage;
class DrawPage;
class ElidedLabel;
class ExplorePage;
class MessageArea;
class TrainPage;

/// The rail with the pages at the left, the page, the status line.
class MainWindow : public QWidget {
  Q_OBJECT
 public:
  enum class Page { Draw, Train, Explore, Compare };
  explicit MainWindow(QWidget* parent = nullptr);
  DrawPage* drawPage() const { return draw_; }
  TrainPage* trainPage() const { return train_; }
  ExplorePage* explorePage() const { return explore_; }
  ComparePage* comparePage() const { return compare_; }
  Page page() const;
  void showPage(Page page);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QWidget* buildRail();
  QWidget* buildStatus();
  void followDrawing();
  void followTraining();
  void drawingBusy();
  void showTitle();
  MessageArea* shownMessages() const;
  bool closeAfterTraining();
  void trainingEnded();

  QStackedWidget* pages_;
  DrawPage* draw_;
  TrainPage* train_;
  ExplorePage* explore_;
  ComparePage* compare_;
  Button* rail_[4];
  ElidedLabel* device_;
  Caption* model_;
  Badge* colouring_;
  QTimer calm_;           ///< since the last change of a stroke under way
  bool closing_ = false;  ///< when the run has ended
};

}  // namespace chaesaek
