// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/measure_table.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QLocale>
#include <QTableWidget>

#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kRowHeight = 42;
constexpr int kLeastColumn = 228;  // a difference and its interval; more models than that scroll

struct Measure {
  const char *key, *title, *help;
  int digits;
};

const Measure kMeasures[] = {
    {"hint_obedience", QT_TRANSLATE_NOOP("Measures", "Obeys hints"), QT_TRANSLATE_NOOP("Measures", "Share of regions that take the colour of a dot in them; more is better"), 3},
    {"recoloured_obedience", QT_TRANSLATE_NOOP("Measures", "Obeys strange hints"), QT_TRANSLATE_NOOP("Measures", "The same with colours that the thing never has; more is better"), 3},
    {"no_hint_agreement", QT_TRANSLATE_NOOP("Measures", "Right colours"), QT_TRANSLATE_NOOP("Measures", "Share of regions that have the drawing's own colour without any hint; more is better"), 3},
    {"no_hint_hue", QT_TRANSLATE_NOOP("Measures", "Right hues"), QT_TRANSLATE_NOOP("Measures", "Share with the right hue, averaged over six families of hue; more is better"), 3},
    {"chroma_ratio", QT_TRANSLATE_NOOP("Measures", "Colourful"), QT_TRANSLATE_NOOP("Measures", "Chroma beside that of the real pictures; best near 1"), 2},
    {"hue_spread", QT_TRANSLATE_NOOP("Measures", "Many-coloured"), QT_TRANSLATE_NOOP("Measures", "Spread of hues beside that of the real pictures; best near 1"), 2},
    {"l1", QT_TRANSLATE_NOOP("Measures", "Distance (L1)"), QT_TRANSLATE_NOOP("Measures", "Mean distance to the real colours, 0 to 1; less is better"), 3},
    {"psnr_db", QT_TRANSLATE_NOOP("Measures", "PSNR, dB"), QT_TRANSLATE_NOOP("Measures", "Likeness to the real colours in decibels; more is better"), 2},
    {"leak_delta_e", QT_TRANSLATE_NOOP("Measures", "Leak, ΔE"), QT_TRANSLATE_NOOP("Measures", "What a hint changes outside its region; less is better"), 1},
    {"leak_visible_delta_e", QT_TRANSLATE_NOOP("Measures", "Visible leak, ΔE"), QT_TRANSLATE_NOOP("Measures", "The same without the pixels under ink; less is better"), 1},
};

QString say(const char* words) { return QCoreApplication::translate("Measures", words); }

const Measure* measureOf(const std::string& key) {
  for (const Measure& each : kMeasures)
    if (key == each.key) return &each;
  return nullptr;
}

QString signedText(double value, int digits) {
  const QString text = QLocale().toString(std::abs(value), 'f', digits);
  if (text == QLocale().toString(0., 'f', digits)) return text;
  return (value < 0 ? QString::fromUtf8("−") : QString("+")) + text;
}

/// "+0.012 (−0.003 to +0.027)"
QString differenceText(const MeasureDifference& difference, int digits) {
  if (!difference.interval) return signedText(*difference.value, digits);
  return QCoreApplication::translate("Measures", "%1 (%2 to %3)")
      .arg(signedText(*difference.value, digits), signedText(difference.interval->low, digits), signedText(difference.interval->high, digits));
}

bool isSure(const MeasureDifference& difference) {
  return difference.interval && (difference.interval->low > 0 || difference.interval->high < 0);
}

QTableWidgetItem* figureItem(const ComparedModel& model, size_t measure, int digits) {
  const auto value = model.measures.values()[measure].second;
  QString text = value ? QLocale().toString(*value, 'f', digits) : QString::fromUtf8("–");
  auto* item = new QTableWidgetItem;
  if (measure < model.differences.size()) {
    const MeasureDifference& difference = model.differences[measure];
    if (difference.value) text += '\n' + differenceText(difference, digits);
    QFont font = item->font();
    font.setWeight(isSure(difference) ? QFont::DemiBold : QFont::Normal);
    item->setFont(font);
  }
  item->setText(text);
  item->setFlags(Qt::ItemIsEnabled);
  return item;
}

}  // namespace

void fillMeasureTable(QTableWidget* table, const Comparison& comparison, const QStringList& names) {
  const auto measures = comparison.models.front().measures.values();
  table->clear();
  table->setRowCount(int(measures.size()));
  table->setColumnCount(int(comparison.models.size()));
  table->setHorizontalHeaderLabels(names);
  for (QHeaderView* header : {table->horizontalHeader(), table->verticalHeader()}) {
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideMiddle);
  }
  table->verticalHeader()->setDefaultSectionSize(kRowHeight);
  table->horizontalHeader()->setMinimumSectionSize(kLeastColumn);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  for (int row = 0; row < int(measures.size()); ++row) {
    const Measure* known = measureOf(measures[size_t(row)].first);
    auto* head = new QTableWidgetItem(known ? say(known->title) : QString(measures[size_t(row)].first));
    head->setToolTip(known ? say(known->help) : QString());
    table->setVerticalHeaderItem(row, head);
    for (int m = 0; m < int(comparison.models.size()); ++m)
      table->setItem(row, m, figureItem(comparison.models[size_t(m)], size_t(row), known ? known->digits : 3));
  }
}

}  // namespace chaesaek
