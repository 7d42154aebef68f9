// crisper explore: a hunt through very many runs of one scenario.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands/hunt_options.hpp"
#include "cli/files/hunt_folder.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/files/shard_folders.hpp"
#include "cli/files/shrunk_causes.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/say.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/shard_words.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/counted.hpp"
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
                                       : counted(now.done, "run");
    line += fmt::format(", {:.0f}/s, {:.0f} new pairs and states/s, {} failed", rate, fresh_rate_, now.failed);
    if (now.causes > 0) line += fmt::format(" ({})", counted(now.causes, "cause"));
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

/// Makes the smallest run of each cause smaller.
void shrink(properties::HuntSummary& summary, const std::vector<fs::path>& folders,
            const properties::HuntOptions& options, bool in_lines) {
  Progress progress(in_lines);
  shrink_causes(summary, folders,
                {.at_once = options.at_once,
                 .run_time_max = options.run_time_max,
                 .is_interrupted = is_interrupted,
                 .watch = [&](std::size_t cause, const properties::CaseSize& now) {
                   progress.show([&](std::chrono::duration<double>) {
                     return fmt::format("shrinking cause {} of {}: {}, {}", cause, summary.causes.size(),
                                        counted(now.steps, "step"), counted(now.faults, "fault"));
                   });
                 }});
}

/// Unknown because the machine gave out is the machine's failure, not a finding.
int exit_code_of_hunt(const properties::HuntSummary& summary) {
  const bool machine = summary.extent.end.starts_with(properties::machine_end);
  return machine && summary.verdict == properties::Verdict::unknown ? exit_internal : exit_code_of(summary.verdict);
}

/// Saves what was found, tells it, writes the files.
int tell(const ExploreCommand& command, HuntFile& file, const properties::HuntSubject& subject, const fs::path& folder,
         const properties::HuntOptions& options, const std::string& how_fast) {
  Result<properties::HuntSummary, std::string> summary = properties::summarise(file);
  if (!summary) return complain(exit_internal, summary.error());
  HuntOutputs outputs(file, folder);
  outputs.remove_old();
  const std::vector<fs::path> folders = save_causes(*summary, file, subject, folder / "failures", options.run_time_max);
  // A kill from now on leaves nothing that the hunt doesn't know.
  const Result<void, std::string> known = outputs.remember("failures");
  if (!known) warn(known.error() + "; what was found is told all the same");
  if (!command.no_shrink) shrink(*summary, folders, options, command.progress);
  const std::string json = reports::hunt_json(*summary);
  if (command.json) {
    fmt::print("{}", json);
  } else {
    say(reports::hunt_report(*summary, terminal(command.colour)) + "\n" + how_fast);
  }
  std::fflush(stdout);
  const properties::RunResult as_run = properties::as_one_run(*summary);
  const std::pair<const char*, std::string> files[] = {{"hunt.json", json},
                                                       {"junit.xml", reports::junit_report({&as_run, 1})}};
  std::string written = "hunt.sqlite";
  for (const auto& [name, text] : files) {
    const Result<std::string, OutputTrouble> own = outputs.write(name, text);
    if (!own) return complain(own.error());
    written += ", " + *own;
  }
  if (!known) return exit_internal;  // that was told when it happened
  const Result<void, std::string> kept = outputs.remember("failures");
  if (!kept) return complain(exit_internal, kept.error());
  file.close();
  if (!command.json) {
    say(fmt::format("written: {}/{}{}\n", shown(folder), written, summary->causes.empty() ? "" : ", failures"));
  }
  return exit_code_of_hunt(*summary);
}

/// What could be read of a hunt whose file takes no more.
int tell_broken(const ExploreCommand& command, const HuntFile& file, const properties::HuntOptions& options,
                const std::string& why) {
  const properties::HuntExtent extent{.runs_asked = options.runs,
                                      .shards = fmt::format("{}/{}", options.shard, options.shards),
                                      .end = std::string(properties::machine_end) + why};
  if (const auto summary = properties::summarise(file, extent)) {
    if (command.json) {
      fmt::print("{}", reports::hunt_json(*summary));
    } else {
      say(reports::hunt_report(*summary, terminal(command.colour)));
    }
    std::fflush(stdout);
  }
  return complain(exit_internal, why);
}

/// Why these are not all the shards of one hunt, each once; empty where they are.
std::string flaw_of(const std::vector<properties::HuntExtent>& parts, const std::vector<LackingShard>& lacking) {
  std::vector<std::string> shards;
  for (const properties::HuntExtent& part : parts) {
    if (part.runs_asked != parts.front().runs_asked) {
      return fmt::format("the parts were asked for different numbers of runs: {} and {}", parts.front().runs_asked,
                         part.runs_asked);
    }
    if (!part.flaw.empty()) return part.flaw;
    shards.push_back(part.shards);
  }
  return flaw_of_shards(shards, lacking);
}

