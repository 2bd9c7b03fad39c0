// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDialog>
#include <QImage>

#include "core/data/prepare.h"
#include "ui/jobs/newest_job.h"

class QLabel;
class QLineEdit;
class QProgressBar;

namespace chaesaek {

class Button;
class Caption;
class PathField;
class SegmentedControl;
class ValueSlider;

/// Makes a data set of one's own pictures: side by side in one file, in two folders, or coloured pictures whose lines are
/// extracted. What it would look like is seen before it is used; what cannot be used is listed with its reason.
class PreparePanel : public QDialog {
  Q_OBJECT
 public:
  explicit PreparePanel(QWidget* parent);

 Q_SIGNALS:
  void prepared(const QString& name);

 private:
  QWidget* buildChoices();
  QWidget* buildPreview();
  void showKind();
  void preview();
  void prepare();
  void report(const PrepareReport& report);
  PrepareOptions options() const;
  void showState();

  SegmentedControl *kind_, *side_;
  PathField *first_, *second_;
  QLineEdit* name_;
  ValueSlider* strength_;
  QLabel* picture_;
  Caption* note_;
  QProgressBar* progress_;
  Button *make_, *close_;
  Progress job_;
  bool busy_ = false;  // the set is being made
  NewestJob<QImage> preview_{this, NewestJob<QImage>::Running::Finishes};
};

}  // namespace chaesaek
