// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_out.h"

#include <QFileInfo>
#include <QPointer>

#include "ui/pages/ask_file.h"
#include "ui/pages/compare_column.h"
#include "ui/pages/compare_columns.h"
#include "ui/pages/compare_sheet.h"
#include "ui/pages/compare_source.h"
#include "ui/pages/page_job.h"
#include "ui/widgets/message_area.h"

namespace chaesaek {

namespace {

constexpr int kSavedMs = 5000;

QString withSuffix(const QString& path) { return path.endsWith(".png", Qt::CaseInsensitive) ? path : path + ".png"; }

}  // namespace

CompareOut::CompareOut(CompareColumns* columns, CompareSource* source, MessageArea* messages, QWidget* page)
    : QObject(page), columns_(columns), source_(source), messages_(messages), page_(page) {}

void CompareOut::askSheet() {
  askPng(page_, tr("Save the sheet"), tr("comparison"), [this](const QString& path) { saveSheet(path); });
}

void CompareOut::askPicture(const CompareColumn* column) {
  askPng(page_, tr("Save the picture"), column->name(), [this, guard = QPointer<const CompareColumn>(column)](const QString& path) {
    if (guard) savePicture(guard, path);
  });
}

template <class Make>
void CompareOut::save(const QString& path, Make make) {
  const auto work = [path, make](const Progress&) {
    writePng(path, make());
    return Done();
  };
  runPageJob(messages_, tr("Saving %1").arg(QFileInfo(path).fileName()), work, [messages = messages_, path](Done) {
    messages->withdraw("error");
    messages->say("saved", {Message::Kind::Hint, tr("Saved to %1").arg(path)});
    QTimer::singleShot(kSavedMs, messages, [messages] { messages->withdraw("saved"); });
  }, PageJob::EndsInAnyCase);
}

void CompareOut::saveSheet(const QString& path) {
  save(withSuffix(path), [columns = sheetColumns()] { return drawCompareSheet(columns); });
}

void CompareOut::savePicture(const CompareColumn* column, const QString& path) {
  save(withSuffix(path), [picture = column->picture()] { return picture; });
}

std::vector<SheetColumn> CompareOut::sheetColumns() const {
  const CompareSubject subject = source_->subject();
  std::vector<SheetColumn> all{{subject.drawn.isNull() ? toImage(subject.sketch) : subject.drawn, tr("Sketch"), subject.name, {}}};
  for (const CompareColumn* each : columns_->columns())
    if (!each->picture().isNull()) all.push_back({each->picture(), each->name(), each->caption(), {each->facts(), each->details()}});
  return all;
}

}  // namespace chaesaek
