// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_dock.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QVBoxLayout>
#include <cmath>

#include "core/data/point_set.h"
#include "core/experiments/declaration.h"
#include "ui/widgets/button.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/figures.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

namespace chaesaek {

namespace {

constexpr int kWidth = 268, kScrollBar = 10;
constexpr int64_t kSteps = 20000;  // of a run that is no lesson: nobody waits for its end
const char* const kExperiment = "playground";

struct Lesson {
  const char *preset, *data;
  int64_t steps;
  QString title, watch;
};

const std::vector<Lesson>& lessons() {
  static const std::vector<Lesson> all = {
      {"saturation", "ring", 4000, PlaygroundDock::tr("Saturation"),
       PlaygroundDock::tr("Watch the arrows: D alone learns first, and is sure of everything; minimax then pushes G's points nowhere. Choose "
                          "Non-saturating above: the same D, long arrows.")},
      {"collapse", "ring", 4000, PlaygroundDock::tr("Collapse"),
       PlaygroundDock::tr("Watch the dots that are hit: D alone learns first, then G's points run to the nearest one or two, and "
                          "stay. No arrow shows them the way to the others.")},
      {"least_squares", "ring", 4000, PlaygroundDock::tr("Least squares"),
       PlaygroundDock::tr("Watch points that overshoot: least squares pulls back also those that D is sure to be real. Of points off "
                          "target about one in ten is left, and most dots are hit.")},
      {"optimum", "bumps", 2500, PlaygroundDock::tr("The best D"),
       PlaygroundDock::tr("Watch D's curve close in on the dashed one: theory says that no D is better than p / (p + q). At the end "
                          "both are near .5, and D can only guess.")},
  };
  return all;
}

const Lesson* lessonOf(const QString& preset) {
  for (const Lesson& each : lessons())
    if (preset == each.preset) return &each;
  return nullptr;
}

QString titleOfLoss(const std::string& key) {
  if (key == "non_saturating") return PlaygroundDock::tr("Non-saturating");
  if (key == "minimax") return PlaygroundDock::tr("Minimax");
  if (key == "least_squares") return PlaygroundDock::tr("Least squares (0, 1)");
  return PlaygroundDock::tr("Least squares (−1, 1, 0)");
}

Settings settingsOf(const QString& preset) {
  const ParameterSchema& schema = experimentInfo(kExperiment).parameters;
  return preset.isEmpty() ? schema.defaults() : schema.withPreset(preset.toStdString());
}

void choose(QComboBox* box, const std::string& key) { box->setCurrentIndex(box->findData(QString::fromStdString(key))); }

}  // namespace

PlaygroundDock::PlaygroundDock(QWidget* parent)
    : QScrollArea(parent), data_(new ChoiceBox(this)), loss_(new ChoiceBox(this)), lessons_(new QButtonGroup(this)), watch_(new Caption({}, this)) {
  auto* inside = new QWidget(this);
  auto* column = new QVBoxLayout(inside);
  column->setContentsMargins(kGap12, kGap12, kGap12, kGap12);
  column->setSpacing(kGap8);
  buildChoices(column);
  column->addSpacing(kGap8);
  buildLessons(column);
  column->addSpacing(kGap8);
  buildFigures(column);
  column->addStretch();
  setWidget(inside);
  setWidgetResizable(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFixedWidth(kWidth + kScrollBar);
  setFocusPolicy(Qt::NoFocus);
  inside->setAutoFillBackground(false);
  chooseLesson({});
}

void PlaygroundDock::buildChoices(QVBoxLayout* column) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kGap8);
  grid->setVerticalSpacing(kGap8);
  grid->setColumnStretch(1, 1);
  const auto add = [&](int row, const QString& word, ChoiceBox* box, const QString& name) {
    auto* label = new QLabel(word, this);
    label->setBuddy(box);
    box->setObjectName(name);
    box->setAccessibleName(word);
    grid->addWidget(label, row, 0);
    grid->addWidget(box, row, 1);
    connect(box, &QComboBox::activated, this, &PlaygroundDock::changed);
  };
  add(0, tr("Points"), data_, "points");
  add(1, tr("Loss"), loss_, "loss");
  for (const char* name : {"ring", "grid", "moons", "bumps"}) data_->addItem(QString::fromStdString(titleOfPoints(name)), name);
  for (const std::string& each : experimentInfo(kExperiment).parameters.at("loss").choices)
    loss_->addItem(titleOfLoss(each), QString::fromStdString(each));
  column->addLayout(grid);
}

