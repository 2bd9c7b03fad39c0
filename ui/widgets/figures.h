// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <optional>

namespace chaesaek {

/// "1,640": a whole number with its thousands separated, in the person's way of writing them.
QString wholeText(qint64 number);

/// With so many significant digits: "0.5321", "1,234"; "2.5e-05" where it is very small or large.
QString figureText(double value, int digits);

/// As short as it can be without losing anything: "0.25", "1,000", "2e-05".
QString shortText(double value);

/// The number that a person typed: "0.0002", "2e-4", "1,000", "1000"; empty where it is none.
std::optional<double> numberIn(const QString& typed);

}  // namespace chaesaek
