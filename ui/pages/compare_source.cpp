// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_source.h"

#include <QFileInfo>
#include <algorithm>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/image/compose.h"
#include "ui/document/import.h"
#include "ui/pages/page_job.h"
#include "ui/widgets/message_area.h"

namespace chaesaek {

namespace {

constexpr int kUsualStrength = 50;  // of line extraction

/// From a file, whatever it holds; for a job.
CompareSubject subjectOf(const QString& path) {
  Import import = importFile(path);
  CompareSubject subject;
  if (import.looksColoured) {
    subject.real = toImage(import.picture);
    import.document = extractedLines(import.picture, kUsualStrength);
  }
  subject.name = QFileInfo(path).fileName();
  subject.sketch = 255 - import.document.ink;
  subject.hints = rasterHints(import.document.hints, subject.sketch.size());
  subject.palette = import.document.palette;
  subject.size = {subject.sketch.cols, subject.sketch.rows};
  subject.drawn = toImage(subject.sketch);
  return subject;
}

}  // namespace

CompareSource::CompareSource(Document* canvas, MessageArea* messages, QObject* parent)
    : QObject(parent), canvas_(canvas), messages_(messages), loading_(this, NewestJob<Opened>::Running::Ends) {
  const auto canvasChanged = [this] {
    if (kind_ == Kind::Canvas) Q_EMIT changed();
  };
  connect(canvas, &Document::changed, this, canvasChanged);
  connect(canvas, &Document::paletteChanged, this, canvasChanged);
}

void CompareSource::setKind(Kind kind) {
  if (kind == kind_) return;
  kind_ = kind;
  Q_EMIT kindChanged();
  if (kind == Kind::Drawings && !set_ && !data_.isEmpty() && !loading_.busy()) setData(data_);
  Q_EMIT changed();
}

void CompareSource::openFile(const QString& path) {
  const QString what = tr("Opening %1").arg(QFileInfo(path).fileName());
  runPageJob(messages_, what, [path](const Progress&) { return subjectOf(path); }, [this](CompareSubject subject) {
    messages_->withdraw("error");
    file_ = std::move(subject);
    kind_ = Kind::File;
    Q_EMIT kindChanged();
    Q_EMIT changed();
  });
}

void CompareSource::setData(const QString& name) {
  data_ = name;
  set_.reset();
  drawings_.clear();
  load({});
}

QStringList CompareSource::drawingNames() const {
  QStringList names;
  for (const int index : drawings_) names << QString::fromStdString(set_->info(index).name);
  return names;
}

void CompareSource::goTo(int position) {
  if (!set_ || drawings_.empty()) return;
  position_ = (position + count()) % count();  // the next that is asked for is next to this one, loaded or not
  Q_EMIT moved();
  load({set_, drawings_, {}, position_});
}

void CompareSource::showDrawing(const QString& data, int index) {
  const bool same = set_ && data == data_;
  data_ = data;
  load({same ? set_ : nullptr, same ? drawings_ : std::vector<int>(), {}, 0, index});
  setKind(Kind::Drawings);
}

void CompareSource::goToRandom(quint64 seed) {
  if (count() > 0) goTo(Random(seed).integer(0, count() - 1));
}

/// For a job. Without a set yet: opens it.
CompareSource::Opened CompareSource::loadDrawing(Opened from, const std::string& name) {
  if (!from.set) {
    from.set = openPairs(name);
    from.drawings = drawingsToMeasure(*from.set, {});
  }
  const auto wanted = std::find(from.drawings.begin(), from.drawings.end(), from.wanted);
  if (wanted != from.drawings.end()) from.position = int(wanted - from.drawings.begin());
  const int index = from.drawings.at(size_t(from.position));
  Pair pair = from.set->load(index, from.set->nativeWidth());
  const PairInfo& info = from.set->info(index);
  CompareSubject& subject = from.subject;
  subject.name = QString::fromStdString(info.label.empty() ? info.name : info.label);
  subject.sketch = pair.sketch;
  subject.size = {pair.sketch.cols, pair.sketch.rows};
  subject.drawn = toImage(pair.sketch);
  subject.real = toImage(pair.picture.empty() ? layInk(pair.fill, pair.sketch) : pair.picture);
  subject.known = chaesaek::loadDrawing(*from.set, index, 0);
  return from;
}

void CompareSource::load(Opened from) {
  loading_.order([from, name = data_.toStdString()](const Progress&) { return loadDrawing(from, name); }, [this](Outcome<Opened> outcome) {
    if (!outcome.error.isEmpty()) messages_->say("error", {Message::Kind::Error, outcome.error});
    else if (outcome.value && !loading_.busy()) take(std::move(*outcome.value));
  });
}

void CompareSource::take(Opened opened) {
  messages_->withdraw("error");
  set_ = std::move(opened.set);
  drawings_ = std::move(opened.drawings);
  drawing_ = std::move(opened.subject);
  position_ = opened.position;
  Q_EMIT moved();
  if (kind_ == Kind::Drawings) Q_EMIT changed();
}

CompareSubject CompareSource::subject() const {
  if (kind_ != Kind::Canvas) return shown();
  CompareSubject subject;
  subject.name = QFileInfo(canvas_->fileName()).fileName();
  subject.size = canvas_->size();
  subject.sketch = canvas_->sketchSnapshot();
  subject.hints = canvas_->hintsSnapshot();
  subject.palette = canvas_->palette();
  return subject;
}

}  // namespace chaesaek
