// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prepare_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>

#include "ui/document/document.h"
#include "ui/jobs/job.h"
#include "ui/pages/path_field.h"
#include "ui/widgets/button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_slider.h"

namespace chaesaek {

namespace {

constexpr int kPreviewed = 3, kListed = 8, kChoicesWidth = 300;
constexpr QSize kPicture{400, 380};

QString text(const std::string& words) { return QString::fromStdString(words); }

}  // namespace

PreparePanel::PreparePanel(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("Your own drawings"));
  setAttribute(Qt::WA_DeleteOnClose);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kGap16, kGap16, kGap16, kGap16);
  row->setSpacing(kGap16);
  row->addWidget(buildChoices());
  row->addWidget(buildPreview(), 1);
  connect(kind_, &SegmentedControl::chosen, this, [this] {
    showKind();
    preview();
  });
  connect(side_, &SegmentedControl::chosen, this, &PreparePanel::preview);
  connect(strength_, &ValueSlider::valueChanged, this, &PreparePanel::preview);
  for (PathField* field : {first_, second_}) connect(field, &PathField::changed, this, &PreparePanel::preview);
  connect(name_, &QLineEdit::textChanged, this, &PreparePanel::showState);
  connect(make_, &QAbstractButton::clicked, this, &PreparePanel::prepare);
  connect(close_, &QAbstractButton::clicked, this, [this] {
    job_.cancel();
    close();
  });
  showKind();
  preview();
}

QWidget* PreparePanel::buildChoices() {
  auto* area = new QWidget(this);
  area->setFixedWidth(kChoicesWidth);
  auto* column = new QVBoxLayout(area);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGap8);
  kind_ = new SegmentedControl({{tr("Side by side"), {}}, {tr("Two folders"), {}}, {tr("Pictures"), {}}}, area);
  kind_->describe(0, tr("Each file holds sketch and picture beside each other"));
  kind_->describe(1, tr("Sketches in one folder, pictures of the same names in another"));
  kind_->describe(2, tr("Coloured pictures alone; their lines are extracted"));
  first_ = new PathField({}, area);
  first_->setObjectName("first-folder");
  second_ = new PathField(tr("Folder of the pictures"), area);
  second_->setObjectName("second-folder");
  side_ = new SegmentedControl({{tr("Sketch at the left"), {}}, {tr("at the right"), {}}}, area);
  strength_ = new ValueSlider(tr("Lines"), {0, 100}, area);
  strength_->describe(tr("How many lines are found: few to many"));
  strength_->setValue(50);
  name_ = new QLineEdit(area);
  name_->setObjectName("set-name");
  name_->setPlaceholderText(tr("my-drawings"));
  name_->setAccessibleName(tr("Name of the set"));
  note_ = new Caption({}, area);
  note_->setWordWrap(true);
  note_->setTextFormat(Qt::PlainText);
  note_->setObjectName("prepare-note");
  note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  progress_ = new QProgressBar(area);
  progress_->setTextVisible(false);
  progress_->setFixedHeight(4);
  make_ = new Button(Button::Look::Main, "database", tr("Make the set"), area);
  make_->setObjectName("make-set");
  close_ = new Button(Button::Look::Plain, {}, tr("Close"), area);
  column->addWidget(new SectionHead(tr("How they lie"), area));
  column->addWidget(kind_);
  for (QWidget* each : {static_cast<QWidget*>(first_), static_cast<QWidget*>(second_), static_cast<QWidget*>(side_), static_cast<QWidget*>(strength_)})
    column->addWidget(each);
  column->addWidget(new SectionHead(tr("Name of the set"), area));
  column->addWidget(name_);
  column->addWidget(note_, 1, Qt::AlignTop);
  column->addWidget(progress_);
  auto* buttons = new QHBoxLayout;
  buttons->addStretch();
  buttons->addWidget(close_);
  buttons->addWidget(make_);
  column->addLayout(buttons);
  return area;
}

QWidget* PreparePanel::buildPreview() {
  picture_ = new QLabel(tr("Choose a folder to see how its drawings would be taken."), this);
  picture_->setObjectName("prepare-preview");
  picture_->setMinimumSize(kPicture);
  picture_->setAlignment(Qt::AlignCenter);
  picture_->setWordWrap(true);
  picture_->setForegroundRole(QPalette::PlaceholderText);
  return picture_;
}

void PreparePanel::showKind() {
  const int kind = kind_->current();
  first_->setLabel(kind == 1 ? tr("Folder of the sketches") : tr("Folder"));
  second_->setVisible(kind == 1);
  side_->setVisible(kind == 0);
  strength_->setVisible(kind == 2);
}

PrepareOptions PreparePanel::options() const {
  PrepareOptions options;
  options.kind = PrepareKind(kind_->current());
  options.paths = {first_->path().toStdString()};
  if (options.kind == PrepareKind::Folders) options.paths.emplace_back(second_->path().toStdString());
  options.name = name_->text().trimmed().toStdString();
  options.sketchAtRight = side_->current() == 1;
  options.strength = strength_->value();
  return options;
}

void PreparePanel::preview() {
  const PrepareOptions wanted = options();
  showState();
  for (const auto& path : wanted.paths)
    if (path.empty()) return;
  preview_.order([wanted](const Progress&) { return toImage(previewPrepared(wanted, kPreviewed)); }, [this](Outcome<QImage> outcome) {
    if (!outcome.value) return picture_->setText(outcome.error);
    const QSize size = picture_->size() * devicePixelRatioF();
    QPixmap shown = QPixmap::fromImage(outcome.value->scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    shown.setDevicePixelRatio(devicePixelRatioF());
    picture_->setPixmap(shown);
  });
}

void PreparePanel::showState() {
  progress_->setVisible(busy_);
  bool complete = !name_->text().trimmed().isEmpty() && !first_->path().isEmpty();
  if (kind_->current() == 1) complete = complete && !second_->path().isEmpty();
  make_->setEnabled(!busy_ && complete);
  close_->setText(busy_ ? tr("Cancel") : tr("Close"));
}

void PreparePanel::prepare() {
  const PrepareOptions wanted = options();
  note_->setText({});
  busy_ = true;
  showState();
  const auto work = [wanted](const Progress& progress) { return prepareData(wanted, progress); };
  const auto done = [this](Outcome<PrepareReport> outcome) {
    busy_ = false;
    showState();
    if (outcome.value) report(*outcome.value);
    else note_->setText(outcome.error);
  };
  job_ = runJob(this, work, done, [this](double fraction, const QString&) { progress_->setValue(int(fraction * 100)); });
}

void PreparePanel::report(const PrepareReport& report) {
  QStringList lines{tr("%n pairs are ready: %1 to train on, %2 to validate, %3 to test.", nullptr, report.drawings)
                        .arg(report.train).arg(report.val).arg(report.test)};
  if (!report.refused.empty()) lines << tr("%n files could not be used:", nullptr, int(report.refused.size()));
  for (size_t i = 0; i < report.refused.size() && i < kListed; ++i) lines << text(report.refused[i].file + ": " + report.refused[i].reason);
  if (report.refused.size() > kListed)
    lines << tr("and %n more; \"chaesaek data info %1 --refused\" lists them all", nullptr, int(report.refused.size() - kListed)).arg(text(report.name));
  note_->setText(lines.join('\n'));
  Q_EMIT prepared(text(report.name));
}

}  // namespace chaesaek
