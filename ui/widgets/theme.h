// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

namespace chaesaek {

class DesktopAppearance;

/// Every colour of the program, in one place. Surfaces are neutral greys (people judge colours here); one accent.
struct Tokens {
  QColor window, surface, sunk;
  QColor around;  ///< around the paper
  QColor line;
  QColor text, softText;
  QColor accent, accentSoft, onAccent;
  QColor curveD, curveG, curveThird;
  QColor advice, adviceSoft;
  bool dark = false;

  QColor hover() const;    ///< of something that lies on the window
  QColor pressed() const;
  QColor disabledText() const;
};

enum class ThemeChoice { System, Light, Dark };
QString nameOf(ThemeChoice choice);
/// "light", "dark"; anything else is the system's.
ThemeChoice themeNamed(const QString& name);

/// Light or dark, as a QPalette plus one style sheet made from it; follows the system while the program runs.
/// Palette roles for painters: Window, Base (surface), AlternateBase (sunk), Dark (around the paper), Mid (line),
/// WindowText and Text, PlaceholderText (soft text), Highlight (accent), Midlight (accent, soft).
class Theme : public QObject {
  Q_OBJECT
 public:
  static Theme& instance();
  /// Fusion style, fonts, palette, style sheet; again whenever the choice changes.
  void choose(ThemeChoice choice);
  ThemeChoice choice() const { return choice_; }
  const Tokens& tokens() const { return tokens_; }

  QFont captionFont() const;  ///< 11.5 px: captions, status line
  QFont headFont() const;     ///< 11.5 px semi-bold: section heads

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  Theme() = default;
  void start();
  void apply();
  Tokens tokens_;
  ThemeChoice choice_ = ThemeChoice::System;
  DesktopAppearance* desktop_ = nullptr;  ///< once started; the application owns it
  bool applying_ = false;
};

inline const Tokens& tokens() { return Theme::instance().tokens(); }

/// Between two colours: 0 is `a`, 1 is `b`.
QColor mixed(const QColor& a, const QColor& b, double share);

// Spacing and sizes, in device-independent pixels.
inline constexpr int kGap4 = 4, kGap8 = 8, kGap12 = 12, kGap16 = 16, kGap24 = 24;
inline constexpr int kCorner = 6, kCardCorner = 8;
inline constexpr int kControlHeight = 28, kToolButton = 34;
inline constexpr int kRailWidth = 64, kToolColumnWidth = 44, kOptionBarHeight = 44, kDockWidth = 264, kStatusHeight = 26;

}  // namespace chaesaek
