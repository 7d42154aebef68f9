#include "cli/commands/explore.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "cli/complain.hpp"
#include "cli/hunt_folder.hpp"
#include "cli/hunt_options.hpp"
#include "cli/interrupts.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/saved_causes.hpp"
#include "cli/shell_words.hpp"
#include "cli/shrunk_causes.hpp"
#include "properties/vocabulary.hpp"
#include "reports/hunt_json.hpp"
#include "reports/hunt_report.hpp"
#include "reports/junit_report.hpp"
#include "sim/scenario/parse.hpp"

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
    line += fmt::format(", {:.0f}/s, {:.0f} new pairs and states/s, {} failed", rate, fresh_rate_, now.failed);
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

Result<void, std::string> write_text(const fs::path& path, const std::string& text) {
  Result<OutputFile, std::string> file = OutputFile::open(path);
  return file ? file->publish(text) : Result<void, std::string>(failure(file.error()));
}

/// Makes the smallest run of each cause smaller.
void shrink(properties::HuntSummary& summary, const fs::path& failures, const properties::HuntOptions& options,
            bool in_lines) {
  Progress progress(in_lines);
  shrink_causes(summary, failures,
                {.at_once = options.at_once,
                 .run_time_max = options.run_time_max,
                 .is_interrupted = is_interrupted,
                 .watch = [&](std::size_t cause, const properties::CaseSize& now) {
                   progress.show([&](std::chrono::duration<double>) {
                     return fmt::format("shrinking cause {} of {}: {} steps, {} faults", cause, summary.causes.size(),
                                        now.steps, now.faults);
                   });
                 }});
}

/// Saves what was found, writes the files, tells it.
int tell(const ExploreCommand& command, HuntFile& file, const properties::HuntSubject& subject, const fs::path& folder,
         const properties::HuntOptions& options, const std::string& how_fast) {
  Result<properties::HuntSummary, std::string> summary = properties::summarise(file);
  if (!summary) return complain(exit_internal, summary.error());
  const fs::path failures = folder / "failures";
  save_causes(*summary, file, subject, failures, options.run_time_max);
  file.close();
  if (!command.no_shrink) shrink(*summary, failures, options, command.progress);
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
    fmt::print("{}\n{}written: {}/hunt.sqlite, hunt.json, junit.xml{}\n",
               reports::hunt_report(*summary, {.colour = command.colour}), how_fast, shown(folder),
               summary->causes.empty() ? "" : ", failures");
  }
  return exit_code_of(summary->verdict);
}

int merge(const ExploreCommand& command, const HuntChoices& choices) {
  if (command.out.empty()) return complain(exit_usage, "--merge needs --out, the folder for the merged hunt");
  std::optional<properties::HuntIdentity> identity;
  properties::HuntExtent extent;
  for (const std::string& path : command.merge) {
    const Result<HuntFile, std::string> part = HuntFile::open(hunt_file_of(path));
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
  Result<HuntFolder, std::string> whole = begin_hunt(command.out, *identity);
  if (!whole) return complain(exit_bad_input, whole.error());
  try {
    for (const std::string& path : command.merge) whole->file.add_all(hunt_file_of(path));
    whole->file.set_extent(extent);
    whole->file.commit();
  } catch (const std::exception& error) {
    return complain(exit_internal, fmt::format("the hunts can't be merged: {}", error.what()));
  }
  const properties::HuntSubject subject{.scenario = *scenario, .engine = identity->engine};
  listen_for_interrupts();
  return tell(command, whole->file, subject, whole->path, choices.options, "");
}

}  // namespace

int explore_command(const ExploreCommand& command) {
  if (command.merge.empty() && command.scenario.path.empty()) {
    return complain(exit_usage, "explore: a scenario is required");
  }
  Result<HuntChoices, std::string> choices = hunt_choices(command);
  if (!choices) return complain(exit_usage, choices.error());
  if (!command.merge.empty()) return merge(command, *choices);
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  tell_warnings(*scenario, command.scenario.path);
  const properties::HuntSubject subject{.scenario = *scenario, .engine = choices->engine};
  const properties::HuntIdentity identity{.name = scenario->name,
                                          .scenario = sim::to_yaml(*scenario),
                                          .source = source_of(command.scenario),
                                          .engine = choices->engine,
                                          .strategy = command.strategy,
                                          .seed = choices->seed.value_or(scenario->seed)};
  Result<HuntFolder, std::string> folder =
      command.go_on ? continue_hunt(command.out, identity) : begin_hunt(command.out, identity);
  if (!folder) return complain(exit_bad_input, folder.error());

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
    if (const auto hunted = run_hunt(subject, folder->file, choices->options); !hunted) {
      return complain(exit_internal, hunted.error());
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const std::string how_fast = fmt::format("{} runs in {:.1f}s, {:.0f}/s\n", last.done, seconds,
                                           static_cast<double>(last.done) / std::max(seconds, 1e-3));
  return tell(command, folder->file, subject, folder->path, choices->options, how_fast);
}

}  // namespace crisper::cli
