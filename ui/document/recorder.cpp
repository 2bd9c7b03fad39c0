// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recorder.h"

#include <QFile>
#include <algorithm>

#include "core/base/error.h"
#include "core/base/files.h"
#include "ui/document/hint_json.h"

namespace chaesaek {
namespace {

Json strokeLine(const DrawnStroke& stroke) {
  Json points = Json::array();
  for (const StrokePoint& point : stroke.points) points.push_back({point.x, point.y, point.width});
  return {{"tool", stroke.erase ? "eraser" : "pen"}, {"points", std::move(points)}};
}

Json hintLine(const Hint& hint) { return {{"hint", toJson(hint)}}; }

// Plays one step over the lines that remain of the earlier ones.
void play(const DrawingStep& step, std::vector<Json>& lines) {
  if (step.wiped) std::erase_if(lines, [](const Json& line) { return line.contains("tool"); });
  for (const Hint& hint : step.removed) {
    const auto found = std::find(lines.rbegin(), lines.rend(), hintLine(hint));
    if (found != lines.rend()) lines.erase(std::next(found).base());
  }
  if (step.stroke) lines.push_back(strokeLine(*step.stroke));
  for (const Hint& hint : step.inserted) lines.push_back(hintLine(hint));
}

}  // namespace

Recorder::Recorder(Document* document, const QString& path, QObject* parent) : QObject(parent), size_(document->size()), path_(path) {
  file_.open(QFile::encodeName(path).toStdString(), std::ios::trunc);
  if (!file_) fail("cannot write " + path.toStdString() + "; choose another file for the recording");
  append(header());
  connect(document, &Document::stepped, this, &Recorder::follow);
  connect(document, &Document::sizeChanged, this, [this](QSize size) { size_ = size, rewriteLater(); });
  connect(document, &Document::undone, this, [this] { --done_, rewriteLater(); });
  connect(document, &Document::redone, this, [this] { ++done_, rewriteLater(); });
  connect(document, &Document::restarted, this, [this] { steps_.clear(), done_ = 0, rewriteLater(); });
}

Recorder::~Recorder() {
  file_.close();
  if (!stale_) return;
  std::string text = header().dump() + "\n";
  for (const Json& line : lines()) text += line.dump() + "\n";
  try {
    writeFile(QFile::encodeName(path_).toStdString(), text);
  } catch (const Error& error) {
    qWarning("%s", error.what());
  }
}

Json Recorder::header() const {
  return {{"format", 1}, {"width", size_.width()}, {"height", size_.height()}};
}

void Recorder::append(const Json& line) { file_ << line.dump() << std::endl; }

void Recorder::follow(const DrawingStep& step) {
  steps_.resize(done_++);
  steps_.push_back(step);
  if (step.wiped || !step.removed.empty()) return rewriteLater();
  std::vector<Json> added;
  play(step, added);
  for (const Json& line : added) append(line);
}

std::vector<Json> Recorder::lines() const {
  std::vector<Json> lines;
  for (size_t i = 0; i < done_; ++i) play(steps_[i], lines);
  return lines;
}

}  // namespace chaesaek
