// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

namespace chaesaek {

class CompareCell;
class CompareColumn;
class SketchCell;
class ViewState;

/// The sketch and the columns beside it, all equally large: in one row or in two, whichever leaves more for the pictures.
class CompareColumns : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kMost = 6;
  CompareColumns(SketchCell* sketch, ViewState* view, QWidget* parent);

  /// Those that stand, in their order.
  const std::vector<CompareColumn*>& columns() const { return columns_; }
  CompareColumn* find(int id) const;
  CompareColumn* add(const QString& key);
  void remove(CompareColumn* column);
  /// To the place of another one.
  void move(CompareColumn* column, int place);
  int placeOf(const CompareColumn* column) const;

  /// The size of all pictures.
  void setPaper(QSize size);
  /// Only these, in this order; none: all of them, with the sketch.
  void showOnly(std::vector<CompareColumn*> columns, bool withSketch = false);
  bool showsAll() const { return shown_.empty(); }
  void fit();

 Q_SIGNALS:
  void added(CompareColumn* column);
  /// Another set of columns, or another order.
  void arranged();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<CompareCell*> cells() const;
  void place();
  void dragTo(CompareColumn* column, QPoint at);

  SketchCell* sketch_;
  ViewState* view_;
  std::vector<CompareColumn*> columns_, shown_;
  bool sketchShown_ = false;  ///< with `shown_`
  QSize paper_{256, 256}, body_;
  int lastId_ = 0;
};

}  // namespace chaesaek
