// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QAbstractButton>
#include <QKeySequence>

namespace chaesaek {

/// Every push button of the program; painted from the theme in all its states (hover, pressed, checked, focus, disabled).
class Button : public QAbstractButton {
  Q_OBJECT
 public:
  enum class Look {
    Rail,     ///< icon over a word
    Tool,     ///< an icon alone, 34 x 34
    Quiet,    ///< icon and text without a frame
    Plain,    ///< icon and text in a frame
    Main,     ///< the one main action of a page
    Segment,  ///< a part of a SegmentedControl
  };
  Button(Look look, const QString& icon, const QString& text, QWidget* parent = nullptr);

  /// Tooltip "title (shortcut)" and the name that a screen reader says.
  void describe(const QString& title, const QKeySequence& shortcut = {});
  void setIconName(const QString& name);
  /// Keeps the width for a text that changes, so that nothing jumps.
  void reserveWidthFor(const QString& text);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QFont textFont() const;
  QColor background() const;
  QColor foreground() const;
  void paintRail(QPainter& painter);
  void paintRow(QPainter& painter);

  Look look_;
  QString icon_, widest_;
};

/// One-pixel line between controls (with a length) or between areas (as long as there is room).
class Separator : public QWidget {
 public:
  explicit Separator(Qt::Orientation orientation, int length = 0, QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

/// The 2 px ring that shows where the keyboard is.
void paintFocusRing(QPainter& painter, const QRectF& area, double corner);

}  // namespace chaesaek
