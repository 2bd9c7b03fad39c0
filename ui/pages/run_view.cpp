// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_view.h"

#include <algorithm>

#include "core/experiments/declaration.h"
#include "core/image/codec.h"
#include "core/image/sheet.h"
#include "core/training/health.h"
#include "core/training/run_folder.h"
#include "ui/document/document.h"
#include "ui/jobs/job.h"
#include "ui/pages/run_plots.h"
#include "ui/widgets/sample_board.h"

namespace chaesaek {

namespace {

constexpr size_t kRemembered = 4000;     // scalars that health looks at
constexpr qint64 kHealthEveryMs = 1000;

int generatedColumn(const ExperimentInfo& info) {
  return int(std::find(info.columns.begin(), info.columns.end(), kGeneratedColumn) - info.columns.begin());
}

void keepNewest(std::vector<ScalarEvent>& scalars) {
  if (scalars.size() > 2 * kRemembered) scalars.erase(scalars.begin(), scalars.end() - std::ptrdiff_t(kRemembered));
}

}  // namespace

struct RunView::Sheets {
  std::vector<std::vector<QImage>> rows;
  std::vector<QImage> maps;
};

RunView::RunView(RunPlots* plots, SampleBoard* board, QObject* parent) : QObject(parent), plots_(plots), board_(board) {
  connect(board, &SampleBoard::momentChosen, this, &RunView::loadMoment);
  connect(board, &SampleBoard::newestChosen, this, [this] {
    if (!history_.sampleSteps.empty()) loadMoment(history_.sampleSteps.back());
  });
}

RunView::Sheets RunView::sheetsOf(const cv::Mat& sheet, const cv::Mat& judged, int columns) {
  Sheets sheets;
  for (const auto& row : splitSheet(sheet, columns)) {
    auto& images = sheets.rows.emplace_back();
    for (const cv::Mat& tile : row) images.push_back(toImage(tile.clone()));
  }
  if (!judged.empty())
    for (const auto& row : splitSheet(judged, 1)) sheets.maps.push_back(toImage(row.front().clone()));
  return sheets;
}

void RunView::showNothing() {
  ++generation_;
  run_.clear();
  experiment_ = nullptr;
  history_ = {};
  board_->setRows({});
  board_->setMoments({}, {});
}

void RunView::show(const RunRecord& run) {
  const bool another = QString::fromStdString(run.name) != run_;
  if (another) showNothing();
  ++generation_;
  run_ = QString::fromStdString(run.name);
  path_ = run.path;
  failed_ = run.standing == RunStanding::Failed;
  experiment_ = &experimentInfo(run.experiment);
  plots_->setExperiment(*experiment_);
  QStringList heads;
  for (const std::string& column : experiment_->columns) heads << QString::fromStdString(column);
  board_->setColumns(heads);
  runJob(this, [path = path_](const Progress&) { return readHistory(path); }, [this, generation = generation_](Outcome<RunHistory> outcome) {
    if (generation != generation_) return;
    if (outcome.value) take(*outcome.value);
    else Q_EMIT failed(outcome.error);
  });
}

void RunView::take(const RunHistory& history) {
  history_ = history;
  plots_->append(history.scalars);
  for (const MeasureEvent& measure : history.measures) plots_->append(measure);
  keepNewest(history_.scalars);
  showMoments();
  lastHealth_.invalidate();
  sayHealth();
  if (!history_.sampleSteps.empty()) loadMoment(board_->moment().value_or(history_.sampleSteps.back()));
}

void RunView::catchUp() {
  if (!experiment_) return;
  runJob(this, [path = path_](const Progress&) { return readHistory(path); }, [this, generation = generation_](Outcome<RunHistory> outcome) {
    if (generation == generation_ && outcome.value) takeNew(std::move(*outcome.value));
  });
}

void RunView::takeNew(RunHistory history) {
  const int64_t known = history_.scalars.empty() ? 0 : history_.scalars.back().step;
  const auto isNew = [known](const ScalarEvent& event) { return event.step > known; };
  const auto first = std::find_if(history.scalars.begin(), history.scalars.end(), isNew);
  append(std::vector<ScalarEvent>(first, history.scalars.end()));
  const bool newSample = !history.sampleSteps.empty() && history.sampleSteps != history_.sampleSteps;
  for (size_t i = history_.measures.size(); i < history.measures.size(); ++i) plots_->append(history.measures[i]);
  history_.measures = std::move(history.measures);
  history_.sampleSteps = std::move(history.sampleSteps);
  history_.best = history.best;
  showMoments();
  if (newSample && !board_->moment()) loadMoment(history_.sampleSteps.back());
}

void RunView::renamed(const QString& name, const std::filesystem::path& path) {
  run_ = name;
  path_ = path;
}

void RunView::loadMoment(qint64 step) {
  if (!experiment_) return;
  const bool newest = !history_.sampleSteps.empty() && step == history_.sampleSteps.back();
  plots_->setCursor(newest ? std::nullopt : std::optional(step));
  const auto work = [path = path_, step, columns = int(experiment_->columns.size())](const Progress&) {
    const RunFolder folder = RunFolder::open(path.string());
    const std::filesystem::path judged = folder.judged(step);
    return sheetsOf(readPicture(folder.sample(step)), std::filesystem::exists(judged) ? toSketch(readPicture(judged)) : cv::Mat(), columns);
  };
  runJob(this, work, [this, generation = generation_](Outcome<Sheets> outcome) {
    if (generation != generation_) return;
    if (outcome.value) showSheets(*outcome.value);
    else Q_EMIT failed(outcome.error);
  });
}

void RunView::showSheets(const Sheets& sheets) {
  board_->setRows(sheets.rows);
  board_->setOverlay(generatedColumn(*experiment_), sheets.maps);
  Q_EMIT judgedChanged(!sheets.maps.empty());
}

void RunView::showMoments() {
  std::vector<qint64> steps(history_.sampleSteps.begin(), history_.sampleSteps.end());
  // The best is a validation's step; samples are made at those, too.
  board_->setMoments(std::move(steps), history_.best);
  plots_->setBest(history_.best);
}

void RunView::append(const std::vector<ScalarEvent>& scalars) {
  plots_->append(scalars);
  history_.scalars.insert(history_.scalars.end(), scalars.begin(), scalars.end());
  keepNewest(history_.scalars);
  sayHealth();
}

void RunView::append(const PictureEvent& picture) {
  if (!picture.live && (history_.sampleSteps.empty() || history_.sampleSteps.back() < picture.step)) {
    history_.sampleSteps.push_back(picture.step);
    showMoments();
  }
  if (board_->moment()) return;  // an earlier one is looked at
  showSheets(sheetsOf(picture.sheet, picture.judged, int(experiment_->columns.size())));
}

void RunView::append(const MeasureEvent& measure) {
  plots_->append(measure);
  history_.measures.push_back(measure);
  if (measure.best) history_.best = measure.step;
  showMoments();
}

void RunView::append(const PhaseEvent& phase) { plots_->showPhase(phase); }

void RunView::sayHealth() {
  if (lastHealth_.isValid() && lastHealth_.elapsed() < kHealthEveryMs) return;
  lastHealth_.restart();
  plots_->setHealth(failed_ ? Health{Health::Kind::Bad, "This run failed; the line above says why."} : healthOf(*experiment_, history_));
}

}  // namespace chaesaek
