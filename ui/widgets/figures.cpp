// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures.h"

#include <QLocale>
#include <QRegularExpression>
#include <cmath>

namespace chaesaek {

namespace {

/// The person's locale, with thousands separated even where it is C.
QLocale figures() {
  QLocale locale;
  locale.setNumberOptions(locale.numberOptions() & ~QLocale::OmitGroupSeparator);
  return locale;
}

}  // namespace

QString wholeText(qint64 number) { return figures().toString(number); }

QString figureText(double value, int digits) {
  if (value == 0) return "0";
  const int exponent = int(std::floor(std::log10(std::abs(value))));
  if (exponent < -4 || exponent > 6) return QString::number(value, 'g', digits);
  return figures().toString(value, 'f', qMax(0, digits - 1 - exponent));
}

QString shortText(double value) {
  if (value == 0) return "0";
  const bool plain = std::abs(value) < 1e7 && std::abs(value) >= 1e-4;
  return plain ? figures().toString(value, 'f', QLocale::FloatingPointShortest) : QString::number(value, 'g', QLocale::FloatingPointShortest);
}

std::optional<double> numberIn(const QString& typed) {
  QLocale mine = figures(), plain = QLocale::c();
  plain.setNumberOptions(QLocale::RejectGroupSeparator);
  QString text = typed.trimmed();
  const bool belowOne = text.startsWith('0') || text.startsWith("-0");  // "0,500" is no way to write 500, nor "0.500" where groups have dots
  if (mine.groupSeparator() == "," && !belowOne) {
    static const QRegularExpression group(",(?=\\d{3})");
    text.remove(group);  // while somebody types, groups need not be whole
  }
  if (mine.groupSeparator() == "," || belowOne) mine.setNumberOptions(QLocale::RejectGroupSeparator);
  bool good = false;
  double number = mine.toDouble(text, &good);
  if (!good) number = plain.toDouble(text, &good);
  return good && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

}  // namespace chaesaek
