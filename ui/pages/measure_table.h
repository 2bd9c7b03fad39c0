// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>

#include "core/evaluation/comparison.h"

class QTableWidget;

namespace chaesaek {

/// Measures as rows, models as columns: the figure, and below it the difference to the first model with its 95 % interval; bold
/// where the interval does not hold 0.
void fillMeasureTable(QTableWidget* table, const Comparison& comparison, const QStringList& names);

}  // namespace chaesaek
