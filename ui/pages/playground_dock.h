// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QScrollArea>
#include <map>

#include "core/training/run_folder.h"

class QButtonGroup;
class QLabel;
class QVBoxLayout;

namespace chaesaek {

class ChoiceBox;

/// Beside the points: what G and D learn and how, lessons to watch, and the figures of the moment.
class PlaygroundDock : public QScrollArea {
  Q_OBJECT
 public:
  explicit PlaygroundDock(QWidget* parent = nullptr);
  /// Of the run that is chosen: fleeting.
  RunConfig config(qint64 seed) const;
  /// A preset of the experiment ("saturation"), with the points that show it; empty: none.
  void chooseLesson(const QString& preset);
  QString lesson() const { return lesson_; }
  bool isMinimax() const;
  /// Dots or bumps that there are to hit; 0 where points lie otherwise.
  int modesInAll() const;

  /// What is known of the moment; a figure that is not finite does not apply.
  struct Figures {
    double modes = NAN, off = NAN, gap = NAN;
    double real = NAN, fake = NAN;  ///< D's mean answers
    double ratio = NAN;             ///< G's gradient by the non-saturating loss, divided by that by minimax
  };
  void show(const Figures& figures);

 Q_SIGNALS:
  /// Another run is wanted.
  void changed();

 private:
  void buildChoices(QVBoxLayout* column);
  void buildLessons(QVBoxLayout* column);
  void buildFigures(QVBoxLayout* column);
  void clickLesson(int index);

  ChoiceBox *data_, *loss_;
  QButtonGroup* lessons_;
  QLabel* watch_;
  QString lesson_;
  QLabel *modes_, *off_, *gap_, *answers_, *ratio_;
  std::map<QLabel*, QLabel*> words_;  ///< what stands before each figure
};

}  // namespace chaesaek
