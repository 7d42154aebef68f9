#include "cli/commands/explore.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "cli/complain.hpp"
#include "cli/hunt_options.hpp"
#include "cli/interrupts.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/saved_causes.hpp"
#include "cli/shell_words.hpp"
#include "properties/vocabulary.hpp"
#include "reports/hunt_json.hpp"
#include "reports/hunt_report.hpp"
#include "reports/junit_report.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/warnings.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntFile;
using properties::HuntWish;
using Clock = std::chrono::steady_clock;

std::string source_of(const ScenarioSource& scenario) {
  std::string text = quoted(scenario.path);
  for (const std::string& setting : scenario.settings) text += " --set " + quoted(setting);
  return text;
}

/// What the live line needs to know of the moment before.
class LiveLine {
 public:
  LiveLine(std::chrono::nanoseconds lasting, bool in_lines) : lasting_(lasting), progress_(in_lines) {}

  void show(const properties::HuntProgress& now) {
    progress_.show([&](std::chrono::duration<double> elapsed) { return text(now, elapsed); });
  }

 private:
  std::string text(const properties::HuntProgress& now, std::chrono::duration<double> elapsed) {
    if (!begun_) {
      begun_ = true;
      first_ = last_ = now;
    }
    const double rate = static_cast<double>(now.done - first_.done) / std::max(elapsed.count(), 1e-3);
    // Of the last second or so, or it would never be seen to fall.
    if (elapsed.count() - last_at_ >= 1) {
      fresh_rate_ = static_cast<double>(now.features - last_.features) / (elapsed.count() - last_at_);
      last_ = now;
      last_at_ = elapsed.count();
    }
    std::string line = now.planned > 0 ? fmt::format("{} of {} runs", now.done, now.planned)
                                       : fmt::format("{} runs", now.done);
    line += fmt::format(", {:.0f}/s, {:.0f} new states/s, {} failed", rate, fresh_rate_, now.failed);
    if (now.causes > 0) line += fmt::format(" ({} causes)", now.causes);
    if (now.unknown > 0) line += fmt::format(", {} unknown", now.unknown);
    std::chrono::duration<double> left(0);
    if (now.planned > 0 && rate > 0) {
      left = std::chrono::duration<double>(static_cast<double>(now.planned - now.done) / rate);
    }
    if (lasting_.count() > 0) {
      const std::chrono::duration<double> time = std::max(std::chrono::duration<double>(0), lasting_ - elapsed);
      left = now.planned > 0 ? std::min(left, time) : time;
    }
    return line + ", about " + rough_time(left) + " left";
  }

  std::chrono::duration<double> lasting_;
  Progress progress_;
  bool begun_ = false;
  properties::HuntProgress first_;
  properties::HuntProgress last_;
  double last_at_ = 0;
  double fresh_rate_ = 0;
};

/// The hunt's file in its folder: a new one, or the one that is to go on.
Result<HuntFile, std::string> open_file(const ExploreCommand& command, const fs::path& folder,
                                        const properties::HuntIdentity& identity) {
  const std::string path = (folder / "hunt.sqlite").string();
  if (command.go_on) {
    Result<HuntFile, std::string> file = HuntFile::open(path);
    if (!file) return file;
    properties::HuntIdentity same_words = file->identity();
    same_words.source = identity.source;
    if (same_words != identity) {
      return failure(fmt::format("'{}': this is another hunt (scenario, settings, engine, strategy or seed differ)",
                                 path));
    }
    return file;
  }
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    return failure(fmt::format("cannot write to '{}': {}", folder.string(),
                               error ? error.message() : "it is not a directory"));
  }
  return HuntFile::create(path, identity);
}

Result<void, std::string> write_text(const fs::path& path, const std::string& text) {
  Result<OutputFile, std::string> file = OutputFile::open(path);
  return file ? file->publish(text) : Result<void, std::string>(failure(file.error()));
}

/// Saves what was found, writes the files, tells it.
int tell(const ExploreCommand& command, HuntFile& file, const properties::HuntSubject& subject, const fs::path& folder,
         std::chrono::milliseconds run_time_max, const std::string& how_fast) {
  Result<properties::HuntSummary, std::string> summary = properties::summarise(file);
  if (!summary) return complain(exit_internal, summary.error());
  save_causes(*summary, file, subject, folder / "failures", run_time_max);
  file.close();
  const std::string json = reports::hunt_json(*summary);
  const properties::RunResult as_run = properties::as_one_run(*summary);
  const std::pair<const char*, std::string> files[] = {{"hunt.json", json},
                                                       {"junit.xml", reports::junit_report({&as_run, 1})}};
  for (const auto& [name, text] : files) {
    if (const auto written = write_text(folder / name, text); !written) return complain(exit_internal, written.error());
  }
  if (command.json) {
    fmt::print("{}", json);
  } else {
    const std::string shown = folder.lexically_proximate(fs::current_path()).string();
    fmt::print("{}\n{}written: {}/hunt.sqlite, hunt.json, junit.xml{}\n",
               reports::hunt_report(*summary, {.colour = command.colour}), how_fast, shown,
               summary->causes.empty() ? "" : ", failures");
  }
  return exit_code_of(summary->verdict);
}

