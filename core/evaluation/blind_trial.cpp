// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/blind_trial.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <iomanip>
#include <numeric>
#include <sstream>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/random.h"

namespace chaesaek {
namespace {

std::vector<size_t> shuffled(size_t count, Random random) {
  std::vector<size_t> out(count);
  std::iota(out.begin(), out.end(), size_t{0});
  for (size_t i = count; i > 1; --i) std::swap(out[i - 1], out[static_cast<size_t>(random.integer(0, static_cast<int>(i) - 1))]);
  return out;
}

/// RFC 4180: quoted where a comma, a quote or a line's end would be taken for structure.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

/// UTC: "2025-11-23T18:24:05Z".
std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::ostringstream text;
  text << std::put_time(&parts, "%Y-%m-%dT%H:%M:%SZ");
  return text.str();
}

std::string heading(size_t models) {
  std::string line = "time,drawing,vote,voted_model,voted_sha256";
  for (size_t place = 1; place <= models; ++place) line += ",model_" + std::to_string(place) + ",sha256_" + std::to_string(place);
  return line;
}

}  // namespace

BlindTrial::BlindTrial(std::vector<BlindModel> models, std::vector<std::string> drawings, uint64_t seed, std::filesystem::path file)
    : models_(std::move(models)), drawings_(std::move(drawings)), seed_(seed), file_(std::move(file)), votes_(models_.size(), 0) {
  if (models_.size() < 2) failUsage("a blind vote needs two models or more");
  if (drawings_.empty()) failUsage("a blind vote needs a drawing or more");
  if (!file_.parent_path().empty()) makeFolder(file_.parent_path());
  descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail("cannot create " + file_.string() + ": " + std::strerror(errno));
  append(heading(models_.size()));
  fillBag();
  shuffleOrder();
}

BlindTrial::~BlindTrial() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

int BlindTrial::votes() const { return std::accumulate(votes_.begin(), votes_.end(), 0); }

void BlindTrial::vote(size_t place) {
  if (revealed_) failUsage("the blind vote has ended");
  const size_t model = order_.at(place);
  record(std::to_string(place + 1), models_[model]);
  ++votes_[model];
  goOn();
}

void BlindTrial::skip() {
  if (revealed_) failUsage("the blind vote has ended");
  record("", {});
  goOn();
}

std::vector<BlindScore> BlindTrial::standings() const {
  std::vector<BlindScore> out;
  for (size_t model = 0; model < models_.size(); ++model) out.push_back(scoreOf(model));
  std::stable_sort(out.begin(), out.end(), [](const BlindScore& a, const BlindScore& b) { return a.votes > b.votes; });
  return out;
}

std::vector<BlindTrial::Revealed> BlindTrial::reveal() {
  revealed_ = true;
  std::vector<Revealed> out;
  for (size_t model = 0; model < models_.size(); ++model) out.push_back({models_[model], scoreOf(model)});
  std::stable_sort(out.begin(), out.end(), [](const Revealed& a, const Revealed& b) { return a.score.votes > b.score.votes; });
  return out;
}

BlindScore BlindTrial::scoreOf(size_t model) const {
  const int all = votes();
  return {votes_[model], all > 0 ? static_cast<double>(votes_[model]) / all : 0, wilsonInterval(votes_[model], all)};
}

void BlindTrial::record(const std::string& place, const BlindModel& chosen) {
  std::string line = now() + ',' + cell(drawings_[drawing()]) + ',' + place + ',' + cell(chosen.name) + ',' + chosen.sha256;
  for (const size_t model : order_) line += ',' + cell(models_[model].name) + ',' + models_[model].sha256;
  append(line);
}

/// One write of a whole line, then on to the disk: whatever kills the program, no line is lost and none is half. What a full
/// disk cuts off is taken back.
void BlindTrial::append(const std::string& line) {
  const std::string text = line + '\n';
  const off_t before = ::lseek(descriptor_, 0, SEEK_END);
  const auto written = ::write(descriptor_, text.data(), text.size());
  const bool cut = written >= 0 && written < static_cast<ssize_t>(text.size());
  if (written > 0 && !cut && ::fsync(descriptor_) == 0) return;
  const std::string reason = std::strerror(cut ? ENOSPC : errno);
  if (written > 0 && ::ftruncate(descriptor_, before) != 0) fail("cannot write " + file_.string() + ": " + reason + "; its last line is half");
  fail("cannot write " + file_.string() + ": " + reason);
}

void BlindTrial::goOn() {
  if (++seen_ == bag_.size()) fillBag();
  shuffleOrder();
}

/// Every drawing once more, not beginning with the one that was last.
void BlindTrial::fillBag() {
  const size_t last = bag_.empty() ? drawings_.size() : bag_.back();
  bag_ = shuffled(drawings_.size(), Random(seed_, 0, round_++));
  if (bag_.size() > 1 && bag_.front() == last) std::swap(bag_.front(), bag_.back());
  seen_ = 0;
}

void BlindTrial::shuffleOrder() { order_ = shuffled(models_.size(), Random(seed_, 1, shown_++)); }

}  // namespace chaesaek
