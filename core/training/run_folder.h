// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/training/events.h"
#include "core/base/folder_lock.h"

namespace chaesaek {

/// Everything needed to start a run, or to repeat it (config.json).
struct RunConfig {
  std::string run;         ///< name; empty: <date>-<experiment>-<nn>
  std::string experiment;
  std::string data;        ///< names joined by commas
  Json settings = Json::object();
  int64_t steps = 0;       ///< in all; 0: from the setting "epochs"
  std::string device = "auto";
  int loaderThreads = 1;
  std::string start;       ///< a model file whose weights the generator starts from; empty: random
  bool fleeting = false;   ///< nothing of it is kept: no folder, no models, no pictures; it shows itself in ViewEvents
  Json changes = Json::array();  ///< what was changed when it was resumed: {"step", "settings"} each
  Json toJson() const;
  static RunConfig fromJson(const Json& json, const std::string& what);
};

/// One folder under runsFolder(): config.json, metrics.jsonl, samples, checkpoint, best, model, snapshots, lock.
class RunFolder {
 public:
  /// A new one; throws Error (Usage) where the name is taken or not a plain file name.
  static RunFolder create(RunConfig& config);
  /// Of a fleeting run: there is none, and nothing is written.
  static RunFolder none() { return RunFolder({}); }
  /// An existing one, by name or path; throws Error in one line where it is none, or of another program.
  static RunFolder open(const std::string& nameOrPath);

  bool exists() const { return !path_.empty(); }
  const std::filesystem::path& path() const { return path_; }
  std::string name() const { return path_.filename().string(); }
  RunConfig config() const;
  /// Its checkpoint's {"step", "seconds", "best"}, without reading the weights; null where there is none.
  Json position() const;
  /// Steps that have a sample, rising.
  std::vector<int64_t> sampleSteps() const;
  /// Adds facts that are known once the run has begun (device, program, data fingerprints, drawings).
  void describe(const Json& facts);
  /// All that config.json holds.
  Json facts() const;

  std::filesystem::path checkpoint() const { return path_ / "checkpoint.safetensors"; }
  std::filesystem::path best() const { return path_ / "best.safetensors"; }
  std::filesystem::path model() const { return path_ / "model.safetensors"; }
  std::filesystem::path sample(int64_t step) const;
  /// D's opinion of that sample's generated pictures: grey, one column, the same rows.
  std::filesystem::path judged(int64_t step) const;
  std::filesystem::path snapshot(int64_t step) const;

  /// Appends one line to metrics.jsonl.
  void log(const Json& line);
  /// Drops what was logged, drawn and kept after `step`, and files that were never finished: a resumed run continues
  /// from its checkpoint.
  void forgetAfter(int64_t step);

  /// Nobody else may train or rename this run until release(); throws Error where somebody does already.
  void lock();
  void release() { lock_.reset(); }

 private:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
  std::ofstream metrics_;
  std::optional<FolderLock> lock_;
};

/// Throws Error (Usage) where `name` is not a plain file name.
void checkRunName(const std::string& name);

}  // namespace chaesaek
