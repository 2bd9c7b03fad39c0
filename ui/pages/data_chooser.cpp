// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data_chooser.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <algorithm>

#include "core/data/picture_set.h"
#include "ui/document/document.h"
#include "ui/jobs/job.h"
#include "ui/widgets/button.h"
#include "ui/widgets/card_button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/popover.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kShownPairs = 6, kColumns = 3, kPictureSide = 34;
const QString kFirstChoice = "openmoji", kFirstLabelled = "mnist", kFirstPoints = "ring";

/// Sketch and picture, or two pictures.
struct SmallPair {
  QImage left, right;
};

QImage small(const cv::Mat& picture) { return toImage(picture).scaled(2 * kPictureSide, 2 * kPictureSide, Qt::KeepAspectRatio, Qt::SmoothTransformation); }

/// A few of the training part, evenly taken: from the middle of each share, as the first ones of a set are often all faces.
std::vector<int> someOf(const DataSet& set, size_t most) {
  const std::vector<int> all = indicesOf(set, Split::Train);
  const size_t count = std::min(most, all.size());
  std::vector<int> some;
  for (size_t i = 0; i < count; ++i) some.push_back(all[(2 * i + 1) * all.size() / (2 * count)]);
  return some;
}

std::vector<SmallPair> smallPairs(const PairSet& set, const Progress& progress) {
  std::vector<SmallPair> pairs;
  for (const int index : someOf(set, kShownPairs)) {
    progress(double(pairs.size()), kShownPairs, "looking at " + set.name());
    const Pair pair = set.load(index, set.nativeWidth());
    pairs.push_back({small(pair.sketch), small(pair.picture.empty() ? pair.fill : pair.picture)});
  }
  return pairs;
}

std::vector<SmallPair> smallPictures(const PictureSet& set) {
  const std::vector<int> some = someOf(set, 2 * kShownPairs);
  std::vector<SmallPair> pairs;
  for (size_t i = 0; i + 1 < some.size(); i += 2) pairs.push_back({small(set.picture(some[i])), small(set.picture(some[i + 1]))});
  return pairs;
}

std::vector<SmallPair> picturesToShow(const std::string& name, DataKind kind, const Progress& progress) {
  if (kind == DataKind::Pairs) return smallPairs(*openPairs(name), progress);
  return smallPictures(dynamic_cast<const PictureSet&>(*openData(name, kind)));
}

/// Two and two beside each other, in rows of three.
class PairStrip : public QWidget {
 public:
  explicit PairStrip(QWidget* parent) : QWidget(parent) { setFixedHeight(2 * kPictureSide + kGap8 + 4); }
  void setPairs(std::vector<SmallPair> pairs) {
    pairs_ = std::move(pairs);
    update();
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const double width = (this->width() - (kColumns - 1) * kGap4) / double(kColumns), height = kPictureSide + 2;
    for (size_t i = 0; i < size_t(kShownPairs); ++i) {
      const QRectF card(double(i % kColumns) * (width + kGap4), double(i / kColumns) * (height + kGap4), width, height);
      painter.setPen(tokens().line);
      painter.setBrush(i < pairs_.size() ? QColor(Qt::white) : tokens().sunk);
      painter.drawRoundedRect(card.adjusted(.5, .5, -.5, -.5), 4, 4);
      if (i >= pairs_.size()) continue;
      const double side = kPictureSide - 4, gap = (width - 2 * side) / 3, top = card.top() + (height - side) / 2;
      painter.drawImage(QRectF(card.left() + gap, top, side, side), pairs_[i].left);
      painter.drawImage(QRectF(card.left() + 2 * gap + side, top, side, side), pairs_[i].right);
    }
  }

 private:
  std::vector<SmallPair> pairs_;
};

QString captionOf(const DataEntry& entry) {
  if (entry.kind == DataKind::Points) return DataChooser::tr("points, drawn as they are needed");
  const QString count = QLocale().toString(entry.drawings);
  if (entry.present) return entry.kind == DataKind::Pairs ? DataChooser::tr("%1 pairs").arg(count) : DataChooser::tr("%1 pictures").arg(count);
  return DataChooser::tr("is fetched first");
}

/// "OpenMoji 17.0, colour and black" -> "OpenMoji 17.0"
QString titleOf(const DataEntry& entry) { return QString::fromStdString(entry.title.empty() ? entry.name : entry.title).section(',', 0, 0); }

}  // namespace

