// crisper check: every schedule of a scenario within a bound.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files/saved_causes.hpp"
#include "cli/files/saved_run.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/say.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/option_values.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/counted.hpp"
#include "properties/scenario_run.hpp"
#include "properties/search/check/check.hpp"
#include "reports/check_report.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

struct CheckCommand {
  ScenarioSource scenario;
  std::string seed;                    ///< of the workload; empty: the scenario's
  std::string losses = "0";
  std::string duplicates = "0";
  std::string crashes;                 ///< of those that may crash; empty: one
  std::vector<std::string> may_crash;  ///< names, roles or patterns
  std::string timeouts = "0";
  bool reorder = false;
  std::string depth = "10000";
  std::string lasting;                 ///< "60s"; empty: no limit
  std::string executions_max;          ///< empty: no limit
  std::string jobs;                    ///< threads; empty: one for each core
  std::string out;                     ///< where a failing run goes; empty: runs/NAME-check, or the next that is free
  bool json = false;
  bool progress = false;  ///< told in a pipe too
  bool colour = false;
};

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
  const struct {
    const char* option;
    const std::string& text;
    NumberRange range;
    std::uint32_t& number;
  } numbers[] = {{"--losses", command.losses, any_mishaps, bound.mishaps[0]},
                 {"--duplicates", command.duplicates, any_mishaps, bound.mishaps[1]},
                 {"--timeouts", command.timeouts, any_mishaps, bound.early_time},
                 {"--depth", command.depth, any_depth, bound.depth}};
  for (const auto& each : numbers) {
    const auto number = number_of(each.option, each.text, each.range);
    if (!number) return failure(number.error());
    each.number = static_cast<std::uint32_t>(*number);
  }
  if (!command.crashes.empty() && command.may_crash.empty()) {
    return failure(fmt::format("--crashes {}: nobody may crash; say who with --crash, such as --crash event-store",
                               command.crashes));
  }
  bound.mishaps[2] = command.may_crash.empty() ? 0 : 1;
  if (!command.crashes.empty()) {
    const auto crashes = number_of("--crashes", command.crashes, any_mishaps);
    if (!crashes) return failure(crashes.error());
    if (*crashes == 0) return failure("--crashes 0: nobody crashes then; leave out --crash, too");
    bound.mishaps[2] = static_cast<std::uint32_t>(*crashes);
  }
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

/// The failing run as a plain run: judged once more, with its evidence, to be saved like any other.
struct FailingRun {
  OutputDirectory out;
  sim::Scenario scenario;
  ScenarioRun run;
};

Result<FailingRun, OutputTrouble> make_again(const CheckCommand& command, const sim::Scenario& scenario,
                                             std::uint64_t seed, const sim::FaultPlan& plan) {
  Result<OutputDirectory, OutputTrouble> out =
      command.out.empty()
          ? OutputDirectory::open_next(fmt::format("runs/{}-check", slug(scenario.name)), ResultKind::run)
          : OutputDirectory::open(command.out, ResultKind::run);
  if (!out) return failure(out.error());
  ScenarioRunOptions options{.seed = seed, .engine = "fast", .plan = plan};
  options.trace_path = out->staged("trace.sqlite").string();
  options.replay = "crisper replay " + cli::quoted(shown(out->target()));
  sim::Scenario under_check = check::without_distances(scenario);
  Result<ScenarioRun, std::string> run = run_scenario(under_check, options);
  if (!run) return failure(OutputTrouble{exit_bad_input, run.error()});
  return FailingRun{std::move(*out), std::move(under_check), std::move(*run)};
}

Result<void, OutputTrouble> save(FailingRun& failing, const std::string& source) {
  if (!failing.run.trace_trouble.empty()) return failure(OutputTrouble{exit_internal, failing.run.trace_trouble});
  if (const auto written = write_run(failing.out, failing.scenario, source, failing.run); !written) return written;
  const auto published = failing.out.publish();
  return published ? Result<void, OutputTrouble>() : failure(published.error());
}

