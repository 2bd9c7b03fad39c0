// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_area.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "ui/widgets/button.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kLeastWords = 240;  // in less room than this the words stand above the buttons

class MessageLine : public QWidget {
 public:
  MessageLine(Message::Kind kind, QWidget* parent) : QWidget(parent), row_(new QHBoxLayout(this)), body_(new QBoxLayout(QBoxLayout::LeftToRight)), answers_(new QHBoxLayout), kind_(kind) {
    row_->setContentsMargins(kGap12 + 18 + kGap8, 6, kGap12, 6);
    for (QBoxLayout* layout : {static_cast<QBoxLayout*>(row_), body_, static_cast<QBoxLayout*>(answers_)}) layout->setSpacing(kGap8);
    row_->addLayout(body_, 1);
  }

  void setWords(QLabel* words) {
    words_ = words;
    body_->addWidget(words, 1);
    body_->addLayout(answers_);
  }
  void reword(const QString& text) {
    if (words_->text() == text) return;
    words_->setText(text);
    words_->setAccessibleName(text);
  }
  void addAnswer(QWidget* widget) { answers_->addWidget(widget); }
  void addCross(QWidget* cross) { row_->addWidget(cross, 0, Qt::AlignVCenter); }

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QWidget::resizeEvent(event);
    const bool narrow = body_->geometry().width() - answers_->sizeHint().width() < kLeastWords && answers_->count() > 0;
    body_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    answers_->setAlignment(narrow ? Qt::AlignLeft : Qt::Alignment());
  }
  void paintEvent(QPaintEvent*) override {
    const Tokens& t = tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(t.line);
    painter.setBrush(isWarning() ? t.adviceSoft : t.accentSoft);
    painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kCardCorner, kCardCorner);
    paintIcon(painter, QRectF(kGap12, 0, 18, height()), isWarning() ? "circle-alert" : "info", isWarning() ? t.advice : t.accent, 18);
  }

 private:
  bool isWarning() const { return kind_ == Message::Kind::Error || kind_ == Message::Kind::Question; }
  QHBoxLayout* row_;
  QBoxLayout* body_;       // words and answers, side by side or one above the other
  QHBoxLayout* answers_;
  QLabel* words_ = nullptr;
  Message::Kind kind_;
};

}  // namespace

MessageArea::MessageArea(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  column_->setSpacing(6);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

void MessageArea::say(const QString& subject, Message message) {
  withdraw(subject);
  auto* line = new MessageLine(message.kind, this);
  line->setObjectName("message-" + subject);
  lines_[subject] = line;
  auto* words = new QLabel(message.text, line);
  words->setTextFormat(Qt::PlainText);
  words->setWordWrap(true);
  words->setAccessibleName(message.text);
  line->setWords(words);
  if (message.extra) line->addAnswer(message.extra);
  for (const Message::Action& action : message.actions) {
    auto* button = new Button(action.main ? Button::Look::Main : Button::Look::Plain, {}, action.title, line);
    button->describe(action.title);
    line->addAnswer(button);
    connect(button, &QAbstractButton::clicked, this, [this, subject, run = action.run] {
      withdraw(subject);
      if (run) run();
    });
  }
  if (message.kind != Message::Kind::Question) {
    auto* cross = new Button(Button::Look::Quiet, "x", {}, line);
    cross->describe(tr("Dismiss"));
    line->addCross(cross);
    connect(cross, &QAbstractButton::clicked, this, [this, subject, dismissed = message.dismissed] {
      withdraw(subject);
      if (dismissed) dismissed();
    });
  }
  column_->addWidget(line);
  line->show();
}

void MessageArea::reword(const QString& subject, const QString& text) {
  if (QWidget* line = lines_.value(subject)) static_cast<MessageLine*>(line)->reword(text);
}

void MessageArea::withdraw(const QString& subject) {
  if (QWidget* line = lines_.take(subject)) {
    line->hide();
    line->deleteLater();  // one of its buttons may have asked
  }
}

}  // namespace chaesaek
