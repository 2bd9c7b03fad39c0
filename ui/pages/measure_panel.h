// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QWidget>
#include <memory>

#include "core/evaluation/comparison.h"

class QLineEdit;
class QProgressBar;
class QTableWidget;

namespace chaesaek {

class Button;
class Caption;
class ChoiceBox;
class ColumnColourer;
class ElidedLabel;
class ModelShelf;
class PictureStrip;

/// The page's columns over the test drawings of a data set: every measure, how sure the differences are, and the drawings where
/// they differ most.
class MeasurePanel : public QWidget {
  Q_OBJECT
 public:
  explicit MeasurePanel(ColumnColourer* colourer, QWidget* parent = nullptr);
  ~MeasurePanel() override;
  struct Column {
    QString name, model;  ///< as people and as ModelShelf::open call it
  };
  /// What Start will measure; the results of an earlier time stay.
  void setColumns(std::vector<Column> columns);
  void setDataSets(const QStringList& names, const QString& current);
  bool isRunning() const { return running_; }

 Q_SIGNALS:
  void closed();
  /// One of the drawings where the columns differ: its number in the data set.
  void drawingWanted(const QString& data, int index);

 private:
  struct Result {
    Comparison comparison;
    QStringList names;
    std::vector<QImage> pictures;  ///< of the drawings that differ most
    std::vector<size_t> most;
    QString file;
  };
  struct Order {
    std::vector<Column> columns;
    std::string data;
    int limit = 0;
  };
  QWidget* buildHead();
  QWidget* buildResults();
  void start();
  void cancel();
  static Result measure(ModelShelf& shelf, const Order& order, const Progress& progress);
  void finish(const std::shared_ptr<Result>& result, const QString& error);
  void showResult();
  void showState();

  ColumnColourer* colourer_;
  std::vector<Column> columns_;
  Progress progress_;
  bool running_ = false;
  std::shared_ptr<Result> result_;
  ChoiceBox* data_;
  QLineEdit* limit_;
  Button *start_, *cancel_, *folder_;
  QProgressBar* bar_;
  Caption* words_;
  QWidget* results_;
  QTableWidget* table_;
  PictureStrip* strip_;
  ElidedLabel* file_;
};

}  // namespace chaesaek
