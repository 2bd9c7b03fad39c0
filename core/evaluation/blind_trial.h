// SPDX-License-Identifier: GPL-3.0-or-later
// Which model's pictures does a person like best, not knowing whose they are?
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/evaluation/statistics.h"

namespace chaesaek {

/// Who takes part in a blind trial.
struct BlindModel {
  std::string name, sha256;  ///< no hash where there is no file: flat fill, the real picture
};

/// Votes for one of them, their share of all votes, and its 95 % interval (Wilson).
struct BlindScore {
  int votes = 0;
  double share = 0;
  Interval interval;
};

/// One session: shows every drawing once before any comes again, the models in another order each time, and takes a vote for
/// a place. Names are told by reveal() alone, which ends the session. Every vote is in the file before vote() returns: a
/// table (CSV) with the time, the drawing, the place and model that were voted for (empty: skipped), and who stood where.
class BlindTrial {
 public:
  /// Throws Error where the file cannot be written, or exists already; Error (Usage) with fewer than two models or no drawing.
  BlindTrial(std::vector<BlindModel> models, std::vector<std::string> drawings, uint64_t seed, std::filesystem::path file);
  ~BlindTrial();
  BlindTrial(const BlindTrial&) = delete;
  BlindTrial& operator=(const BlindTrial&) = delete;

  /// The drawing to show now: its number in the list.
  size_t drawing() const { return bag_[seen_]; }
  /// Who stands where: for each place from the left the model's number in the list. To lay out pictures, not to be shown.
  const std::vector<size_t>& order() const { return order_; }
  const std::filesystem::path& file() const { return file_; }
  int votes() const;

  /// For the picture at a place from the left, 0 first; goes on to the next drawing. Throws Error where the file takes no more;
  /// the vote is then not counted.
  void vote(size_t place);
  /// Neither is better: no vote, on to the next drawing.
  void skip();
  /// The running score, the best first: without names, and not in the order of the models.
  std::vector<BlindScore> standings() const;

  struct Revealed {
    BlindModel model;
    BlindScore score;
  };
  /// Ends the session: who they were, the best first. No vote is taken any more.
  std::vector<Revealed> reveal();
  bool revealed() const { return revealed_; }

 private:
  BlindScore scoreOf(size_t model) const;
  void record(const std::string& place, const BlindModel& chosen);
  void append(const std::string& line);
  void goOn();
  void fillBag();
  void shuffleOrder();

  std::vector<BlindModel> models_;
  std::vector<std::string> drawings_;
  uint64_t seed_ = 0, round_ = 0, shown_ = 0;
  std::filesystem::path file_;
  int descriptor_ = -1;
  std::vector<size_t> bag_, order_;
  size_t seen_ = 0;
  std::vector<int> votes_;  ///< by model
  bool revealed_ = false;
};

}  // namespace chaesaek
