// SPDX-License-Identifier: GPL-3.0-or-later
// Live colouring: newest request wins, always a final result, prompt end, nothing done when idle.
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "core/base/files.h"
#include "core/inference/live.h"
#include "core/inference/recording.h"

using namespace chaesaek;
using namespace std::chrono_literals;

namespace {

/// Collects results from the colouring thread.
class Inbox {
 public:
  LiveColourer::Callback callback() {
    return [this](LiveResult result) {
      const std::lock_guard lock(mutex_);
      results_.push_back(std::move(result));
      arrived_.notify_all();
    };
  }
  std::vector<LiveResult> results() {
    const std::lock_guard lock(mutex_);
    return results_;
  }
  /// Waits until the newest result shows `revision`.
  bool waitFor(uint64_t revision) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, 10s, [&] { return !results_.empty() && results_.back().revision == revision; });
  }
  /// Waits for so many thorough results of a revision.
  bool waitForLast(uint64_t revision, ptrdiff_t count) {
    std::unique_lock lock(mutex_);
    const auto thorough = [&](const LiveResult& each) { return each.last && each.revision == revision; };
    return arrived_.wait_for(lock, 30s, [&] { return std::count_if(results_.begin(), results_.end(), thorough) >= count; });
  }
  bool waitForCount(size_t count) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, 10s, [&] { return results_.size() >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<LiveResult> results_;
};

/// A box with a red hint in it.
LiveRequest request(uint64_t revision) {
  LiveRequest out{cv::Mat(200, 300, CV_8U, cv::Scalar(255)), cv::Mat::zeros(200, 300, CV_8UC4), revision};
  cv::rectangle(out.sketch, {60, 40}, {240, 160}, cv::Scalar(0), 5);
  cv::circle(out.hints, {150, 100}, 6, {0, 0, 255, 255}, cv::FILLED);
  return out;
}

double cpuSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

