// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QLabel;

namespace chaesaek {

/// "What am I looking at": a few soft lines beside a plot or a picture, away with one click.
class Explanation : public QWidget {
  Q_OBJECT
 public:
  explicit Explanation(const QString& text, QWidget* parent = nullptr);
  void setText(const QString& text);

  /// Whether explanations are wanted at all: remembered between two starts, the same for the whole page. Until somebody
  /// has said so, where there is room for them.
  static bool areWanted(bool room);
  static void setWanted(bool on);

 Q_SIGNALS:
  void dismissed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QLabel* words_;
};

}  // namespace chaesaek
