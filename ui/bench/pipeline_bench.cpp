// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bench/pipeline_bench.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/toy_pairs.h"
#include "core/evaluation/bench_inference.h"
#include "core/evaluation/statistics.h"
#include "core/inference/model_places.h"
#include "ui/bench/pipeline_probe.h"
#include "ui/bench/scripted_pen.h"
#include "ui/pages/draw_page.h"
#include "ui/pages/file_actions.h"
#include "ui/pages/main_window.h"
#include "ui/pages/picture_intake.h"
#include "ui/pages/train_page.h"
#include "ui/widgets/theme.h"

namespace chaesaek {
namespace {

constexpr QSize kWindow{1280, 800};
constexpr int kPatienceMs = 120'000;   // for what has to come before the pen may begin
constexpr int kPoints = 32;            // of a stroke: a quarter of a second
constexpr int kSettled = 500, kEnoughRequests = 600;
constexpr int kForwards = 20;
constexpr int kToyDrawings = 64, kToySide = 288;
const double kNone = std::numeric_limits<double>::quiet_NaN();

/// Turns of the event loop until it is so.
template <class Condition>
void waitFor(Condition condition, int limitMs, const std::string& what) {
  QEventLoop loop;
  QTimer look;
  const Stopwatch watch;
  bool held = false;
  QObject::connect(&look, &QTimer::timeout, &loop, [&] {
    held = condition();
    if (held || watch.ms() > limitMs) loop.quit();
  });
  look.start(2);
  loop.exec();
  if (!held) fail(what + " did not come within " + std::to_string(limitMs / 1000) + " s");
}

/// Slightly bent lines across the paper, in the window's pixels.
std::vector<std::vector<QPointF>> makeStrokes(int count, const CanvasView& canvas, const QWidget& window) {
  Random random(11);
  const QSizeF paper = canvas.document()->size();
  const auto somewhere = [&] { return QPointF(random.uniform(0.15, 0.85) * paper.width(), random.uniform(0.15, 0.85) * paper.height()); };
  std::vector<std::vector<QPointF>> strokes(static_cast<size_t>(count));
  for (auto& stroke : strokes) {
    const QPointF from = somewhere(), bend = somewhere(), to = somewhere();
    for (int i = 0; i < kPoints; ++i) {
      const double t = static_cast<double>(i) / (kPoints - 1);
      const QPointF at = (1 - t) * (1 - t) * from + 2 * t * (1 - t) * bend + t * t * to;
      stroke.push_back(canvas.mapTo(&window, canvas.toWidget(at)));
    }
  }
  return strokes;
}

/// MiB a thousand requests: the line through what comes after the first ones (least squares).
double slopeOf(const std::vector<double>& memory) {
  if (memory.size() < kEnoughRequests) return kNone;
  const auto n = static_cast<double>(memory.size() - kSettled);
  double sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
  for (size_t i = kSettled; i < memory.size(); ++i) {
    const auto x = static_cast<double>(i - kSettled), y = memory[i];
    sumX += x, sumY += y, sumXX += x * x, sumXY += x * y;
  }
  return 1000 * (n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
}

/// A path where there is one: names of runs and own models mean nothing in another home.
QString modelPath(const std::string& name) {
  if (name.empty() || name == "flat") return QString::fromStdString(name.empty() ? defaultModelName() : name);
  const auto place = findModelPlace(name);
  if (!place) failUsage("no model, run or file is called " + name);
  return QString::fromStdString(place->path.string());
}

/// The studio with its sample.
class Studio {
 public:
  explicit Studio(const QString& model) {
    QObject::connect(page_->live(), &LiveBridge::modelFailed, page_, [this](const QString& text) { error_ = text.toStdString(); });
    QObject::connect(page_->document(), &Document::colouredChanged, page_, [this] { memory_.push_back(residentMb()); });
    window_.resize(kWindow);
    page_->loadModel(model);
    page_->files()->intake()->openSample();
    window_.show();
  }

  MainWindow& window() { return window_; }
  DrawPage* page() { return page_; }
  CanvasView* sketch() const { return page_->stage()->sketch(); }
  const QWidget* coloured() const { return page_->stage()->coloured(); }
  const std::vector<double>& memory() const { return memory_; }  ///< after each result
  std::string model() const { return page_->live()->model().name; }

  void untilColoured(const PipelineProbe& probe) {
    const Document* document = page_->document();
    waitFor([&] {
      if (!error_.empty()) fail(error_);
      return !document->isEmpty() && page_->live()->state() == LiveState::UpToDate && probe.shownRevision() == document->revision();
    }, kPatienceMs, "the drawing's colours");
  }

  /// A run of its own, until it has taken its first steps.
  void train(const std::string& data, const Json& settings) {
    TrainingRunner* runner = window_.trainPage()->runner();
    QObject::connect(runner, &TrainingRunner::stepsTaken, page_, [this](const std::vector<ScalarEvent>& scalars) { steps_ += static_cast<int64_t>(scalars.size()); });
    QObject::connect(runner, &TrainingRunner::refused, page_, [this](const QString& text) { error_ = text.toStdString(); });
    TrainingOrder order;
    order.config.experiment = "pix2pix";
    order.config.data = data;
    order.config.settings = settings;
    runner->enqueue(order);
    waitFor([&] {
      if (!error_.empty()) fail(error_);
      return steps_ >= 2;
    }, kPatienceMs, "the first steps of training");
  }
  int64_t trainingSteps() const { return steps_; }

 private:
  std::string error_;
  std::vector<double> memory_;
  int64_t steps_ = 0;
  MainWindow window_;
  DrawPage* page_ = window_.drawPage();
};

/// The whole script, until its last colours are there.
void draw(Studio& studio, PipelineProbe& probe, int count, const Progress& progress) {
  Document* document = studio.page()->document();
  bool done = false;
  int drawn = 0;
  const auto onUiThread = [document](auto what) { QMetaObject::invokeMethod(document, what, Qt::QueuedConnection); };
  PenScript script{makeStrokes(count, *studio.sketch(), studio.window()), studio.window().windowHandle(), [&] { return probe.post(); }, {}, {}};
  script.afterStroke = [&, onUiThread] {
    onUiThread([&, document] {
      document->undo();
      progress(++drawn, count, "drawing");
    });
  };
  script.done = [&, onUiThread] { onUiThread([&] { done = true; }); };
  const ScriptedPen pen(std::move(script));
  waitFor([&] { return done; }, count * 10'000, "the last stroke");
  studio.untilColoured(probe);
}

double forwardOf(const QString& model) {
  if (model == "flat") return kNone;
  InferenceBench bench;
  bench.model = model.toStdString();
  bench.device = "auto";
  bench.runs = kForwards;
  bench.plain = false;
  return benchInference(bench, {}).medianMs;
}

}  // namespace

Json PipelineFigures::toJson() const {
  return {{"model", model}, {"platform", platform}, {"strokes", strokes}, {"requests", requests}, {"ink_p50_ms", inkP50Ms}, {"ink_p95_ms", inkP95Ms},
          {"colour_p50_ms", colourP50Ms}, {"colour_p95_ms", colourP95Ms}, {"forward_median_ms", numberOrNull(forwardMedianMs)},
          {"colour_p95_in_forwards", numberOrNull(colourP95Ms / forwardMedianMs)}, {"colourer_median_ms", colourerMedianMs},
          {"while_training", whileTraining}, {"training_steps", trainingSteps}, {"first_colours_ms", firstColoursMs}, {"rss_mb", rssMb},
          {"rss_slope_mb_per_1000", numberOrNull(rssSlope)}, {"ui_cpu_p999_ms", uiCpuP999Ms}};
}

PipelineFigures benchPipeline(const PipelineBench& bench, const Progress& progress) {
  const Stopwatch sinceStart;
  const QString model = modelPath(bench.model);
  const QTemporaryDir home;
  qputenv("CHAESAEK_HOME", home.path().toLocal8Bit());
  std::string data = bench.data;
  if (bench.whileTraining && data.empty()) {
    data = home.filePath("toys.chsk").toStdString();
    packPairs(ToyPairs(kToyDrawings, kToySide), {}, data, {});
  }
  const double prepared = sinceStart.ms();
  int argc = 1;
  char name[] = "chaesaek";
  char* argv[] = {name, nullptr};
  TimedApplication app(argc, argv);
  Theme::instance().choose(ThemeChoice::Light);
  PipelineFigures figures;
  {
    Studio studio(model);
    PipelineProbe probe(studio.page()->document(), studio.sketch(), studio.coloured());
    app.setProbe(&probe);
    studio.untilColoured(probe);
    figures.firstColoursMs = sinceStart.ms() - prepared;
    if (bench.whileTraining) studio.train(data, bench.settings);
    const int64_t stepsBefore = studio.trainingSteps();
    const size_t resultsBefore = studio.memory().size();
    draw(studio, probe, bench.strokes, progress);
    app.setProbe(nullptr);

    if (probe.ink().empty() || probe.colours().empty()) fail("the window saw no stroke of the pen; its canvas may be covered");
    figures.inkP50Ms = percentile(probe.ink(), 0.5);
    figures.inkP95Ms = percentile(probe.ink(), 0.95);
    figures.colourP50Ms = percentile(probe.colours(), 0.5);
    figures.colourP95Ms = percentile(probe.colours(), 0.95);
    figures.requests = static_cast<int>(studio.memory().size() - resultsBefore);
    figures.trainingSteps = studio.trainingSteps() - stepsBefore;
    figures.colourerMedianMs = studio.page()->live()->latency().colourer;
    figures.rssMb = residentMb();
    figures.rssSlope = slopeOf(studio.memory());
    figures.model = studio.model();
  }
  figures.platform = QGuiApplication::platformName().toStdString();
  figures.strokes = bench.strokes;
  figures.whileTraining = bench.whileTraining;
  figures.uiCpuP999Ms = app.watchdog().cpu().quantile(0.999);
  figures.forwardMedianMs = forwardOf(model);
  return figures;
}

}  // namespace chaesaek
