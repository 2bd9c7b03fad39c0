// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QButtonGroup>
#include <QStringList>
#include <QWidget>

namespace chaesaek {

/// One class or all of them: names side by side, in as many rows as they need.
class ClassPicker : public QWidget {
  Q_OBJECT
 public:
  explicit ClassPicker(QWidget* parent = nullptr);
  /// All are chosen. The same names again change nothing.
  void setNames(const QStringList& names);
  /// -1: all.
  int current() const;

 Q_SIGNALS:
  void chosen(int index);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();
  QStringList names_;
  QButtonGroup group_;
};

}  // namespace chaesaek
