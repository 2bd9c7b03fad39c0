// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "ui/canvas/view_state.h"
#include "ui/pages/compare_live.h"

class QStackedLayout;

namespace chaesaek {

class BlindBar;
class BlindResult;
class BlindVote;
class ColumnActions;
class CompareBar;
class CompareOut;
class Document;
class LookBar;
class MeasurePanel;
class MessageArea;
class ToolSettings;

/// One sketch through several networks, side by side: live from the canvas, of a file, or of test drawings.
class ComparePage : public QWidget {
  Q_OBJECT
 public:
  ComparePage(Document* canvas, ToolSettings* tools, TrainingRunner* runner, QWidget* parent = nullptr);
  ~ComparePage() override;

  MessageArea* messages() const { return messages_; }
  CompareColumns* columns() const { return columns_; }
  CompareSource* source() const { return source_; }
  CompareLook* look() const { return look_; }
  CompareLive* live() const { return live_; }
  SketchCell* sketch() const { return sketch_; }
  BlindVote* blind() const { return blind_; }
  CompareOut* out() const { return out_; }
  ColumnActions* actions() const { return actions_; }

 Q_SIGNALS:
  /// A network for the Draw page: a name, a file, or a moment of a run.
  void canvasWanted(const QString& model);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void layOut();
  void connectBar();
  void connectColumns();
  void connectPanels();
  void showStage(QWidget* widget);
  void chooseSource(int kind);
  void chooseMode(int mode);
  void listData();
  void columnsArranged();
  void showReferences();
  void openMeasure();

  ViewState view_;
  MessageArea* messages_;
  SketchCell* sketch_;
  CompareColumns* columns_;
  CompareSource* source_;
  CompareLook* look_;
  CompareLive* live_;
  BlindVote* blind_;
  CompareOut* out_;
  ColumnActions* actions_;
  CompareBar* bar_;
  LookBar* looking_;
  BlindBar* blindBar_;
  MeasurePanel* measure_;
  BlindResult* result_;
  QWidget* line_;
  QStackedLayout* stage_;  ///< the columns, or what takes their place
  QStringList dataSets_;
};

}  // namespace chaesaek
