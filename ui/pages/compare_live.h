// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>

#include "ui/jobs/column_colourer.h"

namespace chaesaek {

class CompareColumn;
class CompareColumns;
class CompareLook;
class CompareSource;
class SketchCell;
class TrainingRunner;

/// Keeps all columns up to date with what goes through them. A burst of pen events costs one clone a turn of the event loop at
/// most, and none while the colouring thread has not begun with the clone before.
class CompareLive : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    CompareColumns* columns;
    CompareSource* source;
    SketchCell* sketch;
    CompareLook* look;
    TrainingRunner* runner;
  };
  CompareLive(Parts parts, QObject* parent);

  ColumnColourer* colourer() { return &colourer_; }
  /// A page that nobody sees colours nothing.
  void setSeen(bool seen);
  /// Of the newest sketch that was handed over.
  quint64 revision() const { return revision_; }
  /// Every column shows the present sketch.
  bool isCurrent() const;
  /// What ModelShelf::open takes for a column; empty: there is no network behind it, or no run in training.
  QString modelOf(const QString& key) const;

 Q_SIGNALS:
  /// One more column shows a sketch.
  void arrived();
  /// Every column is up to date, and measured.
  void settled();

 private:
  void follow(CompareColumn* column);
  void noteChange();
  void submit();
  void assign();
  void fillReal();
  void watch();

  Parts parts_;
  ColumnColourer colourer_;
  QTimer turn_, watch_;
  std::vector<ColumnModel> assigned_;
  QImage real_;
  quint64 revision_ = 0;
  bool seen_ = false, dirty_ = true;
};

}  // namespace chaesaek
