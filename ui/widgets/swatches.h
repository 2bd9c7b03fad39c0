// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QList>
#include <QWidget>

namespace chaesaek {

/// Colours to choose from. A click chooses; a right click puts the present colour in the place of a swatch; the plus
/// at the end adds it; Delete takes one away.
class Swatches : public QWidget {
  Q_OBJECT
 public:
  explicit Swatches(QList<QColor> colours, QWidget* parent = nullptr);
  const QList<QColor>& colours() const { return colours_; }
  void setPresent(const QColor& colour);
  static QList<QColor> defaults();

 Q_SIGNALS:
  void chosen(QColor colour);
  void coloursChanged(QList<QColor> colours);

 private:
  void rebuild();
  void replace(int index);
  void add();
  void remove(int index);

  QList<QColor> colours_;
  QColor present_;
};

}  // namespace chaesaek
