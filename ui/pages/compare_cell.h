// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace chaesaek {

class Caption;
class CellTitle;
class ElidedLabel;

/// One of the equally large cells of the Compare page: a head with a title, the picture, a few words below it.
class CompareCell : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kHeadHeight = 36;
  /// Of a cell of that width: a narrow one has two lines for what is known of it.
  static int footHeight(int width);
  explicit CompareCell(QWidget* parent = nullptr);
  /// Where there is no room for both, the caption has its short form, then the title is cut short, and at last the caption.
  void setTitle(const QString& title, const QString& caption = {}, const QString& shortCaption = {});
  QString title() const;
  /// What is known of it stands in the text's colour, what is less important in soft text.
  void setFoot(const QString& facts, const QString& details);
  QString facts() const;
  QString details() const;

 protected:
  void addTool(QWidget* tool);
  void setBody(QWidget* body);
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  CellTitle* title_;
  Caption* facts_;
  ElidedLabel* details_;
  QWidget* foot_;
  QHBoxLayout* head_;
  QVBoxLayout* column_;
};

/// Title and caption in one line.
class CellTitle : public QWidget {
  Q_OBJECT
 public:
  explicit CellTitle(QWidget* parent = nullptr);
  void setWords(const QString& title, const QString& caption, const QString& shortCaption);
  QString title() const { return title_; }
  QSize minimumSizeHint() const override { return {24, 20}; }
  QSize sizeHint() const override { return {120, 20}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString title_, caption_, shortCaption_;
};

}  // namespace chaesaek