/// Returns an ExitCode.
int check_command(const CheckCommand& command) {
  Result<Choices, std::string> choices = choices_of(command);
  if (!choices) return complain(exit_usage, choices.error());
  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const Result<std::string, std::string> source = read_text(command.scenario.path, sim::scenario_bytes_max);
  if (!source) return complain(exit_bad_input, source.error());
  if (!command.out.empty()) {
    // Before the work: nobody wants to learn hours later that there is no room for the result.
    const auto out = OutputDirectory::open(command.out, ResultKind::run);
    if (!out) return complain(out.error());
  }
  const std::uint64_t seed = choices->seed.value_or(scenario->seed);

  const Clock::time_point begun = Clock::now();
  listen_for_interrupts();
  std::optional<Progress> progress(std::in_place, command.progress);
  check::CheckOptions& options = choices->options;
  options.run.seed = seed;
  options.enough = [&](const check::Exploration& so_far) {
    const double seconds = seconds_since(begun);
    progress->show([&](std::chrono::duration<double>) {
      return fmt::format("{}, {}, {}, {:.0f} steps/s", counted(so_far.classes, "schedule"),
                         counted(so_far.executions, "execution"), counted(so_far.steps, "step"),
                         seconds > 0 ? static_cast<double>(so_far.steps) / seconds : 0);
    });
    return is_interrupted() || (choices->lasting && seconds > std::chrono::duration<double>(*choices->lasting).count());
  };
  Result<check::CheckResult, std::string> found = check::check_scenario(*scenario, options);
  progress.reset();
  if (!found) return complain(exit_bad_input, command.scenario.path + ": " + found.error());

  reports::CheckContext context{.scenario = scenario->name,
                                .seed = seed,
                                .bound = options.bound,
                                .reorder = command.reorder,
                                .may_crash = command.may_crash,
                                .seconds = seconds_since(begun)};
  std::optional<FailingRun> failing;
  std::optional<OutputTrouble> trouble;
  if (found->verdict == Verdict::fail) {
    Result<FailingRun, OutputTrouble> again = make_again(command, *scenario, seed, found->plan);
    if (!again) {
      trouble = again.error();
    } else {
      failing.emplace(std::move(*again));
      context.replay = failing->run.result.run.replay;
      if (failing->run.result.verdict != Verdict::fail) {
        // Never seen; a find that can't be shown is none.
        found->verdict = Verdict::unknown;
        found->reason = fmt::format("a schedule failed ({}), but its plan doesn't repeat it: please report this",
                                    found->reason);
      }
    }
  }
  if (command.json) {
    fmt::print("{}", reports::check_json(*found, context));
  } else {
    say(reports::check_text(*found, context, terminal(command.colour)));
  }
  std::fflush(stdout);
  if (failing) {
    if (const auto saved = save(*failing, *source); !saved) trouble = saved.error();
  }
  return trouble ? complain(*trouble) : exit_code_of(found->verdict);
}

}  // namespace

Command add_check_command(CLI::App& line) {
  auto command = std::make_shared<CheckCommand>();
  command->colour = wants_colour();
  CommandWords words(line, "check", "Run a small scenario under every schedule within a bound",
                     R"(Examples:
  crisper check scenarios/examples/two_writers.yaml --for 60s
  crisper check small.yaml --losses 1 --duplicates 1 --crash event-store
  crisper check small.yaml --set design.ownership.strategy=none --json

Any message that is under way may be next; each order that makes a difference is run once. The faults of
the scenario are left out: the search chooses what goes wrong. See docs/guide/check.md.)");
  words.required("scenario", command->scenario.path, "the scenario file");
  words.option("--seed", command->seed, "of the workload (default: the scenario's)");
  words.settings(command->scenario.settings);
  words.option("--losses", command->losses, "how many messages may be lost (default 0)");
  words.option("--duplicates", command->duplicates, "how many messages may come twice (default 0)");
  words.repeatable("--crash", command->may_crash, "who may crash: a process, a role or a pattern (repeatable)");
  words.option("--crashes", command->crashes, "how often they may crash, together (default 1)");
  words.option("--timeouts", command->timeouts, "how often time may pass while messages are under way");
  words.flag("--reorder", command->reorder, "messages of one link may overtake each other");
  words.option("--depth", command->depth, "steps of one execution (default 10000)");
  words.option("--for", command->lasting, "stop after this time, such as 60s");
  words.option("--max-executions", command->executions_max, "stop after so many executions");
  words.option("-j,--jobs", command->jobs, "threads (default: one for each core); changes no result");
  words.option("--out", command->out,
               "where a failing run goes (default: runs/NAME-check, or -2, -3 ... behind it)");
  words.flag("--json", command->json, "print one JSON object instead of text");
  words.progress(command->progress);
  return {words.app(), [command] { return check_command(*command); }};
}

}  // namespace crisper::cli
