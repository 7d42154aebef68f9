#include "cli/commands/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

#include "cli/complain.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/run_source.hpp"
#include "cli/shell_words.hpp"
#include "properties/search/shrink/shrink.hpp"

namespace crisper::cli {
namespace {

std::string counted(std::uint64_t number, const std::string& what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

std::string size_text(const properties::CaseSize& size) {
  return fmt::format("{} by {}, {}, {}", counted(size.steps, "step"), counted(size.clients, "client"),
                     counted(size.faults, "fault"), counted(size.deliveries, "message"));
}

std::vector<std::string> numbered(const std::vector<std::string>& sentences) {
  std::vector<std::string> lines;
  for (const std::string& each : sentences) lines.push_back(fmt::format("{}. {}", lines.size() + 1, each));
  return lines;
}

std::string title(const properties::Shrunk& shrunk) {
  return shrunk.cause.property.empty() ? shrunk.reason : shrunk.cause.property + ": " + shrunk.reason;
}

void tell(const properties::Shrunk& shrunk) {
  const properties::ShrinkStatistics& cost = shrunk.statistics;
  fmt::print("\n{}\n\n  before  {}\n  after   {}\n", title(shrunk), size_text(shrunk.before), size_text(shrunk.after));
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
  const Result<LoadedRun, std::string> saved = load_run(command.path);
  if (!saved) return complain(exit_bad_input, saved.error());
  const std::string target = command.out.empty() ? (fs::path(saved->folder) / "shrunk.yaml").string() : command.out;
  Result<OutputFile, std::string> out = OutputFile::open(target);
  if (!out) return complain(exit_bad_input, out.error());

  properties::ShrinkOptions options;
  options.property = command.property;
  options.limits.at_once = command.jobs != 0 ? command.jobs : std::max(1u, std::thread::hardware_concurrency());
  options.limits.runs_max = std::max<std::size_t>(command.runs, 1);
  Progress progress(command.progress);
  options.watch = [&](const properties::Shrinking& shrinking) {
    const properties::RunCase& now = shrinking.current();
    progress.show(shrinking.statistics().runs, 0,
                  size_text({.steps = now.scenario.workload.script->size(), .faults = now.plan.faults.size()}));
  };
  const Result<properties::Shrunk, std::string> shrunk = properties::shrink(saved->run, options);
  if (!shrunk) return complain(exit_bad_input, command.path + ": " + shrunk.error());

  properties::CaseFile file{.cause = shrunk->cause, .digest = shrunk->digest, .run = shrunk->smallest};
  file.told = {title(*shrunk), ""};
  for (std::string& each : numbered(shrunk->chain)) file.told.push_back(std::move(each));
  if (!shrunk->chain.empty()) file.told.push_back("");
  const std::string again = "crisper replay " + quoted(target);
  file.told.push_back("To see it again: " + again);
  if (const auto written = out->publish(properties::write_case(file)); !written) {
    return complain(exit_bad_input, written.error());
  }
  tell(*shrunk);
  fmt::print("\nwritten: {}\nTo see it again: {}\n", target, again);
  return shrunk->minimal ? exit_pass : exit_unknown;
}

}  // namespace crisper::cli
