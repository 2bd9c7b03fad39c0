// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/picture_intake.h"

#include <QFileInfo>

#include "ui/pages/page_job.h"
#include "ui/pages/sample.h"
#include "ui/widgets/value_slider.h"

namespace chaesaek {

namespace {

const QString kLines = "lines", kNote = "note";

cv::Mat greyOf(const DocumentSnapshot& drawing) { return 255 - drawing.ink; }

}  // namespace

PictureIntake::PictureIntake(Document* document, MessageArea* messages, WhenSafe whenSafe, QObject* parent)
    : QObject(parent), document_(document), messages_(messages), whenSafe_(std::move(whenSafe)) {}

/// What was drawn since `revision`, while a file was read, is not lost unasked.
void PictureIntake::replace(quint64 revision, std::function<void()> bring) {
  document_->revision() == revision ? bring() : whenSafe_(std::move(bring));
}

void PictureIntake::openFile(const QString& path) {
  runPageJob(messages_, tr("Opening %1").arg(QFileInfo(path).fileName()), [path](const Progress&) { return importFile(path); },
             [this, path, before = document_->revision()](const Import& import) {
               replace(before, [this, path, import] { take(import, path); });
             });
}

void PictureIntake::recover(const QString& path) {
  runPageJob(messages_, tr("Opening the recovered drawing"), [path](const Progress&) { return loadOpenRaster(path); },
             [this, path, before = document_->revision()](const DocumentSnapshot& drawing) {
               replace(before, [this, path, drawing] {
                 restore(*document_, drawing, {});
                 document_->setModified(true);
                 Q_EMIT recovered(path);
                 Q_EMIT opened();
               });
             });
}

void PictureIntake::openSample() {
  runPageJob(messages_, tr("Opening the sample"), [](const Progress&) { return sampleDrawing(); },
             [this, before = document_->revision()](const DocumentSnapshot& drawing) {
               if (document_->revision() == before) restore(*document_, drawing, {});
             });
}

void PictureIntake::paste(const QImage& image) {
  runPageJob(messages_, tr("Pasting"), [image](const Progress&) { return importImage(image); }, [this](const Import& import) {
    document_->replaceSketch(greyOf(import.document));
    if (import.looksColoured) offerLines(import.picture, tr("This picture is already coloured. Extract its lines?"));
  });
}

void PictureIntake::take(const Import& import, const QString& path) {
  messages_->withdraw(kLines);
  messages_->withdraw("error");
  restore(*document_, import.document, import.isDocument ? path : QString());
  if (!import.note.isEmpty()) messages_->say(kNote, {Message::Kind::Hint, import.note});
  if (import.looksColoured) offerLines(import.picture, tr("This picture is already coloured. Extract its lines?"));
  Q_EMIT opened();
}

/// Asked again after each extraction, so that the strength can be tried out; every try can be undone.
void PictureIntake::offerLines(const cv::Mat& picture, const QString& question) {
  auto* strength = new ValueSlider(tr("Strength"), {0, 100}, messages_);
  strength->setValue(strength_);
  strength->describe(tr("More strength, more lines"));
  const auto extract = [this, picture, strength] {
    strength_ = strength->value();
    runPageJob(messages_, tr("Extracting lines"), [picture, chosen = strength_](const Progress&) { return extractedLines(picture, chosen); },
               [this, picture](const DocumentSnapshot& drawing) {
                 document_->replaceSketch(greyOf(drawing));
                 offerLines(picture, tr("Lines extracted. Too many, or too few?"));
               });
  };
  messages_->say(kLines, {Message::Kind::Hint, question, {{tr("Extract lines"), extract, true}, {tr("Use as it is"), {}}}, strength});
}

}  // namespace chaesaek
