// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/draw_dock.h"

#include <QVBoxLayout>

#include "ui/pages/looks_like.h"
#include "ui/widgets/card_button.h"
#include "ui/widgets/colour_panel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/picture_strip.h"
#include "ui/widgets/swatches.h"
#include "ui/widgets/switch.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/ui_settings.h"

namespace chaesaek {

namespace {

QList<QColor> rememberedPalette() {
  QList<QColor> colours;
  for (const QString& name : uiSettings().value("palette").toStringList()) {
    if (const QColor colour(name); colour.isValid()) colours << colour;
  }
  return colours.isEmpty() ? Swatches::defaults() : colours;
}

void rememberPalette(const QList<QColor>& colours) {
  QStringList names;
  for (const QColor& colour : colours) names << colour.name();
  uiSettings().setValue("palette", names);
}

/// Each with the same share.
Palette paletteOfSwatches(const QList<QColor>& colours) {
  Palette palette;
  for (const QColor& c : colours) palette.push_back({cv::Vec3b(uchar(c.blue()), uchar(c.green()), uchar(c.red())), 1. / colours.size()});
  return palette;
}

}  // namespace

DrawDock::DrawDock(Document* document, ToolSettings* settings, QWidget* parent)
    : QScrollArea(parent), document_(document), settings_(settings) {
  auto* inside = new QWidget(this);
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column->setSpacing(kGap8);
  buildModel(column);
  buildLooksLike(column);
  buildColours(column);
  buildVersions(column);
  column->addStretch();
  setWidget(inside);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFixedWidth(kDockWidth);
  setFocusPolicy(Qt::NoFocus);
  inside->setAutoFillBackground(false);
}

QSize DrawDock::sizeHint() const { return {kDockWidth, widget()->sizeHint().height()}; }

void DrawDock::buildModel(QVBoxLayout* column) {
  model_ = new CardButton(CardButton::Frame::Card, this);
  model_->setObjectName("model");
  live_ = new Switch(tr("Live colours"), this);
  live_->setChecked(true);
  live_->setToolTip(tr("Colour the sketch while you draw"));
  column->addWidget(new SectionHead(tr("Model"), this));
  column->addWidget(model_);
  column->addWidget(live_);
}

void DrawDock::buildLooksLike(QVBoxLayout* column) {
  looksLike_ = new LooksLike(this);
  column->addWidget(looksLike_);
  connect(looksLike_, &LooksLike::chosen, document_, &Document::setPalette);
  connect(looksLike_, &LooksLike::ownWanted, this, [this] { document_->setPalette(paletteOfSwatches(palette_->colours())); });
  const auto follow = [this] { looksLike_->setChosen(document_->palette()); };
  connect(document_, &Document::paletteChanged, this, follow);
  follow();
}

void DrawDock::buildColours(QVBoxLayout* column) {
  colour_ = new ColourPanel(this);
  palette_ = new Swatches(rememberedPalette(), this);
  column->addSpacing(kGap4);
  column->addWidget(new SectionHead(tr("Hint colour"), this));
  column->addWidget(colour_);
  column->addSpacing(kGap4);
  column->addWidget(new SectionHead(tr("Palette"), this));
  column->addWidget(palette_);

  connect(colour_, &ColourPanel::picked, settings_, &ToolSettings::setColour);
  connect(palette_, &Swatches::chosen, settings_, &ToolSettings::setColour);
  connect(palette_, &Swatches::coloursChanged, this, rememberPalette);
  const auto follow = [this] {
    colour_->setColour(settings_->colour);
    palette_->setPresent(settings_->colour);
  };
  connect(settings_, &ToolSettings::changed, this, follow);
  follow();
}

void DrawDock::buildVersions(QVBoxLayout* column) {
  versions_ = new PictureStrip(tr("Press K to keep the present colours."), this, PictureStrip::Keeps::Removable);
  column->addSpacing(kGap4);
  column->addWidget(new SectionHead(tr("Kept versions"), this));
  column->addWidget(versions_);
  connect(document_, &Document::versionsChanged, this, &DrawDock::showVersions);
  connect(versions_, &PictureStrip::chosen, document_, &Document::showVersion);
  connect(versions_, &PictureStrip::removed, document_, &Document::removeVersion);
}

void DrawDock::showVersions() {
  std::vector<PictureStrip::Item> items;
  for (const KeptVersion& version : document_->versions()) {
    items.push_back({version.thumbnail, tr("Kept version by %1: click to bring it back, Delete to remove it").arg(version.model)});
  }
  versions_->setItems(items);
}

}  // namespace chaesaek
