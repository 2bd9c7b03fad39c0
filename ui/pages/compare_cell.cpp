// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_cell.h"

#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kInset = 10, kLeastCaption = 32;
constexpr int kFoot = 44, kLine = 16, kNarrow = 220;
constexpr double kTitleShare = .55;  // of the head, before the caption is cut short

}  // namespace

CompareCell::CompareCell(QWidget* parent)
    : QWidget(parent), title_(new CellTitle(this)), facts_(new Caption({}, this)), details_(new ElidedLabel(this)), foot_(new QWidget(this)), head_(new QHBoxLayout),
      column_(new QVBoxLayout(this)) {
  head_->setContentsMargins(kInset, 0, 2, 0);
  head_->setSpacing(0);
  head_->addWidget(title_, 1);
  auto* head = new QWidget(this);
  head->setLayout(head_);
  head->setFixedHeight(kHeadHeight);
  auto* lines = new QVBoxLayout(foot_);
  lines->setContentsMargins(kInset, kGap4, kInset, kGap4);
  lines->setSpacing(2);
  facts_->setForegroundRole(QPalette::WindowText);
  facts_->setWordWrap(true);
  for (QLabel* line : {static_cast<QLabel*>(facts_), static_cast<QLabel*>(details_)}) {
    line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    lines->addWidget(line);
  }
  lines->addStretch();
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(0);
  column_->addWidget(head);
  column_->addWidget(foot_);
}

int CompareCell::footHeight(int width) { return width < kNarrow ? kFoot + kLine : kFoot; }

void CompareCell::resizeEvent(QResizeEvent*) { foot_->setFixedHeight(footHeight(width())); }

void CompareCell::setTitle(const QString& title, const QString& caption, const QString& shortCaption) {
  title_->setWords(title, caption, shortCaption);
  setAccessibleName(title);
}

QString CompareCell::title() const { return title_->title(); }

void CompareCell::setFoot(const QString& facts, const QString& details) {
  facts_->setText(facts);
  facts_->setToolTip(facts);  // in a very narrow column not all of it is seen
  facts_->setVisible(!facts.isEmpty());
  details_->setText(details);
}

QString CompareCell::facts() const { return facts_->text(); }
QString CompareCell::details() const { return details_->text(); }

void CompareCell::addTool(QWidget* tool) { head_->addWidget(tool); }
void CompareCell::setBody(QWidget* body) { column_->insertWidget(1, body, 1); }

void CompareCell::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), tokens().window); }

CellTitle::CellTitle(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  setAttribute(Qt::WA_TransparentForMouseEvents);  // the head is taken hold of through it
}

void CellTitle::setWords(const QString& title, const QString& caption, const QString& shortCaption) {
  title_ = title;
  caption_ = caption;
  shortCaption_ = shortCaption.isEmpty() ? caption : shortCaption;
  update();
}

void CellTitle::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QFont strong = font();
  strong.setWeight(QFont::DemiBold);
  const QFont small = Theme::instance().captionFont();
  const int wanted = QFontMetrics(strong).horizontalAdvance(title_);
  const auto room = [&](const QString& words) { return words.isEmpty() ? 0 : QFontMetrics(small).horizontalAdvance(words) + kGap8; };
  const QString& caption = wanted + room(caption_) <= width() ? caption_ : shortCaption_;
  const int beside = room(caption);
  const int used = qMin(wanted, qMax(width() - beside, qRound(kTitleShare * width())));
  painter.setFont(strong);
  painter.setPen(tokens().text);
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, used < wanted ? QFontMetrics(strong).elidedText(title_, Qt::ElideMiddle, used) : title_);
  const QRect rest = rect().adjusted(used + kGap8, 0, 0, 0);
  if (caption.isEmpty() || rest.width() < qMin(kLeastCaption, beside - kGap8)) return;
  painter.setFont(small);
  painter.setPen(tokens().softText);
  painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(small).elidedText(caption, Qt::ElideRight, rest.width()));
}

}  // namespace chaesaek
