// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QLabel>

namespace chaesaek {

/// Small soft text.
class Caption : public QLabel {
  Q_OBJECT
 public:
  explicit Caption(const QString& text, QWidget* parent = nullptr);
};

/// Head of a section: small, semi-bold, soft.
class SectionHead : public QLabel {
  Q_OBJECT
 public:
  explicit SectionHead(const QString& text, QWidget* parent = nullptr);
};

/// One line that gives way: text that does not fit ends in "…" and shows itself whole as a tooltip.
class ElidedLabel : public Caption {
  Q_OBJECT
 public:
  explicit ElidedLabel(QWidget* parent = nullptr);
  QSize minimumSizeHint() const override { return {40, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

/// A coloured point and a word: "up to date · 38 ms". With `chip` it lies on the canvas as a rounded card.
class Badge : public QWidget {
  Q_OBJECT
 public:
  enum class State { Good, Working, Off, Bad, None };
  explicit Badge(bool chip, QWidget* parent = nullptr);
  void say(State state, const QString& text);
  QString text() const { return text_; }
  /// Keeps room for a longer text, so that nothing jumps.
  void reserveWidthFor(const QString& text);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  bool chip_;
  State state_ = State::None;
  QString text_, widest_;
};

}  // namespace chaesaek
