// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QScrollArea>

#include "ui/document/document.h"
#include "ui/tools/tool.h"

class QVBoxLayout;

namespace chaesaek {

class CardButton;
class ColourPanel;
class LooksLike;
class PictureStrip;
class Swatches;
class Switch;

/// At the right: the model, live colours, what the sketch looks like, the hint colour, the palette, kept versions.
class DrawDock : public QScrollArea {
  Q_OBJECT
 public:
  DrawDock(Document* document, ToolSettings* settings, QWidget* parent = nullptr);
  CardButton* model() const { return model_; }
  Switch* live() const { return live_; }
  LooksLike* looksLike() const { return looksLike_; }
  QSize sizeHint() const override;

 private:
  void buildModel(QVBoxLayout* column);
  void buildLooksLike(QVBoxLayout* column);
  void buildColours(QVBoxLayout* column);
  void buildVersions(QVBoxLayout* column);
  void showVersions();

  Document* document_;
  ToolSettings* settings_;
  CardButton* model_;
  Switch* live_;
  LooksLike* looksLike_;
  ColourPanel* colour_;
  Swatches* palette_;
  PictureStrip* versions_;
};

}  // namespace chaesaek
