// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/blind_panels.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QUrl>

#include "ui/pages/blind_vote.h"
#include "ui/widgets/button.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/share_bar.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kCardWidth = 640;

int percent(double share) { return qRound(100 * share); }

QString votesText(int votes) { return votes == 1 ? BlindBar::tr("1 vote") : BlindBar::tr("%1 votes").arg(wholeText(votes)); }

/// "62 % (41–79)"
QString shareText(const BlindScore& score) {
  return BlindBar::tr("%1 % (%2–%3)").arg(percent(score.share)).arg(percent(score.interval.low)).arg(percent(score.interval.high));
}

}  // namespace

BlindBar::BlindBar(BlindVote* vote, QWidget* parent)
    : QWidget(parent), vote_(vote), question_(new QLabel(this)), standing_(new ElidedLabel(this)),
      skip_(new Button(Button::Look::Plain, "chevrons-right", tr("Neither"), this)) {
  setFixedHeight(kOptionBarHeight);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap12, 0, kGap12, 0);
  row->setSpacing(kGap12);
  QFont strong = font();
  strong.setWeight(QFont::DemiBold);
  question_->setFont(strong);
  question_->setObjectName("blind-question");
  standing_->setObjectName("blind-standing");
  standing_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  skip_->setObjectName("blind-skip");
  skip_->describe(tr("No vote: on to the next drawing"), Qt::Key_S);
  skip_->setShortcut(Qt::Key_S);
  auto* end = new Button(Button::Look::Main, "eye", tr("End, and show the names"), this);
  end->setObjectName("blind-end");
  end->describe(tr("End the vote, and show the names"));
  row->addWidget(question_);
  row->addWidget(standing_, 1);
  row->addWidget(skip_);
  row->addWidget(end);
  connect(skip_, &QAbstractButton::clicked, vote, &BlindVote::skip);
  connect(end, &QAbstractButton::clicked, vote, &BlindVote::end);
  connect(vote, &BlindVote::moved, this, &BlindBar::tell);
}

void BlindBar::tell() {
  question_->setText(vote_->isReady() ? tr("Which is best? Click it, or press its number") : tr("Colouring the next drawing…"));
  question_->setMinimumWidth(question_->fontMetrics().horizontalAdvance(tr("Which is best? Click it, or press its number")));
  skip_->setEnabled(vote_->isReady());
  QStringList parts{tr("drawing %1").arg(wholeText(vote_->drawings())), votesText(vote_->votes())};
  QStringList shares;
  for (const BlindScore& score : vote_->standings()) shares << shareText(score);
  if (vote_->votes() > 0) parts << tr("leading: %1").arg(shares.join(", "));
  standing_->setText(parts.join(" · "));
}

BlindResult::BlindResult(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kGap24, kGap24, kGap24, kGap24);
}

void BlindResult::setResult(const std::vector<BlindTrial::Revealed>& result, const QString& file) {
  delete card_;
  card_ = new QWidget(this);
  card_->setMaximumWidth(kCardWidth);
  auto* column = new QVBoxLayout(card_);
  column->setSpacing(kGap16);
  auto* title = new QLabel(tr("The names behind the votes"), card_);
  QFont large = title->font();
  large.setPixelSize(18);
  large.setWeight(QFont::DemiBold);
  title->setFont(large);
  column->addWidget(title);
  addTable(result);
  addFoot(file);
  auto* place = static_cast<QVBoxLayout*>(layout());
  while (QLayoutItem* item = place->takeAt(0)) delete item;
  place->addStretch(1);
  place->addWidget(card_, 0, Qt::AlignHCenter);
  place->addStretch(2);
  card_->setMinimumWidth(qMin(kCardWidth, width() - 2 * kGap24));
}

void BlindResult::addTable(const std::vector<BlindTrial::Revealed>& result) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kGap16);
  grid->setVerticalSpacing(kGap12);
  grid->setColumnStretch(1, 1);
  int line = 0;
  for (const BlindTrial::Revealed& each : result) {
    auto* name = new QLabel(QString::fromStdString(each.model.name), card_);
    name->setObjectName("blind-name");
    if (!each.model.sha256.empty()) name->setToolTip(QString::fromStdString(each.model.sha256));
    grid->addWidget(name, line, 0);
    grid->addWidget(new ShareBar(each.score.share, each.score.interval.low, each.score.interval.high, card_), line, 1);
    grid->addWidget(new QLabel(shareText(each.score), card_), line, 2, Qt::AlignRight);
    auto* votes = new Caption(votesText(each.score.votes), card_);
    grid->addWidget(votes, line++, 3, Qt::AlignRight);
  }
  static_cast<QVBoxLayout*>(card_->layout())->addLayout(grid);
}

void BlindResult::addFoot(const QString& file) {
  auto* column = static_cast<QVBoxLayout*>(card_->layout());
  auto* words = new Caption(tr("The point is the share of the votes; the band is where it lies with 95 % certainty (Wilson). Where two bands overlap, go on "
                               "voting before you trust the difference."), card_);
  words->setWordWrap(true);
  column->addWidget(words);
  auto* row = new QHBoxLayout;
  row->setSpacing(kGap8);
  auto* path = new ElidedLabel(card_);
  path->setText(tr("All votes: %1").arg(file));
  auto* folder = new Button(Button::Look::Plain, "folder-open", tr("Open folder"), card_);
  folder->describe(tr("Open the folder with the votes"));
  auto* close = new Button(Button::Look::Main, {}, tr("Back to the columns"), card_);
  close->setObjectName("blind-close");
  close->describe(tr("Back to the columns"), Qt::Key_Escape);
  close->setShortcut(Qt::Key_Escape);
  row->addWidget(path, 1);
  row->addWidget(folder);
  row->addWidget(close);
  column->addLayout(row);
  connect(folder, &QAbstractButton::clicked, this, [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).path())); });
  connect(close, &QAbstractButton::clicked, this, &BlindResult::closed);
}

}  // namespace chaesaek
