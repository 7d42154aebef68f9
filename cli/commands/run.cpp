// crisper run: one run of a scenario.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files/plan_source.hpp"
#include "cli/files/report_file.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/saved_run.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_input_follower.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/option_values.hpp"
#include "cli/words/shell_words.hpp"
#include "core/base/counted.hpp"
#include "properties/scenario_run.hpp"
#include "reports/run_json.hpp"
#include "reports/terminal_report.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

struct RunCommand {
  ScenarioSource scenario;
  std::string seed;       ///< empty: the scenario's
  std::string engine;     ///< empty: the scenario's, else simgrid
  std::string plan_path;  ///< empty: the scenario's faults
  std::string out;        ///< empty: runs/NAME-ENGINE-SEED, or the next of that name that is free
  bool json = false;
  bool trace = true;
  bool follow = false;  ///< let another program look on
  bool report = false;  ///< report.html, too
  bool colour = false;
};

/// The command line that repeats this run, whatever the scenario's own seed and engine become.
std::string replay_line(const RunCommand& command, const properties::ScenarioRunOptions& options) {
  std::string line =
      fmt::format("crisper run {} --engine {} --seed {}", quoted(command.scenario.path), options.engine, options.seed);
  for (const std::string& setting : command.scenario.settings) line += " --set " + quoted(setting);
  if (!command.plan_path.empty()) line += " --plan " + quoted(command.plan_path);
  return line;
}

/// One line that is drawn again while the run goes on.
class RunProgress final : public properties::RunWatch {
 public:
  bool is_shown() const { return progress_.is_shown(); }
  void begin(const properties::Names&) override {}
  void end(const properties::RunResult&) override {}
  bool wants(ObservationKind kind) const override { return kind == ObservationKind::message_delivered; }
  void observe(const Observation& seen, ObservationId) override {
    if (++deliveries_ % looks_apart != 0) return;
    progress_.show([&](std::chrono::duration<double> elapsed) {
      return fmt::format("{} at {}, {:.0f}/s", counted(deliveries_, "delivery", "deliveries"),
                         to_text(seen.at), static_cast<double>(deliveries_) / std::max(elapsed.count(), 1e-3));
    });
  }

 private:
  static constexpr std::uint64_t looks_apart = 1024;
  Progress progress_;
  std::uint64_t deliveries_ = 0;
};

/// The run as it is to be: what the plan says of it counts, and may not contradict what the command line says.
Result<properties::ScenarioRunOptions, OutputTrouble> options_for(const RunCommand& command,
                                                                  const sim::Scenario& scenario) {
  properties::ScenarioRunOptions options;
  RunWords words{.scenario = scenario.name, .engine = command.engine, .seed = std::nullopt};
  if (!command.seed.empty()) {
    const auto seed = seed_of(command.seed);
    if (!seed) return failure(OutputTrouble{exit_usage, seed.error()});
    words.seed = *seed;
  }
  if (!command.plan_path.empty()) {
    Result<sim::PlanFile, std::string> plan = load_plan(command.plan_path);
    if (!plan) return failure(OutputTrouble{exit_bad_input, plan.error()});
    const Result<RunWords, std::string> its = words_of_run(*plan, command.plan_path, words);
    if (!its) return failure(OutputTrouble{exit_bad_input, its.error()});
    if (const auto named = check_plan_names(plan->plan, scenario); !named) {
      return failure(OutputTrouble{exit_bad_input, command.plan_path + ": " + named.error()});
    }
    words = *its;
    options.plan = std::move(plan->plan);
  }
  options.seed = words.seed.value_or(scenario.seed);
  options.engine = !words.engine.empty() ? words.engine : !scenario.engine.empty() ? scenario.engine : "simgrid";
  options.replay = replay_line(command, options);
  return options;
}

using ScenarioWritten = Result<std::uint64_t, OutputTrouble>;

Result<std::vector<std::filesystem::path>, OutputTrouble> write_files(OutputDirectory& out,
                                                                      const ScenarioWritten& scenario_written_as,
                                                                      const properties::ScenarioRun& run) {
  if (!run.trace_trouble.empty()) return failure(OutputTrouble{exit_internal, run.trace_trouble});
  if (!scenario_written_as) return failure(scenario_written_as.error());
  if (const auto written = write_outcome(out, run, *scenario_written_as); !written) return failure(written.error());
  return out.publish();
}

