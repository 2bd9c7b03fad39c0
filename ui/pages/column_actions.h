// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>

class QMenu;
class QWidget;

namespace chaesaek {

class CompareColumn;
class CompareColumns;
class CompareLive;
class CompareLook;
class CompareOut;
class MessageArea;

/// What can be done with columns: add them, open a set of them, and what each one's own menu offers.
class ColumnActions : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    CompareColumns* columns;
    CompareLook* look;
    CompareLive* live;
    CompareOut* out;
    MessageArea* messages;
  };
  ColumnActions(Parts parts, QWidget* page);

  QStringList keys() const;
  void openSet(const QStringList& keys);
  void add(const QString& key);
  /// One alone, or all again.
  void toggleLarge(CompareColumn* column);
  void showAddMenu(const QWidget* anchor);
  void showMenuOf(CompareColumn* column);
  void showSets(const QWidget* anchor);

 Q_SIGNALS:
  void canvasWanted(const QString& model);
  void referenceChosen();

 private:
  void addUses(QMenu* menu, CompareColumn* column);
  void addPlaces(QMenu* menu, CompareColumn* column);

  Parts parts_;
  QWidget* page_;
};

}  // namespace chaesaek
