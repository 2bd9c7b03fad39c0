// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QPixmap>
#include <QWidget>

#include "ui/widgets/sample_sheet.h"

namespace chaesaek {

/// The pictures of a sheet on white cards, as large as the width allows. Arrow keys move the mark, Enter enlarges.
class SampleGrid : public QWidget {
  Q_OBJECT
 public:
  explicit SampleGrid(QWidget* parent = nullptr);
  /// Pictures that are the same are not scaled again.
  void setSheet(const SampleSheet& sheet);
  void setRoom(int width);
  QRect cell(int row, int column) const;
  void setCurrentRow(int row);

 Q_SIGNALS:
  void enlarged(int row);
  void marked(QRect cell);  ///< by a key: scroll there

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Scaled {
    QPixmap pixmap;
    qint64 picture = 0, map = 0;
    bool dark = false;
  };
  QPoint cellAt(QPointF at) const;
  void fit();
  void paintCell(QPainter& painter, int row, int column);
  const QPixmap& scaled(int row, int column);
  void moveMark(QPoint by);

  SampleSheet sheet_;
  std::vector<std::vector<Scaled>> scaled_;
  int room_ = 0, side_ = 0;
  QPoint hovered_{-1, -1}, pressed_{-1, -1}, mark_;  ///< x column, y row
};

/// The heads over the columns of a grid.
class SampleHeads : public QWidget {
 public:
  explicit SampleHeads(const SampleGrid* grid, QWidget* parent = nullptr);
  void setHeads(const QStringList& heads);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const SampleGrid* grid_;
  QStringList heads_;
};

/// "false ▭▭▭ real"
class VerdictLegend : public QWidget {
  Q_OBJECT
 public:
  explicit VerdictLegend(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace chaesaek
