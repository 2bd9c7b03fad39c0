// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QStyleFactory>

#include "ui/widgets/desktop_appearance.h"
#include "ui/widgets/style_sheet.h"

namespace chaesaek {

namespace {

Tokens lightTokens() {
  return {
      .window = "#f2f2f2", .surface = "#ffffff", .sunk = "#e8e8e8", .around = "#d4d4d4", .line = "#d9d9d9",
      .text = "#1e1e1e", .softText = "#5c5c5c", .accent = "#2b7a64", .accentSoft = "#dcebe6", .onAccent = "#ffffff",
      .curveD = "#0072b2", .curveG = "#d55e00", .curveThird = "#8a5aa8", .advice = "#8a5a00", .adviceSoft = "#fff3d6",
      .dark = false,
  };
}

Tokens darkTokens() {
  return {
      .window = "#272727", .surface = "#313131", .sunk = "#222222", .around = "#1b1b1b", .line = "#434343",
      .text = "#e9e9e9", .softText = "#a9a9a9", .accent = "#5fbd9f", .accentSoft = "#2c443c", .onAccent = "#10231d",
      .curveD = "#56b4e9", .curveG = "#f0954a", .curveThird = "#c39bd9", .advice = "#f2c46b", .adviceSoft = "#40361f",
      .dark = true,
  };
}

QPalette paletteOf(const Tokens& t) {
  QPalette palette;
  const auto set = [&](std::initializer_list<QPalette::ColorRole> roles, const QColor& colour) {
    for (const auto role : roles) palette.setColor(role, colour);
  };
  set({QPalette::Window, QPalette::Button}, t.window);
  set({QPalette::Base, QPalette::ToolTipBase, QPalette::Light}, t.surface);
  set({QPalette::AlternateBase}, t.sunk);
  set({QPalette::Dark, QPalette::Shadow}, t.around);
  set({QPalette::Mid}, t.line);
  set({QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText, QPalette::BrightText}, t.text);
  set({QPalette::PlaceholderText}, t.softText);
  set({QPalette::Highlight, QPalette::Link, QPalette::LinkVisited}, t.accent);
  set({QPalette::Midlight}, t.accentSoft);
  set({QPalette::HighlightedText}, t.onAccent);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, t.disabledText());
  }
  return palette;
}

/// The system's sans at 13 px, whatever size the desktop asks for: the layout is drawn for it, and Qt scales it.
QFont bodyFont() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPixelSize(13);
  return font;
}

QFont fontOf(double pixels, QFont::Weight weight) {
  QFont font = bodyFont();
  // Only point sizes can be fractions; 96 is Qt's logical resolution before scaling.
  font.setPointSizeF(pixels * 72. / 96.);
  font.setWeight(weight);
  return font;
}

}  // namespace

QString nameOf(ThemeChoice choice) {
  return choice == ThemeChoice::Light ? "light" : choice == ThemeChoice::Dark ? "dark" : "system";
}

ThemeChoice themeNamed(const QString& name) {
  return name == "light" ? ThemeChoice::Light : name == "dark" ? ThemeChoice::Dark : ThemeChoice::System;
}

QColor mixed(const QColor& a, const QColor& b, double share) {
  const auto part = [&](int from, int to) { return qRound(from + (to - from) * share); };
  return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

QColor Tokens::hover() const { return mixed(window, text, dark ? .08 : .06); }
QColor Tokens::pressed() const { return mixed(window, text, dark ? .15 : .13); }
QColor Tokens::disabledText() const { return mixed(window, text, dark ? .38 : .36); }

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

void Theme::choose(ThemeChoice choice) {
  choice_ = choice;
  if (!desktop_) start();
  apply();
}

void Theme::start() {
  QApplication::setStyle(QStyleFactory::create("Fusion"));
  qApp->installEventFilter(this);
  desktop_ = new DesktopAppearance(qApp);
  connect(desktop_, &DesktopAppearance::changed, this, &Theme::apply);
}

void Theme::apply() {
  applying_ = true;
  bool dark = choice_ == ThemeChoice::Dark;
  if (choice_ == ThemeChoice::System) {
    QApplication::setPalette(QPalette());  // a palette without own roles falls back to the system's
    dark = desktop_->prefersDark().value_or(QApplication::palette().color(QPalette::Window).lightness() < 128);
  }
  tokens_ = dark ? darkTokens() : lightTokens();
  QApplication::setFont(bodyFont());
  QApplication::setPalette(paletteOf(tokens_));
  qApp->setStyleSheet(styleSheetOf(tokens_));
  applying_ = false;
}

QFont Theme::captionFont() const { return fontOf(11.5, QFont::Normal); }
QFont Theme::headFont() const { return fontOf(11.5, QFont::DemiBold); }

bool Theme::eventFilter(QObject* watched, QEvent* event) {
  // The desktop's theme reaches every window; one of them is enough.
  if (event->type() == QEvent::ThemeChange && !applying_ && choice_ == ThemeChoice::System) apply();
  return QObject::eventFilter(watched, event);
}

}  // namespace chaesaek
