// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>

#include "core/data/pairs.h"
#include "core/evaluation/drawing.h"
#include "ui/document/document.h"
#include "ui/jobs/newest_job.h"

namespace chaesaek {

class MessageArea;

/// What goes through all columns.
struct CompareSubject {
  QString name;
  QSize size;
  cv::Mat sketch, hints;  ///< grey; BGRA or empty
  Palette palette = {};
  QImage drawn;           ///< the sketch as it is shown; null where the canvas shows it
  QImage real;            ///< the real picture; null where nobody knows it
  std::optional<EvaluationDrawing> known = {};
};

/// Where the sketch comes from: the canvas as it is drawn on, a file, or the drawings of a data set that networks are tested with.
class CompareSource : public QObject {
  Q_OBJECT
 public:
  enum class Kind { Canvas, File, Drawings };
  CompareSource(Document* canvas, MessageArea* messages, QObject* parent);

  Kind kind() const { return kind_; }
  void setKind(Kind kind);
  /// A picture or a drawing; one that is coloured already gives its lines, and is the real picture itself.
  void openFile(const QString& path);
  QString fileName() const { return file_.name; }

  /// A data set's name or packed file; its test drawings.
  void setData(const QString& name);
  QString data() const { return data_; }
  std::shared_ptr<const PairSet> set() const { return set_; }
  QStringList drawingNames() const;
  int count() const { return int(drawings_.size()); }
  /// Among the test drawings, 0 first.
  int position() const { return position_; }
  void goTo(int position);
  /// A drawing of a data set by its number there, where it is a test drawing.
  void showDrawing(const QString& data, int index);
  /// The same seed, the same drawing.
  void goToRandom(quint64 seed);

  /// What there is to compare now; its sketch is empty where there is nothing yet. Of the canvas: clones.
  CompareSubject subject() const;

 Q_SIGNALS:
  void kindChanged();
  /// Another sketch, or a change of the canvas.
  void changed();
  /// Which drawing it is, of how many, of which set.
  void moved();

 private:
  struct Opened {
    std::shared_ptr<const PairSet> set;
    std::vector<int> drawings;
    CompareSubject subject;
    int position = 0;
    int wanted = -1;  ///< number in the set, instead of the position
  };
  static Opened loadDrawing(Opened from, const std::string& name);
  void load(Opened from);
  void take(Opened opened);
  const CompareSubject& shown() const { return kind_ == Kind::File ? file_ : drawing_; }

  Document* canvas_;
  MessageArea* messages_;
  Kind kind_ = Kind::Canvas;
  CompareSubject file_, drawing_;
  QString data_;
  std::shared_ptr<const PairSet> set_;
  std::vector<int> drawings_;
  int position_ = 0;
  NewestJob<Opened> loading_;
};

}  // namespace chaesaek