int merge(const ExploreCommand& command) {
  if (command.out.empty()) return complain(exit_usage, "--merge needs --out, the folder for the merged hunt");
  const auto file_of = [](const std::string& path) {
    std::error_code error;
    return fs::is_directory(path, error) ? (fs::path(path) / "hunt.sqlite").string() : path;
  };
  std::optional<properties::HuntIdentity> identity;
  properties::HuntExtent extent;
  for (const std::string& path : command.merge) {
    const Result<HuntFile, std::string> part = HuntFile::open(file_of(path));
    if (!part) return complain(exit_bad_input, part.error());
    if (!identity) identity = part->identity();
    properties::HuntIdentity same_words = part->identity();
    same_words.source = identity->source;
    if (same_words != *identity) {
      return complain(exit_bad_input, fmt::format("'{}' is part of another hunt than '{}' (scenario, settings, engine, "
                                                  "strategy or seed differ)",
                                                  path, command.merge.front()));
    }
    const properties::HuntExtent own = part->extent();
    extent.runs_asked = std::max(extent.runs_asked, own.runs_asked);
    extent.shards += (extent.shards.empty() ? "" : " ") + (own.shards.empty() ? "?" : own.shards);
    // The worst end of all: one part that was cut short makes the whole one.
    const bool cut = own.end.empty() || own.end == "interrupted";
    if (extent.end.empty() || cut) extent.end = own.end.empty() ? "interrupted" : own.end;
  }
  const auto scenario = sim::parse_scenario(identity->scenario, {}, properties::scenario_vocabulary());
  if (!scenario) return complain(exit_bad_input, scenario.error().text());
  const fs::path folder = fs::absolute(command.out).lexically_normal();
  Result<HuntFile, std::string> whole = open_file(command, folder, *identity);
  if (!whole) return complain(exit_bad_input, whole.error());
  try {
    for (const std::string& path : command.merge) whole->add_all(file_of(path));
    whole->set_extent(extent);
    whole->commit();
  } catch (const std::exception& error) {
    return complain(exit_internal, fmt::format("the hunts can't be merged: {}", error.what()));
  }
  const properties::HuntSubject subject{.scenario = *scenario, .engine = identity->engine};
  return tell(command, *whole, subject, folder, std::chrono::minutes(1), "");
}

}  // namespace

int explore_command(const ExploreCommand& command) {
  if (!command.merge.empty()) return merge(command);
  if (command.scenario.path.empty()) return complain(exit_usage, "explore: a scenario is required");
  Result<HuntChoices, std::string> choices = hunt_choices(command);
  if (!choices) return complain(exit_usage, choices.error());
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  for (const sim::ScenarioWarning& warning : sim::warnings_of(*scenario)) {
    fmt::print(stderr, "crisper: warning: {}: {}: {}\n", command.scenario.path, warning.path, warning.message);
  }
  const properties::HuntSubject subject{.scenario = *scenario, .engine = choices->engine};
  const properties::HuntIdentity identity{.name = scenario->name,
                                          .scenario = sim::to_yaml(*scenario),
                                          .source = source_of(command.scenario),
                                          .engine = choices->engine,
                                          .strategy = command.strategy,
                                          .seed = choices->seed.value_or(scenario->seed)};
  const std::string by_name = fmt::format("hunts/{}-{}-{}", slug(identity.name), identity.engine, identity.seed);
  const fs::path folder = fs::absolute(command.out.empty() ? by_name : command.out).lexically_normal();
  Result<HuntFile, std::string> file = open_file(command, folder, identity);
  if (!file) return complain(exit_bad_input, file.error());

  listen_for_interrupts();
  const Clock::time_point begun = Clock::now();
  properties::HuntProgress last;
  {
    LiveLine line(choices->lasting, command.progress);
    choices->options.on_round = [&](const properties::HuntProgress& now) {
      last = now;
      line.show(now);
      if (is_interrupted()) return HuntWish::stop;
      const bool is_time = choices->lasting.count() > 0 && Clock::now() - begun >= choices->lasting;
      return is_time ? HuntWish::finish : HuntWish::go_on;
    };
    if (const auto hunted = run_hunt(subject, *file, choices->options); !hunted) {
      return complain(exit_internal, hunted.error());
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const std::string how_fast = fmt::format("{} runs in {:.1f}s, {:.0f}/s\n", last.done, seconds,
                                           static_cast<double>(last.done) / std::max(seconds, 1e-3));
  return tell(command, *file, subject, folder, choices->options.run_time_max, how_fast);
}

}  // namespace crisper::cli
