// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include <algorithm>
#include <cmath>

#include "ui/document/document_data.h"

namespace chaesaek {
namespace {

QRect toRect(const cv::Rect& rect) { return {rect.x, rect.y, rect.width, rect.height}; }

// Everything that the rasteriser may touch between two points.
cv::Rect reachOf(const StrokePoint& a, const StrokePoint& b) {
  const float reach = std::max(a.width, b.width) / 2 + 3;
  const cv::Point low(cvFloor(std::min(a.x, b.x) - reach), cvFloor(std::min(a.y, b.y) - reach));
  const cv::Point high(cvCeil(std::max(a.x, b.x) + reach) + 1, cvCeil(std::max(a.y, b.y) + reach) + 1);
  return {low, high};
}

}  // namespace

Document::Document(QSize size, QObject* parent) : QObject(parent), data_(std::make_unique<Data>()) { reset(size); }
Document::~Document() = default;

QSize Document::size() const { return {data_->ink.cols, data_->ink.rows}; }
const QImage& Document::paper() const { return data_->paper; }
const cv::Mat& Document::ink() const { return data_->ink; }
const std::vector<Hint>& Document::hints() const { return data_->hints; }
const Palette& Document::palette() const { return data_->palette; }
const QImage& Document::colouredPicture() const { return data_->picture; }
const QImage& Document::colours() const { return data_->colours; }
quint64 Document::revision() const { return data_->revision; }
quint64 Document::colouredRevision() const { return data_->colouredRevision; }
quint64 Document::state() const { return data_->undo.state(); }
quint64 Document::drawing() const { return data_->drawing; }
QString Document::fileName() const { return data_->fileName; }
QString Document::modelName() const { return data_->model; }
QString Document::modelHash() const { return data_->modelHash; }
const std::vector<KeptVersion>& Document::versions() const { return data_->versions; }
bool Document::canUndo() const { return data_->stroke || data_->undo.canUndo(); }
bool Document::canRedo() const { return !data_->stroke && data_->undo.canRedo(); }

bool Document::isEmpty() const { return data_->hints.empty() && cv::countNonZero(data_->ink) == 0; }

// ---- saved or not

bool Document::isModified() const { return data_->undo.state() != data_->savedState; }

void Document::checkModified() {
  if (data_->modified == isModified()) return;
  data_->modified = isModified();
  emit modifiedChanged(data_->modified);
}

void Document::setModified(bool modified) {
  data_->savedState = modified ? 0 : data_->undo.state();
  checkModified();
}

void Document::markSaved(const DocumentSnapshot& snapshot, const QString& path) {
  if (snapshot.drawing != data_->drawing) return;
  data_->savedState = snapshot.state;
  setFileName(path);
  checkModified();
}

void Document::setFileName(const QString& path) {
  if (data_->fileName == path) return;
  data_->fileName = path;
  emit fileNameChanged(path);
}

// ---- strokes

void Document::beginStroke(bool erase) {
  endStroke();
  data_->stroke.emplace();
  data_->stroke->stroke.erase = erase;
}

void Document::extendStroke(const StrokePoint& point) {
  if (!data_->stroke) return;
  auto& [stroke, before, area] = *data_->stroke;
  const StrokePoint from = stroke.points.empty() ? point : stroke.points.back();
  stroke.points.push_back(point);
  before.keep(data_->ink, reachOf(from, point));
  const QRect dirty = toRect(stroke.erase ? eraseSegment(data_->ink, from, point) : drawSegment(data_->ink, from, point));
  if (dirty.isEmpty()) return;
  area |= dirty;
  refreshPaper(dirty);
  ++data_->revision;
  emit changed(dirty, true);
}

void Document::endStroke() {
  if (!data_->stroke) return;
  const StrokeUnderWay done = std::move(*data_->stroke);
  data_->stroke.reset();
  UndoStep step{done.before.deltaTo(data_->ink), {}, 0};
  if (!step.isEmpty()) remember(std::move(step), {done.stroke, {}, {}, false});
  emit changed(done.area, false);
}

void Document::cancelStroke() {
  if (!data_->stroke) return;
  const InkDelta delta = data_->stroke->before.deltaTo(data_->ink);
  data_->stroke.reset();
  apply({delta, {}, 0}, false);
}

// ---- hints and whole sketches

void Document::addHint(const Hint& hint) {
  std::vector<Hint> hints = data_->hints;
  hints.push_back(hint);
  setHints(std::move(hints));
}

void Document::removeHint(int index) {
  std::vector<Hint> hints = data_->hints;
  hints.erase(hints.begin() + index);
  setHints(std::move(hints));
}

void Document::setHints(std::vector<Hint> hints) { perform({{}, HintSplice::between(data_->hints, hints), 0}, false); }

void Document::setPalette(Palette palette) { perform({{}, {}, 0, {data_->palette, std::move(palette)}}, false); }

int Document::hintAt(QPointF point, double slack) const {
  for (int i = static_cast<int>(data_->hints.size()) - 1; i >= 0; --i) {
    if (covers(data_->hints[static_cast<size_t>(i)], point, slack)) return i;
  }
  return -1;
}

void Document::clear() { replaceSketch(cv::Mat(data_->ink.size(), CV_8U, cv::Scalar(255))); }

void Document::replaceSketch(const cv::Mat& grey, std::vector<Hint> hints) {
  endStroke();
  perform({InkDelta::between(data_->ink, 255 - grey), HintSplice::between(data_->hints, hints), 0}, true);
}

void Document::reset(QSize size) {
  DocumentSnapshot blank;
  blank.size = size;
  blank.ink = cv::Mat::zeros(size.height(), size.width(), CV_8U);
  begin(blank, {});
}

void Document::begin(const DocumentSnapshot& content, const QString& path) {
  data_->stroke.reset();
  data_->undo.clear();
  ++data_->drawing;
  data_->ink = content.ink.clone();
  data_->hints = content.hints;
  data_->marks.release();
  data_->palette = content.palette;
  data_->versions = content.versions;
  dropColours();
  data_->paper = QImage(content.size, QImage::Format_RGB32);
  refreshPaper({{}, content.size});
  ++data_->revision;
  setFileName(path);
  setModified(false);
  emit restarted();
  emit sizeChanged(content.size);
  emit hintsChanged();
  emit paletteChanged();
  emit versionsChanged();
  emit undoChanged();
  emit changed({{}, content.size}, false);
  if (!content.colours.isNull()) setColoured(content.colours, content.picture, data_->revision, content.model, content.modelHash);
}

// ---- undo

void Document::undo() {
  endStroke();
  if (!data_->undo.canUndo()) return;
  apply(data_->undo.undo(), false);
  emit undone();
  emit undoChanged();
  checkModified();
}

void Document::redo() {
  endStroke();
  if (!data_->undo.canRedo()) return;
  apply(data_->undo.redo(), true);
  emit redone();
  emit undoChanged();
  checkModified();
}

/// A hint that comes late, from a job, leaves the stroke under way alone.
void Document::perform(UndoStep step, bool wiped) {
  if (step.isEmpty()) return;
  apply(step, true);
  const DrawingStep record{{}, step.hints.removed, step.hints.inserted, wiped};
  remember(std::move(step), record);
}

void Document::remember(UndoStep step, const DrawingStep& record) {
  data_->undo.push(std::move(step));
  emit stepped(record);
  emit undoChanged();
  checkModified();
}

void Document::apply(const UndoStep& step, bool forward) {
  const QSize before = size();
  QRect area = step.ink.apply(data_->ink, forward);
  step.hints.apply(data_->hints, forward);
  area |= step.hints.bounds().toAlignedRect();
  if (!step.palette.isEmpty()) data_->palette = forward ? step.palette.after : step.palette.before;
  data_->marks.release();
  ++data_->revision;
  if (size() != before) {
    data_->paper = QImage(size(), QImage::Format_RGB32);
    area = {{}, size()};
    dropColours();
    emit sizeChanged(size());
  }
  area &= QRect({}, size());
  refreshPaper(area);
  if (!step.hints.isEmpty()) emit hintsChanged();
  if (!step.palette.isEmpty()) emit paletteChanged();
  emit changed(area, false);
}

void Document::refreshPaper(QRect area) {
  for (int y = area.top(); y <= area.bottom(); ++y) {
    const uchar* coverage = data_->ink.ptr(y);
    auto* pixels = reinterpret_cast<QRgb*>(data_->paper.scanLine(y));
    for (int x = area.left(); x <= area.right(); ++x) pixels[x] = 0xff000000u | (255u - coverage[x]) * 0x010101u;
  }
}

}  // namespace chaesaek
