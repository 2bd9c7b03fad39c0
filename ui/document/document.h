// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QObject>
#include <QRect>
#include <QString>
#include <memory>
#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "core/image/palette.h"
#include "core/image/strokes.h"
#include "ui/document/hint.h"

namespace chaesaek {

/// A kept version of the colours.
struct KeptVersion {
  QImage thumbnail;  ///< with ink
  QImage colours;
  QString model, modelHash;
};

/// A stroke of the pen or the eraser, as it was drawn.
struct DrawnStroke {
  bool erase = false;
  std::vector<StrokePoint> points;
};

/// What one undoable step was, for those who follow the drawing (the recorder).
struct DrawingStep {
  std::optional<DrawnStroke> stroke;
  std::vector<Hint> removed, inserted;
  bool wiped = false;  ///< all earlier ink is gone
};

struct UndoStep;
class Document;

/// A document's content, apart from it: jobs save and open it off the UI thread.
struct DocumentSnapshot {
  QSize size;
  cv::Mat ink;  ///< coverage, CV_8U
  std::vector<Hint> hints;
  QImage colours, picture;
  QString model, modelHash;
  quint64 state = 0;     ///< for Document::markSaved
  Palette palette = {};  ///< that was chosen, or empty
  bool foreign = false;  ///< another program's file: saving over it would lose its layers
  quint64 drawing = 0;   ///< which one it is of, for Document::markSaved
  std::vector<KeptVersion> versions = {};
};

/// What the person draws: ink, hints, and the colours that were last computed for them. Lives on the UI thread; other
/// threads get snapshots (clones). Every change is an undoable step; undo restores ink and hints, colours are
/// recomputed. The undo stack has a byte budget.
class Document : public QObject {
  Q_OBJECT
 public:
  explicit Document(QSize size = {512, 512}, QObject* parent = nullptr);
  ~Document() override;

  QSize size() const;
  /// Paper and ink for painting, Format_RGB32 (white paper, black ink).
  const QImage& paper() const;
  /// Ink coverage CV_8U (0 none, 255 full). Owned by the document.
  const cv::Mat& ink() const;
  const std::vector<Hint>& hints() const;
  /// The colours that were chosen to paint with; empty: what such things have.
  const Palette& palette() const;
  /// The coloured picture last computed (with ink), and the colours alone; null before the first result.
  const QImage& colouredPicture() const;
  const QImage& colours() const;

  /// Grows with every change of ink, hints or size.
  quint64 revision() const;
  /// The number of the present state of undo: the same number, the same ink and hints.
  quint64 state() const;
  /// Grows with every drawing that is begun or opened.
  quint64 drawing() const;
  bool isEmpty() const;
  bool isModified() const;
  /// False: the present state is the saved one; true: no state is.
  void setModified(bool modified);
  /// A snapshot was saved: the state that it shows counts as saved, whatever was drawn since. Nothing where another drawing has begun.
  void markSaved(const DocumentSnapshot& snapshot, const QString& path);
  QString fileName() const;
  void setFileName(const QString& path);

  // A stroke of the pen or the eraser, drawn while it happens; one undo step.
  void beginStroke(bool erase);
  void extendStroke(const StrokePoint& point);
  void endStroke();
  /// Takes the stroke under way back, as if it had never begun.
  void cancelStroke();

  void addHint(const Hint& hint);
  void removeHint(int index);
  /// Any change of the hints as one undo step.
  void setHints(std::vector<Hint> hints);
  /// One undo step; empty leaves the choice to the model.
  void setPalette(Palette palette);
  /// The topmost hint whose mark, widened by `slack`, covers a point; -1 none.
  int hintAt(QPointF point, double slack = 0) const;
  void clear();
  /// Replaces ink and hints as one undo step; the size may change.
  void replaceSketch(const cv::Mat& grey, std::vector<Hint> hints = {});
  /// A fresh document: no undo, not modified.
  void reset(QSize size);

  void undo();
  void redo();
  bool canUndo() const;
  bool canRedo() const;

  /// For another thread, which must not write to them: grey sketch (255 paper) and hints BGRA (empty Mat where there is none).
  cv::Mat sketchSnapshot() const;
  cv::Mat hintsSnapshot() const;
  /// A result for `revision`, full size, RGB32; one of another size is ignored (the canvas changed meanwhile).
  void setColoured(QImage colours, QImage picture, quint64 revision, const QString& model, const QString& modelHash);
  /// The revision that the colours show; 0 before the first result.
  quint64 colouredRevision() const;
  QString modelName() const;
  QString modelHash() const;

  const std::vector<KeptVersion>& versions() const;
  /// Keeps the present result; the oldest of more than twelve goes.
  void keepVersion();
  void removeVersion(int index);
  /// Brings a kept version's colours back, until the next result replaces them.
  void showVersion(int index);

 Q_SIGNALS:
  /// Ink or hints changed inside `area` (canvas pixels); `live`: a stroke is under way.
  void changed(QRect area, bool live);
  void sizeChanged(QSize size);
  void colouredChanged();
  void hintsChanged();
  void paletteChanged();
  void undoChanged();
  void modifiedChanged(bool modified);
  void versionsChanged();
  void fileNameChanged(const QString& path);
  /// A step was done, taken back, done again; or a new drawing began.
  void stepped(const DrawingStep& step);
  void undone();
  void redone();
  void restarted();

 private:
  friend void restore(Document& document, const DocumentSnapshot& snapshot, const QString& path);
  void begin(const DocumentSnapshot& content, const QString& path);
  void perform(UndoStep step, bool wiped);
  void remember(UndoStep step, const DrawingStep& record);
  void apply(const UndoStep& step, bool forward);
  void refreshPaper(QRect area);
  void dropColours();
  void checkModified();

  struct Data;
  std::unique_ptr<Data> data_;
};

DocumentSnapshot snapshotOf(const Document& document);
void restore(Document& document, const DocumentSnapshot& snapshot, const QString& path);

/// Saves and opens OpenRaster (layers from the top: lines, hints, colours; beside them chaesaek.json with the hint
/// objects, canvas size, model name and SHA-256). Other programs' files open too: their `lines` layer, else all that is
/// visible. Throws Error in one line; nothing half-written.
void saveOpenRaster(const DocumentSnapshot& snapshot, const QString& path);
DocumentSnapshot loadOpenRaster(const QString& path);

/// cv::Mat <-> QImage: converted once, here. BGR/BGRA/grey 8 bit; the result owns its pixels.
QImage toImage(const cv::Mat& picture);
cv::Mat toMat(const QImage& image);  // BGRA, straight alpha

}  // namespace chaesaek
