// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "core/training/run_record.h"

class QTableWidget;
class QTableWidgetItem;

namespace chaesaek {

class Button;
class MessageArea;

/// The runs on the disk, newest first: look at one again, resume, rename, compare, delete it.
class RunList : public QWidget {
  Q_OBJECT
 public:
  RunList(MessageArea* messages, QWidget* parent);
  /// Reads the folder of runs again.
  void refresh();
  /// The run that trains here: it shows as "training", and can be neither resumed nor deleted.
  void setTraining(const QString& run);
  void select(const QString& run);
  /// Whether another process trains one of them.
  bool trainsElsewhere() const;

 Q_SIGNALS:
  void opened(const RunRecord& run);
  void resumeWanted(const RunRecord& run);
  void renamed(const QString& from, const QString& to);
  void deleted(const QString& run);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildHead();
  void show(std::vector<RunRecord> runs);
  void selectAgain(const QStringList& names);
  void showActions();
  std::vector<const RunRecord*> selected() const;
  QString stateOf(const RunRecord& run) const;
  void rename(QTableWidgetItem* item);
  void compare();
  void openFolder();
  void remove();
  void moveToBin(const RunRecord& run);

  MessageArea* messages_;
  QTableWidget* table_;
  Button *resume_, *rename_, *compare_, *folder_, *remove_;
  std::vector<RunRecord> runs_;
  QString training_, wanted_;
  bool filling_ = false;
};

}  // namespace chaesaek
