#include "cli/commands/shrink.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "cli/complain.hpp"
#include "cli/interrupts.hpp"
#include "cli/option_values.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/run_source.hpp"
#include "cli/shrunk_case.hpp"
#include "properties/search/shrink/shrink.hpp"
#include "reports/shrink_json.hpp"

namespace crisper::cli {
namespace {

std::string counted(std::uint64_t number, const std::string& what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

void tell(const properties::Shrunk& shrunk) {
  const properties::ShrinkStatistics& cost = shrunk.statistics;
  fmt::print("\n{}\n\n  before  {}\n  after   {}\n", title_of(shrunk), text_of(shrunk.before), text_of(shrunk.after));
  fmt::print("  {} in {}{}; {}\n", counted(cost.runs, "run"), counted(shrunk.rounds, "round"),
             cost.known > 0 ? fmt::format(", {} known already", cost.known) : "",
             shrunk.minimal ? "no single step and no single fault can go" : "stopped before it was minimal");
  if (shrunk.moved_to_fast) fmt::print("  found on simgrid, fails on fast too: what is left runs there\n");
  for (const auto& [other, times] : cost.slipped) {
    fmt::print("  not followed: {} failed by {}\n", counted(times, "smaller run"), other);
  }
  for (const auto& [how, times] : cost.broken) fmt::print("  {} {}\n", counted(times, "smaller run"), how);
  if (!shrunk.chain.empty()) fmt::print("\nwhat happened:\n");
  for (const std::string& each : numbered(shrunk.chain)) fmt::print("  {}\n", each);
}

}  // namespace

int shrink_command(const ShrinkCommand& command) {
  namespace fs = std::filesystem;
  properties::ShrinkOptions options;
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return complain(exit_usage, jobs.error());
  options.limits.at_once = *jobs;
  const auto runs = number_of("--runs", command.runs, any_runs);
  if (!runs) return complain(exit_usage, runs.error());
  options.limits.runs_max = static_cast<std::size_t>(*runs);

  const Result<LoadedRun, std::string> saved = load_run(command.path);
  if (!saved) return complain(exit_bad_input, saved.error());
  const std::string target = command.out.empty() ? (fs::path(saved->folder) / "shrunk.yaml").string() : command.out;
  Result<OutputFile, std::string> out = OutputFile::open(target);
  if (!out) return complain(exit_bad_input, out.error());

  options.property = command.property;
  Progress progress(command.progress);
  options.watch = [&](const properties::Shrinking& shrinking) {
    const properties::CaseSize now = size_of(shrinking.current());
    progress.show(shrinking.statistics().runs, 0,
                  fmt::format("{}, {}", counted(now.steps, "step"), counted(now.faults, "fault")));
    return !is_interrupted();
  };
  listen_for_interrupts();
  const Result<properties::Shrunk, std::string> shrunk = properties::shrink(saved->run, options);
  if (!shrunk) return complain(exit_bad_input, command.path + ": " + shrunk.error());

  const Result<std::string, std::string> again = write_shrunk(*shrunk, *out, target);
  if (!again) return complain(exit_bad_input, again.error());
  if (command.json) {
    fmt::print("{}", reports::shrink_json(*shrunk, {.file = target, .replay = *again}));
  } else {
    tell(*shrunk);
    fmt::print("\nwritten: {}\nTo see it again: {}\n", target, *again);
  }
  return shrunk->minimal ? exit_pass : exit_unknown;
}

}  // namespace crisper::cli
