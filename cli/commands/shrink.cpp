// crisper shrink: the smallest run that still fails for the same reason, and why it fails.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/files/run_source.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/shrunk_case.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/option_values.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/counted.hpp"
#include "properties/search/shrink/shrink.hpp"
#include "reports/shrink_json.hpp"

namespace crisper::cli {
namespace {

struct ShrinkCommand {
  std::string path;      ///< as for replay
  std::string property;  ///< empty: the first that fails
  std::string out;       ///< empty: shrunk.yaml beside the run, or shrunk-2.yaml …
  std::string jobs;      ///< runs at once; empty: one for each core
  std::string runs = "100000";
  bool progress = false;  ///< told in a pipe too
  bool json = false;      ///< print JSON instead of text
};


void tell(const properties::Shrunk& shrunk) {
  const properties::ShrinkStatistics& cost = shrunk.statistics;
  std::string text = fmt::format("\n{}\n\n  before  {}\n  after   {}\n", title_of(shrunk), text_of(shrunk.before),
                                 text_of(shrunk.after));
  text += fmt::format("  {} in {}{}; {}\n", counted(cost.runs, "run"), counted(shrunk.rounds, "round"),
             cost.known > 0 ? fmt::format(", {} known already", cost.known) : "",
             shrunk.minimal ? "no single step and no single fault can go" : "stopped before it was minimal");
  if (shrunk.moved_to_fast) text += fmt::format("  found on simgrid, fails on fast too: what is left runs there\n");
  for (const auto& [other, times] : cost.slipped) {
    text += fmt::format("  not followed: {} failed by {}\n", counted(times, "smaller run"), other);
  }
  for (const auto& [how, times] : cost.broken) text += fmt::format("  {} {}\n", counted(times, "smaller run"), how);
  if (!shrunk.chain.empty()) text += fmt::format("\nwhat happened:\n");
  for (const std::string& each : numbered(shrunk.chain)) text += fmt::format("  {}\n", each);
  if (!shrunk.leeway.empty()) text += "\n" + leeway_text(shrunk.leeway);
  say(text);
}

/// exit_pass where it was shrunk, exit_unknown where the runs gave out first or somebody interrupted it, exit_bad_input
/// where it doesn't fail.
int shrink_command(const ShrinkCommand& command) {
  namespace fs = std::filesystem;
  const bool is_stream = means_standard_output(command.out);  // then nothing but the case goes there
  if (command.json && is_stream) {
    return complain(exit_usage, "shrink: --json and --out - both want standard output: give the case a file");
  }
  properties::ShrinkOptions options;
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return complain(exit_usage, jobs.error());
  options.limits.at_once = *jobs;
  const auto runs = number_of("--runs", command.runs, any_runs);
  if (!runs) return complain(exit_usage, runs.error());
  options.limits.runs_max = static_cast<std::size_t>(*runs);

  const Result<LoadedRun, std::string> saved = load_run(command.path);
  if (!saved) return complain(exit_bad_input, saved.error());
  Result<OutputFile, OutputTrouble> out = command.out.empty()
                                              ? OutputFile::open_next(fs::path(saved->folder) / "shrunk.yaml")
                                              : OutputFile::open(command.out);
  if (!out) return complain(out.error());

  options.property = command.property;
  listen_for_interrupts();
  Result<properties::Shrunk, std::string> shrunk = failure(std::string());
  {
    Progress progress(command.progress);
    options.watch = [&](const properties::SmallestSoFar& smallest) {
      const properties::CaseSize now = size_of(smallest.current());
      progress.show(smallest.statistics().runs, 0,
                    fmt::format("{}, {}", counted(now.steps, "step"), counted(now.faults, "fault")));
      return !is_interrupted();
    };
    shrunk = properties::shrink(saved->run, options);
  }
  if (!shrunk) return complain(exit_bad_input, command.path + ": " + shrunk.error());

  const std::string target = out->target().string();
  const std::string again = "crisper replay " + quoted(shown(out->target()));
  if (command.json) {
    fmt::print("{}", reports::shrink_json(*shrunk, {.file = target, .replay = again}));
  } else if (!is_stream) {
    tell(*shrunk);
  }
  std::fflush(stdout);
  if (const auto written = write_shrunk(*shrunk, *out); !written) return complain(written.error());
  if (!command.json && !is_stream) say(fmt::format("\nwritten: {}\nTo see it again: {}\n", target, again));
  if (!shrunk->machine_trouble.empty()) {
    return complain(exit_internal, "the machine gave out before it was shrunk to the end: " + shrunk->machine_trouble);
  }
  return shrunk->minimal ? exit_pass : exit_unknown;
}

}  // namespace

Command add_shrink_command(CLI::App& line) {
  auto command = std::make_shared<ShrinkCommand>();
  CommandWords words(line, "shrink", "Make a failing run as small as it can be, and explain it",
                     R"(Examples:
  crisper shrink runs/lunch-rush-row-locks-fast-1
  crisper shrink runs/lunch-rush-row-locks-fast-1 --property stock_never_negative --out bugs/oversold.yaml

Drops commands, faults, machines and digits as long as the same property fails in the same way,
and writes what is left to one file that `crisper replay` runs.
Exit codes: 0 shrunk; 2 stopped before it was minimal; 65 the run does not fail.)");
  words.required("run", command->path, "the folder of a run, the plan.yaml in it, or a case file");
  words.option("--property", command->property, "which failure (default: the one that heads the run)");
  words.option("--out", command->out,
               "the file to write, - for standard output, then without other words; none is replaced (default: "
               "shrunk.yaml beside the run, or shrunk-2.yaml ...)");
  words.jobs(command->jobs);
  words.option("--runs", command->runs, "give up after so many runs (default: 100000)");
  words.progress(command->progress);
  words.flag("--json", command->json, "print one JSON object instead of text");
  return {words.app(), [command] { return shrink_command(*command); }};
}

}  // namespace crisper::cli
