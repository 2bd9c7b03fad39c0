// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <deque>
#include <memory>
#include <vector>

#include "core/inference/live.h"
#include "ui/document/document.h"

namespace chaesaek {

enum class LiveState { Off, Working, UpToDate, PausedHidden, Error };

/// How long a change took to become a picture on screen, over the last 200 results.
struct Latency {
  double p50 = 0, p95 = 0, last = 0;  ///< milliseconds
  double colourer = 0;                ///< median of what the colourer alone took
  int results = 0;
};

/// A drawing that the sketch looks like, for the window.
struct DrawingLike {
  QString name, hand;
  bool sure = false;  ///< so alike that it is hardly anything else
  QImage picture;
  Palette palette;
};

/// Keeps a document's colours up to date: hands what changed to the colouring thread, at most one request in flight, and
/// always a final one after the last change. A burst of pen events costs one clone a turn of the event loop at most.
class LiveBridge : public QObject {
  Q_OBJECT
 public:
  explicit LiveBridge(Document* document, QObject* parent = nullptr);
  ~LiveBridge() override;

  /// Loads on the colouring thread; the model before stays in use until then, or where loading fails.
  void setModel(const QString& nameOrPath, const QString& device = "auto");
  const ModelInfo& model() const { return model_; }
  QString device() const { return device_; }

  void setOn(bool on);
  bool isOn() const { return on_; }
  /// A hidden window colours nothing.
  void setHidden(bool hidden);

  LiveState state() const;
  QString error() const { return error_; }
  Latency latency() const;

 Q_SIGNALS:
  void stateChanged();
  void modelLoaded(const ModelInfo& info, const QString& device);
  void modelFailed(const QString& error);
  /// What the sketch looks like, the most alike first; empty where the model recognises nothing.
  void recognised(const std::vector<DrawingLike>& drawings);

 private:
  struct Delivery;
  void noteChange();
  void submit();
  void receive(Delivery delivery);
  void show(const Delivery& delivery);
  void loaded(const QString& error, const ModelInfo& info, const QString& device);
  void updateRunning();

  Document* document_;
  ModelInfo model_;
  QString device_, error_;
  bool on_ = true, hidden_ = false, hasModel_ = false, loading_ = false, inFlight_ = false;
  bool last_ = true;       // what was received last was the last of its request
  quint64 submitted_ = 0;  // revision of the newest request
  quint64 kept_ = 0;       // revision whose colours stay: opened or saved with the drawing, or a version brought back
  bool showing_ = false;   // the colours that come now are ours
  qint64 changedAt_ = -1, submittedChangeAt_ = -1;  // of the first change that no request, that the newest request shows
  QElapsedTimer clock_;
  QTimer turn_;
  std::deque<double> latencies_, colourerTimes_;
  std::unique_ptr<LiveColourer> colourer_;  // last: its thread ends before the rest goes
};

}  // namespace chaesaek