class TestLive : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void coloursWithoutAnyModel() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    live.submit(request(7));
    QVERIFY(inbox.waitFor(7));
    const LiveResult result = inbox.results().front();
    QVERIFY(result.error.empty());
    QCOMPARE(result.coloured.picture.size(), cv::Size(300, 200));
    QCOMPARE(result.coloured.colours.at<cv::Vec3b>(60, 80), cv::Vec3b(0, 0, 255));
    QCOMPARE(result.coloured.colours.at<cv::Vec3b>(20, 20), cv::Vec3b(255, 255, 255));
    QCOMPARE(result.coloured.picture.at<cv::Vec3b>(100, 60), cv::Vec3b(0, 0, 0));
    QVERIFY(result.forwardMs > 0 && result.totalMs >= result.forwardMs);
  }

  void newestWinsAndTheLastAlwaysComes() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    const LiveRequest one = request(0);
    for (uint64_t revision = 1; revision <= 500; ++revision) live.submit({one.sketch, one.hints, revision});
    QVERIFY(inbox.waitFor(500));
    const std::vector<LiveResult> results = inbox.results();
    QVERIFY2(results.size() < 100, QByteArray::number(static_cast<int>(results.size())));
    for (size_t i = 1; i < results.size(); ++i) QVERIFY(results[i].revision > results[i - 1].revision);
    QTRY_VERIFY(!live.busy());
  }

  void offKeepsTheNewest() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    live.setEnabled(false);
    live.submit(request(1));
    live.submit(request(2));
    QTest::qWait(100);
    QVERIFY(inbox.results().empty());
    QVERIFY(!live.busy());
    live.setEnabled(true);
    QVERIFY(inbox.waitFor(2));
    QCOMPARE(inbox.results().size(), size_t{1});
  }

  void aBadRequestIsAnErrorAndTheNextOneWorks() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    LiveRequest bad = request(1);
    bad.hints = cv::Mat::zeros(10, 10, CV_8UC4);
    live.submit(bad);
    QVERIFY(inbox.waitFor(1));
    QVERIFY(!inbox.results().back().error.empty());
    QVERIFY(inbox.results().back().coloured.picture.empty());
    live.submit(request(2));
    QVERIFY(inbox.waitFor(2));
    QVERIFY(inbox.results().back().error.empty());
  }

  void loadColoursAgainAndAFailedLoadChangesNothing() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    live.submit(request(3));
    QVERIFY(inbox.waitForCount(1));

    std::string error = "unset", model;
    std::atomic<int> loads = 0;
    const auto done = [&](std::string text, ModelInfo info, std::string) {
      error = std::move(text);
      model = info.name;
      ++loads;
    };
    live.load("there is no such model", "auto", done);
    QTRY_COMPARE(loads.load(), 1);
    QVERIFY(!error.empty() && error.find('\n') == std::string::npos);
    QCOMPARE(model, std::string("flat"));
    QTRY_VERIFY(!live.busy());
    QCOMPARE(inbox.results().size(), size_t{1});

    live.load("flat", "auto", done);
    QTRY_COMPARE(loads.load(), 2);
    QVERIFY(error.empty());
    QVERIFY(inbox.waitForCount(2));
    QCOMPARE(inbox.results().back().revision, uint64_t{3});
  }

  void hurriedColoursComeAgainThoroughly() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    std::atomic<bool> loaded = false;
    live.load("colouring", "cpu", [&](const std::string& error, const ModelInfo&, const std::string&) { loaded = error.empty(); });
    QTRY_VERIFY(loaded);
    LiveRequest drawing = request(1);
    live.submit(drawing);
    QVERIFY(inbox.waitForCount(2));
    QTRY_VERIFY(!live.busy());
    cv::circle(drawing.sketch, {150, 100}, 30, cv::Scalar(0), 4);
    live.submit({drawing.sketch.clone(), drawing.hints, 2});
    QVERIFY(inbox.waitForCount(4));
    QTRY_VERIFY(!live.busy());
    const std::vector<LiveResult> results = inbox.results();
    QCOMPARE(results.size(), size_t{4});
    const auto likeness = [&](size_t i) { return results[i].lookalikes.front().likeness; };
    QVERIFY(results[0].revision == 1 && !results[0].last && results[1].revision == 1 && results[1].last);  // it may be half of a stroke
    QVERIFY(results[2].revision == 2 && !results[2].last && results[3].revision == 2 && results[3].last);
    QVERIFY(likeness(0) == likeness(1) && likeness(1) == likeness(2) && likeness(2) != likeness(3));

    live.submit({drawing.sketch, cv::Mat(), 3});  // nothing new to recognise
    QVERIFY(inbox.waitFor(3));
    QVERIFY(inbox.results().back().last);
    QTRY_VERIFY(!live.busy());
    QCOMPARE(inbox.results().size(), size_t{5});
  }

  // A flower that begins as an egg.
  void aPauseLetsColoursFollow() {
    const Recording flower = readRecording(shippedFolder("resources") / "samples/recordings/flower.jsonl");
    ReplayCanvas canvas(flower.size);
    Inbox inbox;
    LiveColourer live(inbox.callback());
    std::atomic<bool> loaded = false;
    live.load("colouring", "cpu", [&](const std::string& error, const ModelInfo&, const std::string&) { loaded = error.empty(); });
    QTRY_VERIFY(loaded);
    for (size_t i = 0; i < flower.strokes.size(); ++i) {
      canvas.draw(flower.strokes[i]);
      if (i + 1 != 3 && i + 1 != flower.strokes.size()) continue;
      live.submit({canvas.sketch(), cv::Mat(), i + 1});
      QVERIFY(inbox.waitForLast(i + 1, 1));
    }
    QVERIFY(inbox.waitForLast(flower.strokes.size(), 2));
    std::vector<LiveResult> thorough = inbox.results();
    std::erase_if(thorough, [&](const LiveResult& each) { return !each.last || each.revision != flower.strokes.size(); });
    QVERIFY(cv::norm(thorough[0].coloured.colours, thorough[1].coloured.colours, cv::NORM_INF) > 50);
    QTRY_VERIFY(!live.busy());
    QCOMPARE(inbox.results().back().revision, uint64_t{flower.strokes.size()});
  }

  void noHurryIsLong() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    std::atomic<bool> loaded = false;
    live.load("colouring", "cpu", [&](const std::string& error, const ModelInfo&, const std::string&) { loaded = error.empty(); });
    QTRY_VERIFY(loaded);
    LiveRequest drawing = request(0);
    QElapsedTimer timer;
    timer.start();
    uint64_t revision = 0;
    for (; timer.elapsed() < 2000; ++revision) {  // a pen that never rests
      cv::line(drawing.sketch, {70, 50 + static_cast<int>(revision) % 100}, {230, 100}, cv::Scalar(revision / 100 % 2 ? 255 : 0), 2);
      live.submit({drawing.sketch.clone(), drawing.hints, revision});
      std::this_thread::sleep_for(5ms);
    }
    QVERIFY(inbox.waitFor(revision - 1));
    const std::vector<LiveResult> results = inbox.results();
    int answers = 0;  // that came in the middle of it
    for (size_t i = 1; i + 1 < results.size(); ++i) answers += results[i].lookalikes.front().likeness != results[i - 1].lookalikes.front().likeness;
    QVERIFY2(answers >= 2 && answers <= 8, QByteArray::number(answers));
    QTRY_VERIFY(!live.busy());
    QVERIFY(inbox.results().back().last && inbox.results().back().revision == revision - 1);
  }

  void endsPromptly() {
    Inbox inbox;
    QElapsedTimer timer;
    {
      LiveColourer live(inbox.callback());
      for (uint64_t revision = 1; revision < 200; ++revision) live.submit(request(revision));
      timer.start();
    }
    QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
    const size_t count = inbox.results().size();
    QTest::qWait(50);
    QCOMPARE(inbox.results().size(), count);
  }

  void idleCostsNothing() {
    Inbox inbox;
    LiveColourer live(inbox.callback());
    live.submit(request(1));
    QVERIFY(inbox.waitFor(1));
    QTRY_VERIFY(!live.busy());
    const double before = cpuSeconds();
    std::this_thread::sleep_for(400ms);
    QVERIFY2(cpuSeconds() - before < 0.05, QByteArray::number(cpuSeconds() - before));
    QCOMPARE(inbox.results().size(), size_t{1});
  }
};

QTEST_GUILESS_MAIN(TestLive)
#include "test_live.moc"
