// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <functional>

#include "ui/jobs/autosave.h"
#include "ui/jobs/live_bridge.h"
#include "ui/pages/canvas_stage.h"
#include "ui/tools/tool.h"

namespace chaesaek {

class DrawActions;
class DrawDock;
class FileActions;
class MessageArea;
class OptionBar;
class ToolColumn;

/// The sketch at the left, its colours at the right, refreshed while the pen moves.
class DrawPage : public QWidget {
  Q_OBJECT
 public:
  explicit DrawPage(QWidget* parent = nullptr);
  ~DrawPage() override;

  Document* document() { return &document_; }
  LiveBridge* live() { return &live_; }
  FileActions* files() const { return files_; }
  DrawActions* actions() const { return actions_; }
  CanvasStage* stage() const { return stage_; }
  ToolSettings* settings() { return &settings_; }
  MessageArea* messages() const { return messages_; }

  /// Says the model file of the run in training, where there is one.
  void setTraining(std::function<QString()> model) { training_ = std::move(model); }
  /// A name or a file; empty: the one that loads by default.
  void loadModel(const QString& nameOrPath);
  /// What stands on the paper when nothing was asked for: the sample, until the person has drawn once.
  void welcome();

 Q_SIGNALS:
  void titleChanged();

 protected:
  bool event(QEvent* event) override;

 private:
  void layOut();
  void connectActions();
  void connectView();
  void connectModel();
  void followDrawing();
  void setTool(Tool* tool);
  void rotateView(double degrees);
  void resizeBrush(int direction);
  void chooseModel();
  void loadModelFile();
  void togglePanels();
  void showSample();
  void invite();

  std::function<QString()> training_ = [] { return QString(); };
  Document document_;
  ViewState view_;
  ToolSettings settings_;
  std::vector<std::unique_ptr<Tool>> tools_;
  LiveBridge live_;
  Autosave autosave_;
  MessageArea* messages_;
  FileActions* files_;
  DrawActions* actions_;
  OptionBar* options_;
  ToolColumn* column_;
  CanvasStage* stage_;
  DrawDock* dock_;
};

}  // namespace chaesaek
