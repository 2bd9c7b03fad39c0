// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at twenty random moments of one run.
#include "tests/killed_runs.h"

namespace chaesaek {

class TestKills : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void twentyTimes() {
    const ToyHome home;
    killOften(home, {.times = 20, .steps = 240, .mostMs = 150});
  }
};

}  // namespace chaesaek

QTEST_GUILESS_MAIN(chaesaek::TestKills)
#include "test_kills.moc"
