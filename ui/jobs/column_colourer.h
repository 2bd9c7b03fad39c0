// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QImage>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/evaluation/drawing_result.h"
#include "core/inference/colourer.h"

namespace chaesaek {

class ModelShelf;

/// A sketch that goes through all columns; clones that nobody writes to any more.
struct ColumnRequest {
  cv::Mat sketch;        ///< grey
  cv::Mat hints;         ///< BGRA, the same size, or empty
  Palette palette = {};  ///< to paint with; empty: what such things have
  std::optional<EvaluationDrawing> known = {};  ///< the drawing whose real colours are known: results are measured against it
  quint64 revision = 0;  ///< rises with every request
};

/// A column's network: `id` is its own for as long as it stands; `model` is what ModelShelf::open takes.
struct ColumnModel {
  int id = 0;
  QString model;
  bool operator==(const ColumnModel&) const = default;
};

struct ColumnResult {
  int column = 0;          ///< its id
  quint64 revision = 0;    ///< of the request that it shows
  QImage picture;          ///< with ink, the sketch's size; null where there is an error
  double forwardMs = 0;    ///< the network alone
  ModelInfo info;
  QString error;           ///< one line
};

struct ColumnFigures {
  int column = 0;
  quint64 revision = 0;
  PictureFigures figures;
};

/// Colours one sketch with several networks, in one thread, one after another: inference never runs beside itself. Every column
/// gets the newest sketch, and always the last one; the column that is looked at comes first, and every other time while
/// the sketch keeps changing, so that the others go on, too. What is measured waits until all pictures are there.
/// Pictures are those of the sketch alone, whatever was drawn before. Results arrive on the UI thread.
class ColumnColourer : public QObject {
  Q_OBJECT
 public:
  explicit ColumnColourer(QObject* parent = nullptr);
  /// Wakes, joins.
  ~ColumnColourer() override;

  /// A column that stays keeps its network and what it has done.
  void setColumns(std::vector<ColumnModel> columns);
  void submit(ColumnRequest request);
  /// Whether the newest request was begun: before, another one would only take its place.
  bool hasBegun() const;
  void lookAt(int column);
  /// Off: the newest request is kept.
  void setEnabled(bool on);
  /// Of all networks together, bytes.
  void setLimit(qint64 bytes);
  /// Loads what was written anew since, or is there at last.
  void checkFiles();
  /// Longer work with the networks that are loaded, on their thread; columns wait meanwhile. It must look at `progress`, which
  /// is cancelled when this ends. Replaces work that has not begun.
  void borrow(std::function<void(ModelShelf&)> work, Progress progress);
  /// Something is not coloured or measured yet.
  bool isBusy() const;

 Q_SIGNALS:
  void coloured(const ColumnResult& result);
  void measured(const ColumnFigures& figures);
  /// Nothing is left to do.
  void settled();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chaesaek
