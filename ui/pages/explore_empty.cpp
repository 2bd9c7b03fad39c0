// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explore_empty.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kWidth = 420;

}  // namespace

ExploreEmpty::ExploreEmpty(QWidget* parent) : QWidget(parent) {
  auto* words = new QLabel(tr("A generator makes pictures out of random numbers, and there is none here yet. Train a GAN: its samples can be "
                              "explored from its first minutes on."), this);
  words->setWordWrap(true);
  words->setAlignment(Qt::AlignCenter);
  words->setFixedSize(kWidth, words->heightForWidth(kWidth));
  words->setForegroundRole(QPalette::PlaceholderText);
  auto* train = new Button(Button::Look::Main, "activity", tr("Train a GAN"), this);
  train->setObjectName("train-a-gan");
  train->describe(tr("Go to the Train page"));
  auto* column = new QVBoxLayout(this);
  column->setSpacing(kGap16);
  column->addStretch();
  column->addWidget(words, 0, Qt::AlignHCenter);
  column->addWidget(train, 0, Qt::AlignHCenter);
  column->addStretch();
  connect(train, &QAbstractButton::clicked, this, &ExploreEmpty::trainWanted);
}

}  // namespace chaesaek
