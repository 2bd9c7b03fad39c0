// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_column.h"

#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QStyleHints>
#include <filesystem>

#include "core/base/files.h"
#include "ui/canvas/picture_pane.h"
#include "ui/pages/model_menu.h"
#include "ui/widgets/button.h"
#include "ui/widgets/figures.h"

namespace chaesaek {

namespace {

constexpr int kMenuSide = 28;

/// Runs keep their names as they were typed.
bool isRun(const QString& key) {
  return key == column_key::kTraining || key.contains('@') || (!key.contains('/') && std::filesystem::exists(runsFolder() / key.toStdString()));
}

QString decimals(double value, int digits) { return QLocale().toString(value, 'f', digits); }

}  // namespace

CompareColumn::CompareColumn(int id, QString key, ViewState* view, QWidget* parent)
    : CompareCell(parent), id_(id), run_(isRun(key)), key_(std::move(key)), pane_(new PicturePane(view, this)), menu_(new Button(Button::Look::Quiet, "ellipsis-vertical", {}, this)) {
  menu_->setObjectName("column-menu");
  menu_->describe(tr("What can be done with this column"));
  menu_->setFixedSize(kMenuSide, kMenuSide);
  addTool(menu_);
  setBody(pane_);
  setCursor(Qt::ArrowCursor);
  tell();
}

QString CompareColumn::name() const {
  if (isReal()) return tr("Real");
  if (key_ == column_key::kFlat) return tr("Flat fill");
  if (key_ == column_key::kTraining && result_.info.name.empty()) return tr("In training");
  const QString of = key_.contains('/') || key_ == column_key::kTraining ? QString::fromStdString(result_.info.name) : key_.section('@', 0, 0);
  if (run_ && !of.isEmpty()) return of;
  ModelInfo named;
  named.name = (of.isEmpty() ? QFileInfo(key_).completeBaseName() : of).toStdString();
  named.path = "file";
  return modelTitle(named);
}

/// "step 1,200"
QString CompareColumn::caption() const {
  if (isReal()) return {};
  if (key_ == column_key::kFlat) return tr("no network");
  const QString moment = key_.section('@', 1, 1), step = result_.info.steps > 0 ? tr("step %1").arg(wholeText(result_.info.steps)) : QString();
  if (moment == "best") return step.isEmpty() ? tr("best so far") : tr("best, %1").arg(step);
  if (!moment.isEmpty()) return tr("step %1").arg(wholeText(moment.toLongLong()));
  return step;
}

QString CompareColumn::shortCaption() const {
  const QString moment = key_.section('@', 1, 1);
  if (isReal() || key_ == column_key::kFlat) return {};
  if (moment == "best") return tr("best");
  const qint64 step = moment.isEmpty() ? result_.info.steps : moment.toLongLong();
  return step > 0 ? wholeText(step) : QString();
}

QString CompareColumn::fullName() const {
  return caption().isEmpty() || key_ == column_key::kFlat ? name() : tr("%1, %2").arg(name(), caption());
}

void CompareColumn::setResult(const ColumnResult& result) {
  if (result.revision != result_.revision) figures_.reset();
  const ModelInfo known = result_.info;
  result_ = result;
  if (result.info.name.empty()) result_.info = known;
  problem_ = result.error;
  picture_ = result.picture;
  tell();
  Q_EMIT pictureChanged();
}

void CompareColumn::setFigures(const ColumnFigures& figures) {
  if (figures.revision != result_.revision) return;  // of a sketch that is gone
  figures_ = figures.figures;
  tell();
}

void CompareColumn::setReal(const QImage& picture) {
  picture_ = picture;
  problem_ = picture.isNull() ? tr("The real picture is not known here: choose a test drawing, or open a coloured picture") : QString();
  tell();
  Q_EMIT pictureChanged();
}

void CompareColumn::setDistance(const QString& words) {
  if (words == distance_) return;
  distance_ = words;
  tell();
}

void CompareColumn::setBlind(int number) {
  blind_ = number;
  menu_->setVisible(number == 0);
  tell();
}

void CompareColumn::setCovered(bool covered) {
  covered_ = covered;
  tell();
  Q_EMIT pictureChanged();
}

QString CompareColumn::figuresText() const {
  if (!distance_.isEmpty()) return distance_;
  if (!figures_) return {};
  QStringList parts;
  if (figures_->deltaE) parts << tr("ΔE %1").arg(decimals(*figures_->deltaE, 1));
  if (figures_->psnrDb) parts << tr("%1 dB").arg(decimals(*figures_->psnrDb, 1));
  if (figures_->hintObedience) parts << tr("hints %1 %").arg(qRound(*figures_->hintObedience * 100));
  for (QString& part : parts) part.replace(' ', QChar::Nbsp);  // lines break between them
  return parts.join(" · ");
}

/// "38 ms · 256 × 256 · 25 MB"
QString CompareColumn::detailsText() const {
  if (picture_.isNull()) return {};
  if (isReal()) return tr("the target");
  QStringList parts{result_.forwardMs < 1 ? tr("< 1 ms") : tr("%1 ms").arg(wholeText(qRound(result_.forwardMs)))};
  parts << tr("%1 × %1").arg(result_.info.size);
  if (result_.info.bytes > 0) parts << QLocale().formattedDataSize(result_.info.bytes, 0, QLocale::DataSizeSIFormat);
  return parts.join(" · ");
}

void CompareColumn::tell() {
  pane_->setWords(problem_.isEmpty() || covered_ ? tr("working") : problem_);
  if (blind_ > 0) {
    const QString number = QString::number(blind_);
    setTitle(number);
    pane_->setAccessibleName(number);
    if (!problem_.isEmpty() && !covered_) pane_->setWords(tr("This one could not colour the drawing"));
    return setFoot({}, {});
  }
  setTitle(name(), caption(), shortCaption());
  pane_->setAccessibleName(name());
  setFoot(figuresText(), detailsText());
}

// ---- the head, taken hold of

void CompareColumn::mousePressEvent(QMouseEvent* event) {
  held_ = event->button() == Qt::LeftButton && event->position().y() < kHeadHeight && blind_ == 0;
  pressAt_ = event->pos();
}

void CompareColumn::mouseMoveEvent(QMouseEvent* event) {
  if (!held_) return;
  if (!dragging_ && (event->pos() - pressAt_).manhattanLength() < QGuiApplication::styleHints()->startDragDistance()) return;
  if (!std::exchange(dragging_, true)) setCursor(Qt::ClosedHandCursor);
  Q_EMIT dragged(event->globalPosition().toPoint());
}

void CompareColumn::mouseReleaseEvent(QMouseEvent*) {
  held_ = false;
  setCursor(Qt::ArrowCursor);
  if (std::exchange(dragging_, false)) Q_EMIT dropped();
}

void CompareColumn::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->position().y() < kHeadHeight && blind_ == 0) Q_EMIT enlargeWanted();
}

}  // namespace chaesaek
