// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/looks_like.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/labels.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/picture_strip.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr size_t kShown = 3;
constexpr int kBandHeight = 14;

/// A palette as one band, each colour as wide as its share.
class PaletteBand : public QWidget {
 public:
  explicit PaletteBand(const Palette* palette, QWidget* parent) : QWidget(parent), palette_(palette) { setFixedHeight(kBandHeight); }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    double left = 0;
    for (const PaletteColour& c : *palette_) {
      const double right = left + c.share * width();
      painter.fillRect(QRectF(QPointF(qRound(left), 0), QPointF(qRound(right), height())), QColor(c.colour[2], c.colour[1], c.colour[0]));
      left = right;
    }
    painter.setPen(tokens().line);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }

 private:
  const Palette* palette_;
};

bool sameDrawings(const std::vector<DrawingLike>& a, const std::vector<DrawingLike>& b) {
  const auto same = [](const DrawingLike& x, const DrawingLike& y) { return x.name == y.name && x.hand == y.hand && x.sure == y.sure; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

LinkButton* link(const QString& text, const QString& help, QWidget* parent) {
  auto* button = new LinkButton(parent);
  button->say(text);
  button->setToolTip(help);
  return button;
}

}  // namespace

LooksLike::LooksLike(QWidget* parent) : QWidget(parent), names_(new Caption({}, this)), strip_(new PictureStrip({}, this)), band_(new PaletteBand(&palette_, this)) {
  setObjectName("looks-like");
  names_->setWordWrap(true);
  names_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  names_->setMinimumHeight(2 * names_->fontMetrics().lineSpacing());
  band_->setToolTip(tr("These colours paint the sketch"));
  other_ = link(tr("Other colours"), tr("Paint with the colours of the next drawing that it looks like"), this);
  own_ = link(tr("My palette"), tr("Paint with the colours of the palette below"), this);
  automatic_ = link(tr("Automatic"), tr("Paint with the colours that such things usually have"), this);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, kGap4, 0, 0);
  column->setSpacing(kGap8);
  column->addWidget(new SectionHead(tr("Looks like"), this));
  column->addWidget(strip_);
  column->addWidget(names_);
  column->addWidget(band_);
  auto* links = new QHBoxLayout;
  links->setSpacing(kGap12);
  for (LinkButton* button : {other_, own_, automatic_}) links->addWidget(button);
  links->addStretch();
  column->addLayout(links);
  connect(strip_, &PictureStrip::chosen, this, [this](int index) { Q_EMIT chosen(drawings_[size_t(index)].palette); });
  connect(other_, &QAbstractButton::clicked, this, &LooksLike::next);
  connect(own_, &QAbstractButton::clicked, this, &LooksLike::ownWanted);
  connect(automatic_, &QAbstractButton::clicked, this, [this] { Q_EMIT chosen({}); });
  showState();
}

void LooksLike::setDrawings(const std::vector<DrawingLike>& drawings) {
  if (sameDrawings(drawings, drawings_)) return;
  drawings_ = drawings;
  std::vector<PictureStrip::Item> items;
  QStringList names;
  for (size_t i = 0; i < std::min(kShown, drawings_.size()); ++i) {
    const DrawingLike& each = drawings_[i];
    items.push_back({each.picture, tr("%1, drawn by %2: click to paint with its colours").arg(each.name, each.hand)});
    names << each.name;
  }
  strip_->setItems(items);
  strip_->setMinimumHeight(std::max(strip_->minimumHeight(), strip_->sizeHint().height()));
  const bool sure = !drawings_.empty() && drawings_.front().sure;
  names_->setText(sure ? names.join(", ") : drawings_.empty() ? tr("Draw, and it says what it sees.") : tr("Not sure; perhaps %1").arg(names.join(", ")));
  recognises_ = recognises_ || !drawings_.empty();
  showState();
}

void LooksLike::forget() {
  recognises_ = false;
  setDrawings({});
  showState();  // also where there were none
}

void LooksLike::setChosen(const Palette& palette) {
  palette_ = palette;
  showState();
}

void LooksLike::showState() {
  const bool sees = !drawings_.empty(), painted = !palette_.empty();
  setVisible(recognises_ || painted);
  names_->setVisible(recognises_);
  strip_->setVisible(recognises_);
  other_->setVisible(sees);
  band_->setVisible(painted);
  band_->update();
  automatic_->setVisible(painted);
}

void LooksLike::next() {
  const auto used = std::find_if(drawings_.begin(), drawings_.end(), [this](const DrawingLike& each) { return each.palette == palette_; });
  const auto following = used == drawings_.end() ? drawings_.begin() : used + 1;
  Q_EMIT chosen(following == drawings_.end() ? Palette() : following->palette);
}

}  // namespace chaesaek
