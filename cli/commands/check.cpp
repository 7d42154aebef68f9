#include "cli/commands/check.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <optional>

#include "cli/complain.hpp"
#include "cli/interrupts.hpp"
#include "cli/option_values.hpp"
#include "cli/output_directory.hpp"
#include "cli/progress.hpp"
#include "cli/saved_run.hpp"
#include "cli/shell_words.hpp"
#include "properties/scenario_run.hpp"
#include "properties/search/check/check.hpp"
#include "reports/check_report.hpp"

namespace crisper::cli {
namespace {

using namespace properties;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

constexpr NumberRange any_mishaps{0, 1'000};
constexpr NumberRange any_depth{1, 100'000};

/// What the command line says, without what follows from the scenario.
struct Choices {
  check::CheckOptions options;
  std::optional<std::uint64_t> seed;
  std::optional<std::chrono::nanoseconds> lasting;
};

/// Fails with one line that names the word and what was expected.
Result<Choices, std::string> choices_of(const CheckCommand& command) {
  Choices choices;
  check::Bound& bound = choices.options.bound;
  std::uint32_t crashes = 0;
  const struct {
    const char* option;
    const std::string& text;
    NumberRange range;
    std::uint32_t& number;
  } numbers[] = {{"--losses", command.losses, any_mishaps, bound.mishaps[0]},
                 {"--duplicates", command.duplicates, any_mishaps, bound.mishaps[1]},
                 {"--crashes", command.crashes, any_mishaps, crashes},
                 {"--timeouts", command.timeouts, any_mishaps, bound.early_time},
                 {"--depth", command.depth, any_depth, bound.depth}};
  for (const auto& each : numbers) {
    const auto number = number_of(each.option, each.text, each.range);
    if (!number) return failure(number.error());
    each.number = static_cast<std::uint32_t>(*number);
  }
  bound.mishaps[2] = command.may_crash.empty() ? 0 : crashes;
  choices.options.run = {.seed = 0, .reorder = command.reorder, .may_crash = command.may_crash};
  if (!command.executions_max.empty()) {
    const auto most = number_of("--max-executions", command.executions_max, any_runs);
    if (!most) return failure(most.error());
    choices.options.executions_max = *most;
  }
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return failure(jobs.error());
  choices.options.at_once = *jobs;
  if (!command.seed.empty()) {
    const auto seed = seed_of(command.seed);
    if (!seed) return failure(seed.error());
    choices.seed = *seed;
  }
  if (!command.lasting.empty()) {
    const auto lasting = time_of("--for", command.lasting);
    if (!lasting) return failure(lasting.error());
    choices.lasting = *lasting;
  }
  return choices;
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
  Result<Choices, std::string> choices = choices_of(command);
  if (!choices) return complain(exit_usage, choices.error());
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const std::uint64_t seed = choices->seed.value_or(scenario->seed);

  const Clock::time_point begun = Clock::now();
  listen_for_interrupts();
  Progress progress(command.progress);
  check::CheckOptions& options = choices->options;
  options.run.seed = seed;
  options.enough = [&](const check::Exploration& so_far) {
    const double seconds = seconds_since(begun);
    progress.show([&](std::chrono::duration<double>) {
      return fmt::format("{} schedules, {} executions, {} steps, {:.0f} steps/s", so_far.classes, so_far.executions,
                         so_far.steps, seconds > 0 ? static_cast<double>(so_far.steps) / seconds : 0);
    });
    return is_interrupted() || (choices->lasting && seconds > std::chrono::duration<double>(*choices->lasting).count());
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