DataChooser::DataChooser(QWidget* parent)
    : QWidget(parent), chosen_(kFirstChoice), card_(new CardButton(CardButton::Frame::Card, this)),
      get_(new Button(Button::Look::Plain, "download", tr("Get it now"), this)),
      analysis_(new Button(Button::Look::Quiet, "search", tr("Look closer"), this)), pairs_(new PairStrip(this)), problem_(new Caption({}, this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap8);
  problem_->setWordWrap(true);
  problem_->hide();
  card_->setObjectName("data");
  card_->setPicture({}, "database");
  card_->setToolTip(tr("Choose the drawings to learn from"));
  card_->setContent(tr("OpenMoji"), {});
  get_->setObjectName("get-data");
  get_->describe(tr("Fetch these drawings now"));
  analysis_->setObjectName("analyse-data");
  analysis_->describe(tr("Counts, colours and examples of these drawings"));
  column->addWidget(card_);
  column->addWidget(pairs_);
  column->addWidget(problem_);
  auto* row = new QHBoxLayout;
  row->addWidget(get_);
  row->addWidget(analysis_);
  row->addStretch();
  column->addLayout(row);
  connect(card_, &QAbstractButton::clicked, this, &DataChooser::openList);
  connect(get_, &QAbstractButton::clicked, this, [this] { Q_EMIT getWanted(chosen_); });
  connect(analysis_, &QAbstractButton::clicked, this, [this] { Q_EMIT analysisWanted(chosen_); });
  get_->hide();
  analysis_->hide();
  refresh();
}

void DataChooser::refresh() {
  runJob(this, [](const Progress&) { return listData(); }, [this](Outcome<std::vector<DataEntry>> outcome) {
    if (!outcome.value) return;
    entries_ = std::move(*outcome.value);
    std::erase_if(entries_, [](const DataEntry& each) { return each.linesOnly; });
    replaceUnfit();
    show();
  });
}

const DataEntry* DataChooser::entry() const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [this](const DataEntry& e) { return e.name == chosen_.toStdString(); });
  return found == entries_.end() ? nullptr : &*found;
}

void DataChooser::setKind(DataKind kind) {
  if (kind == kind_) return;
  kind_ = kind;
  replaceUnfit();
  show();
}

void DataChooser::replaceUnfit() {
  if (const DataEntry* now = entry(); !now || serves(now->kind, kind_)) return;
  chosen_ = kind_ == DataKind::Pairs ? kFirstChoice : kind_ == DataKind::Points ? kFirstPoints : kFirstLabelled;
  Q_EMIT changed();
}

void DataChooser::choose(const QString& name) {
  chosen_ = name;
  show();
  Q_EMIT changed();
}

void DataChooser::show() {
  const DataEntry* present = entry();
  card_->setContent(present ? titleOf(*present) : chosen_, present ? captionOf(*present) : tr("several sets, or a file"));
  get_->setVisible(present && !present->present && present->fetchable);
  analysis_->setVisible(present && present->present && present->kind == DataKind::Pairs);
  showPairs();
}

void DataChooser::showPairs() {
  auto* strip = static_cast<PairStrip*>(pairs_);
  problem_->hide();
  strip->setVisible(kind_ != DataKind::Points);
  if (kind_ == DataKind::Points) return;
  if (const DataEntry* present = entry(); present && !present->present) return strip->setPairs({});
  runJob(this, [name = chosen_.toStdString(), kind = kind_](const Progress& progress) { return picturesToShow(name, kind, progress); },
         [this, strip, name = chosen_](Outcome<std::vector<SmallPair>> outcome) {
    if (name != chosen_) return;
    strip->setPairs(outcome.value ? std::move(*outcome.value) : std::vector<SmallPair>());
    problem_->setText(outcome.error);
    problem_->setVisible(!outcome.error.isEmpty());
  });
}

void DataChooser::openList() {
  auto* list = new Popover(this);
  list->setObjectName("data-list");
  list->setFixedWidth(320);
  list->column()->setSpacing(2);
  auto* inside = new QWidget(list);
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  for (const bool here : {true, false}) {
    bool headed = false;
    for (const DataEntry& each : entries_) {
      if (each.present != here || !serves(each.kind, kind_)) continue;
      if (!headed) column->addWidget(new SectionHead(here ? tr("Here") : tr("Can be fetched"), inside));
      headed = true;
      auto* row = new CardButton(CardButton::Frame::Row, inside);
      row->setObjectName("data-" + QString::fromStdString(each.name));
      row->setContent(titleOf(each), here ? captionOf(each) : QString::fromStdString(each.licence));
      row->setPicture({}, here ? "database" : "download");
      row->setChecked(each.name == chosen_.toStdString());
      column->addWidget(row);
      connect(row, &QAbstractButton::clicked, list, [this, list, name = QString::fromStdString(each.name)] {
        list->close();
        choose(name);
      });
    }
  }
  column->addStretch();
  list->addScrolled(inside);
  auto* own = new Button(Button::Look::Quiet, "folder-open", tr("Your own drawings…"), list);
  own->setObjectName("own-data");
  own->setVisible(kind_ != DataKind::Points);
  list->column()->addWidget(own);
  connect(own, &QAbstractButton::clicked, list, [this, list] {
    list->close();
    Q_EMIT ownWanted();
  });
  list->openAt(card_);
}

}  // namespace chaesaek