int merge(const ExploreCommand& command, const HuntChoices& choices) {
  if (command.out.empty()) return complain(exit_usage, "--merge needs --out, the folder for the merged hunt");
  std::optional<properties::HuntIdentity> identity;
  std::string folder_of_first;
  properties::HuntExtent extent;
  std::vector<properties::HuntExtent> parts;
  const Result<ShardFolders, OutputTrouble> folders = shard_folders(command.merge);
  if (!folders) return complain(folders.error());
  const std::vector<std::string>& there = folders->there;
  for (const std::string& path : there) {
    const Result<HuntFile, std::string> part = HuntFile::open(hunt_file_of(path));
    if (!part) return complain(exit_bad_input, part.error());
    if (!identity) {
      identity = part->identity();
      folder_of_first = part->folder();
    }
    properties::HuntIdentity same_words = part->identity();
    same_words.source = identity->source;
    if (same_words != *identity) {
      return complain(exit_bad_input, fmt::format("'{}' is part of another hunt than '{}': {}", path, there.front(),
                                                  hunt_difference(*identity, same_words)));
    }
    const properties::HuntExtent own = part->extent();
    parts.push_back(own);
    extent.runs_asked = std::max(extent.runs_asked, own.runs_asked);
    extent.shards += (extent.shards.empty() ? "" : " ") + (own.shards.empty() ? unknown_shard : own.shards);
    // The worst end of all: one part that was cut short makes the whole one.
    const bool cut = own.end.empty() || own.end == "interrupted" || own.end.starts_with(properties::machine_end);
    extent.account += (extent.account.empty() || own.account.empty() ? "" : "\n") + own.account;
    if (extent.end.empty() || cut) extent.end = own.end.empty() ? "interrupted" : own.end;
  }
  extent.flaw = flaw_of(parts, folders->lacking);
  const sim::ScenarioSource source{.file = there.front(), .directory = folder_of_first};
  const auto scenario = sim::parse_scenario(identity->scenario, source, properties::scenario_vocabulary());
  if (!scenario) return complain(exit_bad_input, scenario.error().text());
  const Result<HuntScenario, std::string> kept = hunt_scenario(*scenario);
  if (!kept) return complain(exit_bad_input, kept.error());
  Result<HuntFolder, OutputTrouble> whole = begin_merge(command.out, *identity, kept->files);
  if (!whole) return complain(whole.error());
  try {
    for (const std::string& path : there) whole->file.add_all(hunt_file_of(path));
    whole->file.set_extent(extent);
    whole->file.commit();
  } catch (const std::exception& error) {
    return complain(exit_internal, fmt::format("the hunts can't be merged: {}", error.what()));
  }
  const properties::HuntSubject subject{.scenario = *scenario, .engine = identity->engine};
  listen_for_interrupts();
  return tell(command, whole->file, subject, whole->path, choices.options, "");
}

/// Returns an ExitCode.
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
  const Result<HuntScenario, std::string> kept = hunt_scenario(*scenario);
  if (!kept) return complain(exit_bad_input, kept.error());
  const properties::HuntIdentity identity{.name = scenario->name,
                                          .scenario = kept->text,
                                          .source = source_of(command.scenario),
                                          .engine = choices->engine,
                                          .strategy = command.strategy,
                                          .seed = choices->seed.value_or(scenario->seed)};
  // From here on an interrupt ends the hunt in order: what is there can be continued.
  listen_for_interrupts();
  Result<HuntFolder, OutputTrouble> folder =
      command.go_on ? continue_hunt(command.out, identity) : begin_hunt(command.out, identity, kept->files);
  if (!folder) return complain(folder.error());

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
      return tell_broken(command, folder->file, choices->options, hunted.error());
    }
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const std::string how_fast = fmt::format("{} in {:.1f}s, {:.0f}/s\n", counted(last.done, "run"), seconds,
                                           static_cast<double>(last.done) / std::max(seconds, 1e-3));
  return tell(command, folder->file, subject, folder->path, choices->options, how_fast);
}

}  // namespace

Command add_explore_command(CLI::App& line) {
  auto command = std::make_shared<ExploreCommand>();
  command->colour = wants_colour();
  CommandWords words(line, "explore", "Hunt for failures through very many runs of a scenario",
                     R"(Examples:
  crisper explore scenarios/examples/small_rush.yaml --for 60s
  crisper explore scenarios/examples/small_rush.yaml --runs 500 --set design.ownership.strategy=none
  crisper explore lunch.yaml --runs 100000 --shard 2/4 --out second
  crisper explore --merge first second third fourth --out whole

Each run is isolated: one that crashes, hangs or takes all memory is a finding. Failures are grouped by
cause; the smallest run of each is saved, shrunk to one small file, and replayed by the command printed.
`crisper list strategies` tells the strategies.)");
  words.option("scenario", command->scenario.path, "the scenario file");
  words.option("--runs", command->runs, "how many (default: 1000, or as many as --for allows)");
  words.option("--for", command->lasting, "how long, such as 60s or 10m");
  words.jobs(command->jobs);
  words.option("--shard", command->shard, "i/n: the i-th of n parts of the hunt, for n machines");
  words.flag("--stop-at-first", command->stop_at_first, "end with the first failing run");
  words.flag("--no-shrink", command->no_shrink, "save the smallest run of each cause as it is");
  words.option("--strategy", command->strategy, "how runs are chosen (default: portfolio)");
  words.option("--seed", command->seed, "which hunt: all that it draws follows from it");
  words.option("--engine", command->engine, "fast (default) or simgrid");
  words.settings(command->scenario.settings);
  words.option("--out", command->out,
               "where the files go (default: hunts/NAME-ENGINE-SEED, or -2, -3 ... behind it)");
  words.flag("--continue", command->go_on, "make the runs that the hunt in that place lacks");
  // Nothing is run then: what says how would be ignored.
  words.instead("--merge", command->merge, "make one hunt of these, parts of one",
                {"--continue", "scenario", "--runs", "--for", "--shard", "--stop-at-first", "--strategy", "--seed",
                 "--engine", "--set"});
  words.option("--run-time", command->run_time, "processor time; a run that takes longer hangs (default: 60s)");
  words.option("--run-memory", command->run_memory, "MiB that one run may take (default: 2048)");
  words.flag("--json", command->json, "print one JSON object instead of the tables");
  words.progress(command->progress);
  return {words.app(), [command] { return explore_command(*command); }};
}

}  // namespace crisper::cli
