// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <optional>
#include <sstream>
#include <thread>

#include "app/assignments.h"
#include "app/commands.h"
#include "app/terminal.h"
#include "core/base/error.h"
#include "core/experiments/declaration.h"
#include "core/training/session.h"

namespace chaesaek {
namespace {

struct Options {
  std::string experiment, data, preset, run, resume, start;
  std::optional<std::string> device;
  std::vector<std::string> set;
  int64_t steps = 0, epochs = 0;
  std::optional<int> threads;
  bool json = false;
};

/// What --set and --epochs say, by key.
std::vector<std::string> assign(const Options& o, Settings& settings) {
  std::vector<std::string> keys = chaesaek::assign(o.set, settings);
  if (o.epochs > 0) settings.set("epochs", Json(o.epochs)), keys.push_back("epochs");
  return keys;
}

RunConfig configOf(const Options& o) {
  const ParameterSchema& schema = experimentInfo(o.experiment).parameters;
  Settings settings = o.preset.empty() ? schema.defaults() : schema.withPreset(o.preset);
  assign(o, settings);
  RunConfig config;
  config.experiment = o.experiment;
  config.data = o.data;
  config.run = o.run;
  config.settings = settings.toJson();
  config.steps = o.steps;
  config.device = o.device.value_or(config.device);
  config.loaderThreads = o.threads.value_or(config.loaderThreads);
  config.start = o.start;
  return config;
}

std::unique_ptr<TrainingSession> resumed(const Options& o) {
  for (const auto& [given, name] : {std::pair(&o.data, "--data"), std::pair(&o.preset, "--preset"), std::pair(&o.run, "--run"), std::pair(&o.start, "--start")})
    if (!given->empty()) failUsage(std::string(name) + " belongs to a new run; a run that is resumed keeps its own");
  Settings settings = experimentInfo(RunFolder::open(o.resume).config().experiment).parameters.defaults();
  Json changes = Json::object();
  for (const std::string& key : assign(o, settings)) changes[key] = settings.toJson().at(key);
  return TrainingSession::resumeRun(o.resume, o.steps, changes, {o.device, o.threads});
}

/// Ctrl-C saves and ends cleanly: the signal is taken by a thread that asks the session to stop.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);  // before any other thread is started
  }
  ~StopOnSignal() {
    done_ = true;
    if (thread_.joinable()) {
      pthread_kill(thread_.native_handle(), SIGTERM);
      thread_.join();
    }
    pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
  }
  void watch(TrainingSession& session) {
    thread_ = std::thread([this, &session] {
      int signal = 0;
      sigwait(&signals_, &signal);
      if (done_) return;
      session.stop();
      sigwait(&signals_, &signal);
      if (!done_) std::_Exit(128 + signal);  // asked twice: what the last checkpoint does not hold is lost
    });
  }

 private:
  sigset_t signals_;
  std::thread thread_;
  std::atomic<bool> done_{false};
};

std::string duration(double seconds) {
  std::ostringstream text;
  const auto whole = static_cast<int64_t>(seconds);
  if (whole >= 3600) text << whole / 3600 << " h " << whole / 60 % 60 << " min";
  else if (whole >= 60) text << whole / 60 << " min";
  else text << whole << " s";
  return text.str();
}

void printLine(const ScalarEvent& event) {
  Json line = {{"step", event.step}, {"epoch", event.epoch}};
  for (const auto& [name, value] : event.values) line[name] = numberOrNull(value);
  line["images_per_s"] = event.imagesPerSecond;
  std::cout << line.dump() << "\n";
}

void printLine(const MeasureEvent& event) {
  Json values = Json::object();
  for (const auto& [name, value] : event.values) values[name] = numberOrNull(value);
  std::cout << Json{{"step", event.step}, {"validation", values}}.dump() << "\n";
}

void showProgress(const ScalarEvent& event, int64_t total) {
  std::ostringstream text;
  text.precision(3);
  text << "step " << event.step << " of " << total;
  for (const auto& [name, value] : event.values) text << "  " << name << " " << value;
  text << "  " << static_cast<int>(event.imagesPerSecond + 0.5) << " images/s, " << duration(event.secondsLeft) << " left";
  showBar(static_cast<double>(event.step) / static_cast<double>(total), text.str());
}

/// Follows the run to its end; returns its last state and message.
StateEvent follow(TrainingSession& session, bool json) {
  session.start();
  for (;;) {
    const Events events = session.events().wait();
    if (json)
      for (const auto& scalar : events.scalars) printLine(scalar);
    else if (!events.scalars.empty())
      showProgress(events.scalars.back(), session.totalSteps());
    if (json)
      for (const auto& measure : events.measures) printLine(measure);
    std::cout.flush();
    for (const auto& state : events.states)
      if (state.state == RunState::Finished || state.state == RunState::Stopped || state.state == RunState::Failed) return state;
  }
}

void train(const Options& o) {
  if (o.experiment.empty() == o.resume.empty()) failUsage("name an experiment, or --resume a run; chaesaek list experiments shows them");
  if (!o.experiment.empty() && o.data.empty()) failUsage("--data is missing: name a data set (chaesaek list data), or a packed file");
  std::unique_ptr<TrainingSession> session;
  StopOnSignal signals;  // the last: its thread looks at the session
  session = o.resume.empty() ? TrainingSession::begin(configOf(o)) : resumed(o);
  signals.watch(*session);
  if (!o.json) std::cerr << session->folder().path().string() << " · " << session->device() << "\n";
  const StateEvent end = follow(*session, o.json);
  showBar(0, "");
  if (end.state == RunState::Failed) fail(end.message);
  if (!o.json) std::cout << runStateName(end.state) << ": " << session->folder().path().string() << "\n";
}

}  // namespace

void addTrainCommand(CLI::App& app) {
  auto o = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("train", "Train a network; Ctrl-C saves and ends, --resume goes on.\n"
                                                    "Example: chaesaek train pix2pix --data openmoji --set base_width=32 --epochs 10");
  command->add_option("experiment", o->experiment, "What to train (chaesaek list experiments)");
  command->add_option("--data", o->data, "A data set, several joined by commas, or a packed file");
  command->add_option("--set", o->set, "KEY=VALUE, a parameter of the experiment (with --resume: one that changes no network, such as learning_rate)")->expected(1)->take_all();
  command->add_option("--preset", o->preset, "Named settings: paper, course…");
  command->add_option("--steps", o->steps, "Length of the run in steps")->check(CLI::PositiveNumber);
  command->add_option("--epochs", o->epochs, "Length of the run in epochs")->check(CLI::PositiveNumber);
  command->add_option("--run", o->run, "Name of the run");
  command->add_option("--resume", o->resume, "Go on with a run: its name or folder");
  command->add_option("--start", o->start, "A model file whose weights the generator starts from");
  command->add_option("--device", o->device, "auto (if left out), cpu or cuda");
  command->add_option("--loader-threads", o->threads, "Threads that prepare drawings; 1 if left out")->check(CLI::Range(1, 64));
  command->add_flag("--json", o->json, "One JSON object a line on stdout");
  command->callback([o] { train(*o); });
}

}  // namespace chaesaek