/// Returns an ExitCode.
int run_command(const RunCommand& command) {
  if (!command.seed.empty()) {
    if (const auto seed = seed_of(command.seed); !seed) return complain(exit_usage, seed.error());
  }
  if (command.follow && !command.trace) return complain(exit_usage, "--follow shows the trace: --no-trace leaves none");
  if (const auto engine = check_engine(command.engine); !engine) return complain(exit_usage, engine.error());

  const Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const Result<std::string, std::string> source = read_text(command.scenario.path, sim::scenario_bytes_max);
  if (!source) return complain(exit_bad_input, source.error());
  tell_warnings(*scenario, command.scenario.path);
  Result<properties::ScenarioRunOptions, OutputTrouble> options = options_for(command, *scenario);
  if (!options) return complain(options.error());

  Result<OutputDirectory, OutputTrouble> out =
      command.out.empty() ? OutputDirectory::open_next(fmt::format("runs/{}-{}-{}", slug(scenario->name),
                                                                   options->engine, options->seed),
                                                       ResultKind::run)
                          : OutputDirectory::open(command.out, ResultKind::run);
  if (!out) return complain(out.error());
  if (command.trace) options->trace_path = out->staged("trace.sqlite").string();

  const auto write_its_scenario = [&] {
    return write_scenario_of(*out, *scenario, *source, options->seed, options->engine);
  };
  StandardInputFollower follower;
  std::optional<ScenarioWritten> scenario_written_as;
  if (command.follow) {
    options->follower = &follower;
    scenario_written_as = write_its_scenario();  // whoever looks on needs it
  }

  Result<properties::ScenarioRun, std::string> run = failure(std::string());
  {
    RunProgress progress;
    if (progress.is_shown()) options->watches.push_back(&progress);
    run = properties::run_scenario(*scenario, *options);
  }
  if (!run) return complain(exit_bad_input, run.error());

  // The verdict first: a disk that is full must not cost it.
  if (command.json) {
    fmt::print("{}", reports::run_json(run->result));
  } else {
    say(reports::terminal_report(run->result, terminal(command.colour)));
  }
  std::fflush(stdout);
  if (!scenario_written_as) scenario_written_as = write_its_scenario();
  const auto files = write_files(*out, *scenario_written_as, *run);
  if (!files) return complain(files.error());
  if (!command.json) {
    say("\nwritten:\n");
    for (const std::filesystem::path& file : *files) say(fmt::format("  {}\n", shown(file)));
  }
  if (command.report) {
    const Result<std::filesystem::path, OutputTrouble> report =
        write_report({.path = out->target().string(), .used_simgrid = options->engine == "simgrid"});
    if (!report) return complain(report.error());
    if (!command.json) say(fmt::format("report: {}\n", shown(*report)));
  }
  return exit_code_of(run->result.verdict);
}

}  // namespace

Command add_run_command(CLI::App& line) {
  auto command = std::make_shared<RunCommand>();
  command->colour = wants_colour();
  CommandWords words(line, "run", "Run a scenario once and judge the run",
                     R"(Examples:
  crisper run scenarios/examples/lunch_rush.yaml --seed 7
  crisper run lunch.yaml --set design.consumers.catalog.inbox=off --set 'faults=[{duplicate: 5%}]'
  crisper run lunch.yaml --plan runs/lunch/plan.yaml --out runs/again --json)");
  words.required("scenario", command->scenario.path, "the scenario file");
  words.option("--seed", command->seed, "which run: all chance follows from it (default: the scenario's)");
  words.option("--engine", command->engine, "simgrid (default) or fast");
  words.settings(command->scenario.settings);
  words.option("--plan", command->plan_path,
               "these faults, exactly, instead of the scenario's; the plan's own engine and seed count");
  words.option("--out", command->out,
               "where the files go; nothing there is replaced (default: runs/NAME-ENGINE-SEED, or -2, -3 ... "
               "behind it)");
  words.flag("--json", command->json, "print one JSON object instead of the table");
  words.flag("--report", command->report, "write report.html, too, as `crisper report` does");
  words.flag("--follow", command->follow,
             "take leave from standard input: `until N` (observations), `go`; a live copy of the trace shows the run");
  words.flag("!--no-trace", command->trace, "don't write trace.sqlite");
  return {words.app(), [command] { return run_command(*command); }};
}

}  // namespace crisper::cli
