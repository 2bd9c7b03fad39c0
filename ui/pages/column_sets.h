// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>
#include <functional>

#include "ui/widgets/popover.h"

class QLineEdit;

namespace chaesaek {

/// The sets of columns that the window remembers (keys of columns, see column_key).
namespace column_sets {
QStringList names();
QStringList find(const QString& name);
void save(const QString& name, const QStringList& keys);
void remove(const QString& name);
/// That stood last; empty at the first start.
QStringList last();
void setLast(const QStringList& keys);
/// How much all networks of the page may take together, bytes.
qint64 memoryLimit();
void setMemoryLimit(qint64 bytes);
}  // namespace column_sets

/// Opens a set of columns by its name, saves the present one; and the limit of memory.
class ColumnSetsPopover : public Popover {
  Q_OBJECT
 public:
  struct Choice {
    QStringList present;                       ///< what a set would be saved of
    std::function<void(QStringList keys)> open;
    std::function<void()> limitChanged;
  };
  ColumnSetsPopover(Choice choice, QWidget* parent);

 private:
  void addSets();
  void addName();
  void addLimit();
  void saveAs(const QString& name);

  Choice choice_;
};

}  // namespace chaesaek
