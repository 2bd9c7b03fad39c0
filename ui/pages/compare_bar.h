// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace chaesaek {

class Button;
class ChoiceBox;
class SegmentedControl;

/// Above the columns: what goes through them, and what is done with them.
class CompareBar : public QWidget {
  Q_OBJECT
 public:
  explicit CompareBar(QWidget* parent = nullptr);
  /// A number of CompareSource::Kind.
  void setSource(int kind);
  /// Those whose test drawings can be shown.
  void setDataSets(const QStringList& names, const QString& current);
  void setPosition(int position, int count);
  void setFull(bool full);
  quint64 seed() const { return seed_; }
  Button* addButton() const { return add_; }
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void sourceChosen(int kind);
  void dataChosen(const QString& name);
  void stepWanted(int by);
  void seedChosen(quint64 seed);
  void blindWanted();
  void addWanted();
  void sheetWanted();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildDrawings(QHBoxLayout* row);
  void buildActions(QHBoxLayout* row);
  void takeSeed(quint64 seed);
  void giveWay(int level);
  void fitIn();

  SegmentedControl* source_;
  QWidget* drawings_;
  ChoiceBox* data_;
  QLabel *position_, *seedWord_;
  QLineEdit* seedField_;
  Button *roll_, *blind_, *add_, *sheet_;
  quint64 seed_ = 1;
};

}  // namespace chaesaek
