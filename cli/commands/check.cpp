#include "cli/commands/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "cli/complain.hpp"
#include "cli/interrupts.hpp"
#include "cli/output_directory.hpp"
#include "cli/progress.hpp"
#include "cli/saved_run.hpp"
#include "cli/shell_words.hpp"
#include "properties/scenario_run.hpp"
#include "properties/search/check/check.hpp"
#include "reports/check_report.hpp"
#include "sim/faults/exact_duration.hpp"

namespace crisper::cli {
namespace {

using namespace properties;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

check::CheckOptions options_of(const CheckCommand& command, std::uint64_t seed) {
  check::CheckOptions options;
  options.bound = {.mishaps = {command.losses, command.duplicates, command.may_crash.empty() ? 0 : command.crashes},
                   .early_time = command.timeouts,
                   .depth = command.depth};
  options.run = {.seed = seed, .reorder = command.reorder, .may_crash = command.may_crash};
  options.executions_max = command.executions_max;
  options.at_once = command.jobs != 0 ? command.jobs : std::max(1u, std::thread::hardware_concurrency());
  return options;
}

/// The failing run as a plain run: judged once more, with its evidence, and saved like any other.
Result<ScenarioRun, std::string> save(const CheckCommand& command, const sim::Scenario& scenario, std::uint64_t seed,
                                      const sim::FaultPlan& plan, std::string& folder) {
  folder = command.out.empty() ? fmt::format("runs/{}-check", slug(scenario.name)) : command.out;
  Result<OutputDirectory, std::string> out = OutputDirectory::open(folder, ResultKind::run);
  if (!out) return failure(out.error());
  ScenarioRunOptions options{.seed = seed, .engine = "fast", .plan = plan};
  options.trace_path = out->staged("trace.sqlite").string();
  options.replay = "crisper replay " + cli::quoted(folder);
  Result<ScenarioRun, std::string> run = run_scenario(check::without_distances(scenario), options);
  if (!run) return run;
  if (const auto written = write_run(*out, check::without_distances(scenario), *run); !written)
    return failure(written.error());
  if (const auto published = out->publish(); !published) return failure(published.error());
  return run;
}

}  // namespace

int check_command(const CheckCommand& command) {
  std::optional<Duration> limit;
  if (!command.lasting.empty()) {
    limit = sim::parse_duration(command.lasting);
    if (!limit || *limit <= Duration::zero())
      return complain(exit_usage, fmt::format("--for {}: expected a time such as 60s", command.lasting));
  }
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const std::uint64_t seed = scenario->seed;

  const Clock::time_point begun = Clock::now();
  listen_for_interrupts();
  Progress progress(command.progress);
  check::CheckOptions options = options_of(command, seed);
  options.enough = [&](const check::Exploration& so_far) {
    const double seconds = seconds_since(begun);
    progress.show([&](std::chrono::duration<double>) {
      return fmt::format("{} schedules, {} executions, {} steps, {:.0f} steps/s", so_far.classes, so_far.executions,
                         so_far.steps, seconds > 0 ? static_cast<double>(so_far.steps) / seconds : 0);
    });
    return is_interrupted() || (limit && seconds > std::chrono::duration<double>(*limit).count());
  };
  Result<check::CheckResult, std::string> found = check::check_scenario(*scenario, options);
  if (!found) return complain(exit_bad_input, command.scenario.path + ": " + found.error());

  reports::CheckContext context{.scenario = scenario->name,
                                .seed = seed,
                                .bound = options.bound,
                                .reorder = command.reorder,
                                .may_crash = command.may_crash,
                                .seconds = seconds_since(begun)};
  if (found->verdict == Verdict::fail) {
    std::string folder;
    const Result<ScenarioRun, std::string> run = save(command, *scenario, seed, found->plan, folder);
    if (!run) return complain(exit_internal, run.error());
    context.replay = run->result.run.replay;
    if (run->result.verdict != Verdict::fail) {
      // Never seen; a find that can't be shown is none.
      found->verdict = Verdict::unknown;
      found->reason = fmt::format("a schedule failed ({}), but its plan doesn't repeat it: please report this",
                                  found->reason);
    }
  }
  fmt::print("{}", command.json ? reports::check_json(*found, context)
                                : reports::check_text(*found, context, {.colour = command.colour}));
  return exit_code_of(found->verdict);
}

}  // namespace crisper::cli
