// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QTimer>
#include <QWidget>

#include "ui/jobs/sampling.h"

class QScrollArea;
class QStackedLayout;

namespace chaesaek {

class ExploreBar;
class ExploreDock;
class MessageArea;
class PlaygroundPage;
class SampleWall;
class SegmentedControl;

/// What a trained generator makes of random numbers: a wall of samples, and what lies between them. The second tab is the
/// playground.
class ExplorePage : public QWidget {
  Q_OBJECT
 public:
  enum class Tab { Samples, Playground };
  explicit ExplorePage(QWidget* parent = nullptr);
  void showTab(Tab tab);
  PlaygroundPage* playground() const { return playground_; }
  MessageArea* messages() const { return messages_; }
  ExploreDock* dock() const { return dock_; }
  SampleWall* wall() const { return wall_; }
  const SharedSampler& sampler() const { return sampler_; }
  /// A generator by name, run or file; says why where it cannot.
  void open(const QString& model);
  /// The wall as a PNG.
  void saveTo(QString path);

 Q_SIGNALS:
  void trainWanted();

 protected:
  void showEvent(QShowEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void layOut();
  void giveFocus();
  QWidget* buildTop();
  QWidget* buildSamples();
  void connectParts();
  void refresh();
  void listed(std::vector<GeneratorInfo> all);
  void load(const QString& model, bool keep);
  void use(SharedSampler sampler, bool keep);
  void drawSamples();
  void showSamples(std::vector<Latent> latents, std::vector<QImage> pictures, const QStringList& heads);
  void showMarks();
  void enlarge(int sample);
  void showLarge(std::vector<std::vector<QImage>> rows, int row);
  void askFile();
  void askSheet();
  WallOrder order() const;

  SharedSampler sampler_;
  std::vector<GeneratorInfo> known_;
  std::vector<Latent> latents_;  ///< of the samples on the wall
  NewestJob<SharedSampler> loading_;
  SampleJob drawing_;
  MessageArea* messages_;
  PlaygroundPage* playground_;
  SegmentedControl* tabs_;
  QStackedLayout *bars_, *bodies_;  ///< of the tabs
  ExploreBar* bar_;
  ExploreDock* dock_;
  QWidget* edge_;
  SampleWall* wall_;
  QScrollArea* scroll_;
  QStackedLayout* stack_;  ///< the way to a generator, or the wall
  QTimer watch_;           ///< looks after runs that write newer generators while the page is seen
  QTimer patience_;        ///< since a wall was ordered
};

}  // namespace chaesaek