void PlaygroundDock::buildLessons(QVBoxLayout* column) {
  column->addWidget(new SectionHead(tr("Lessons"), this));
  auto* grid = new QGridLayout;
  grid->setSpacing(kGap8);
  lessons_->setExclusive(false);  // the chosen one can be left
  for (int i = 0; i < int(lessons().size()); ++i) {
    const Lesson& each = lessons()[size_t(i)];
    auto* button = new Button(Button::Look::Plain, {}, each.title, this);
    button->setObjectName(QString("lesson-") + each.preset);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->describe(each.watch);
    lessons_->addButton(button, i);
    grid->addWidget(button, i / 2, i % 2);
  }
  column->addLayout(grid);
  watch_->setObjectName("watch");
  watch_->setWordWrap(true);
  watch_->setForegroundRole(QPalette::WindowText);
  watch_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  watch_->setFixedWidth(kWidth - 2 * kGap12);
  int most = 0;
  for (const Lesson& each : lessons()) {
    watch_->setText(each.watch);
    most = qMax(most, watch_->heightForWidth(watch_->width()));
  }
  watch_->setFixedHeight(most);  // nothing jumps
  column->addWidget(watch_);
  connect(lessons_, &QButtonGroup::idClicked, this, &PlaygroundDock::clickLesson);
}

void PlaygroundDock::buildFigures(QVBoxLayout* column) {
  column->addWidget(new SectionHead(tr("Now"), this));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(kGap8);
  grid->setVerticalSpacing(6);
  grid->setColumnStretch(0, 1);
  const auto add = [&](const QString& word, const QString& name, const QString& about) {
    const int row = grid->rowCount();
    auto* label = new QLabel(word, this);
    auto* value = new QLabel("–", this);
    value->setObjectName(name);
    value->setAlignment(Qt::AlignRight);
    for (QLabel* each : {label, value}) each->setToolTip(about);
    grid->addWidget(label, row, 0);
    grid->addWidget(value, row, 1);
    words_[value] = label;
    return value;
  };
  modes_ = add(tr("Dots hit"), "figure-modes", tr("By at least 20 of 2,500 made points, within three deviations"));
  off_ = add(tr("Points off target"), "figure-off", tr("Made points that lie more than three deviations beside all real ones"));
  answers_ = add(tr("D on real · made points"), "figure-answers", tr("How likely D holds them to be real, on average"));
  ratio_ = add(tr("Non-saturating ÷ minimax"), "figure-ratio",
               tr("G's gradient: how many times as much the non-saturating loss teaches G at this moment as minimax would"));
  gap_ = add(tr("D from the best D"), "figure-gap", tr("Mean distance between D and p / (p + q), where there are points"));
  column->addLayout(grid);
}

bool PlaygroundDock::isMinimax() const { return loss_->currentData().toString() == "minimax"; }

int PlaygroundDock::modesInAll() const { return int(openPoints(data_->currentData().toString().toStdString())->modes().size()); }

void PlaygroundDock::clickLesson(int index) {
  const QString preset = lessons()[size_t(index)].preset;
  chooseLesson(preset == lesson_ ? QString() : preset);
  Q_EMIT changed();
}

void PlaygroundDock::chooseLesson(const QString& preset) {
  lesson_ = preset;
  const Lesson* lesson = lessonOf(preset);
  for (int i = 0; i < int(lessons().size()); ++i) lessons_->button(i)->setChecked(lesson == &lessons()[size_t(i)]);
  if (lesson) choose(data_, lesson->data);
  choose(loss_, settingsOf(preset).choice("loss"));
  watch_->setText(lesson ? lesson->watch : tr("G makes points, D tells them from real ones; both learn from each other, here and now. Choose points and a loss, or a lesson."));
}

RunConfig PlaygroundDock::config(qint64 seed) const {
  Settings settings = settingsOf(lesson_);
  settings.set("loss", loss_->currentData().toString().toStdString());
  settings.set("seed", seed);
  RunConfig config;
  config.experiment = kExperiment;
  config.data = data_->currentData().toString().toStdString();
  config.settings = settings.toJson();
  const Lesson* lesson = lessonOf(lesson_);
  config.steps = lesson ? lesson->steps : kSteps;
  config.device = "cpu";  // so small that a GPU would only wait
  config.fleeting = true;
  return config;
}

void PlaygroundDock::show(const Figures& f) {
  const auto points = openPoints(data_->currentData().toString().toStdString());
  const auto apply = [this](QLabel* figure, bool applies) {
    for (QLabel* each : {words_.at(figure), figure}) each->setVisible(applies);
  };
  apply(modes_, !points->modes().empty());
  apply(gap_, points->dimensions() == 1);
  const auto two = [](double value) { return QString::number(value, 'f', 2); };
  modes_->setText(std::isfinite(f.modes) ? tr("%1 of %2").arg(int(f.modes)).arg(modesInAll()) : "–");
  off_->setText(std::isfinite(f.off) ? tr("%1 %").arg(qRound(f.off * 100)) : "–");
  answers_->setText(std::isfinite(f.real) ? two(f.real) + " · " + two(f.fake) : "–");
  ratio_->setText(std::isfinite(f.ratio) ? tr("%1 ×").arg(f.ratio < 10 ? figureText(f.ratio, 2) : wholeText(qRound64(f.ratio))) : "–");
  gap_->setText(std::isfinite(f.gap) ? two(f.gap) : "–");
}

}  // namespace chaesaek
