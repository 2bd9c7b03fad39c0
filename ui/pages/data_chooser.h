// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPixmap>
#include <QWidget>
#include <vector>

#include "core/data/pairs.h"

namespace chaesaek {

class Button;
class CardButton;
class Caption;

/// Which drawings to learn from: the sets that are here, those that can be fetched, one's own; with a few of its pictures.
class DataChooser : public QWidget {
  Q_OBJECT
 public:
  explicit DataChooser(QWidget* parent = nullptr);
  QString chosen() const { return chosen_; }
  void choose(const QString& name);
  /// Shows only sets that something which learns from this kind can learn from; a chosen set of another kind gives way.
  void setKind(DataKind kind);
  /// Looks again which sets are here.
  void refresh();

 Q_SIGNALS:
  void changed();
  void getWanted(const QString& name);
  void ownWanted();
  void analysisWanted(const QString& name);

 private:
  const DataEntry* entry() const;
  void replaceUnfit();
  void show();
  void openList();
  void showPairs();

  QString chosen_;
  DataKind kind_ = DataKind::Pairs;
  std::vector<DataEntry> entries_;
  CardButton* card_;
  Button *get_, *analysis_;
  QWidget* pairs_;
  Caption* problem_;
};

}  // namespace chaesaek
