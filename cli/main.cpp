// The crisper command: its words, their help, and nothing else.
#include <CLI/CLI.hpp>
#include <exception>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "cli/commands/check.hpp"
#include "cli/commands/explore.hpp"
#include "cli/commands/gui.hpp"
#include "cli/commands/replay.hpp"
#include "cli/commands/run.hpp"
#include "cli/commands/shrink.hpp"
#include "cli/commands/sweep.hpp"
#include "cli/commands/tell.hpp"
#include "cli/command_line.hpp"
#include "cli/completion.hpp"
#include "cli/complain.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupts.hpp"
#include "cli/say.hpp"
#include "cli/standard_streams.hpp"

namespace {

using namespace crisper::cli;

constexpr const char* overview = R"(Finds the concurrency bug in a CQRS or event-sourced design before anyone builds it.

Examples:
  crisper run scenarios/examples/lunch_rush.yaml
  crisper run scenarios/examples/lunch_rush.yaml --seed 7 --engine fast
  crisper run scenarios/examples/lunch_rush.yaml --set design.ownership.strategy=none
  crisper sweep scenarios/examples/lunch_rush.yaml --seed 1..20
  crisper explore scenarios/examples/small_rush.yaml --for 60s
  crisper check scenarios/examples/two_writers.yaml --duplicates 1
  crisper replay runs/lunch-rush-row-locks-simgrid-1
  crisper gui
  crisper shrink runs/lunch-rush-row-locks-fast-1
  crisper describe design.ownership
  crisper init my_design.yaml

Exit codes: 0 pass; 1 a property failed or a threshold was breached; 2 unknown;
            64 wrong command line; 65 bad input; 70 the machine or crisper failed.)";

void add_settings(CLI::App& app, std::vector<std::string>& settings) {
  const auto trouble = [](std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals != word.npos && equals > 0) return std::string();
    return "'" + word + "': expected path=value, such as design.ownership.strategy=none";
  };
  app.add_option("--set", settings, "change a value: path=value (repeatable)")
      ->allow_extra_args(false)
      ->check(CLI::Validator(trouble, ""));
}

int run_command_line(int argc, char** argv) {
  CLI::App app{overview, "crisper"};
  app.set_version_flag("--version", "crisper 0.1.0");
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  RunCommand run;
  run.colour = wants_colour();
  CLI::App* run_app = app.add_subcommand("run", "Run a scenario once and judge the run");
  run_app->footer(R"(Examples:
  crisper run scenarios/examples/lunch_rush.yaml --seed 7
  crisper run lunch.yaml --set design.consumers.catalog.inbox=off --set 'faults=[{duplicate: 5%}]'
  crisper run lunch.yaml --plan runs/lunch/plan.yaml --out runs/again --json)");
  run_app->add_option("scenario", run.scenario.path, "the scenario file")->required();
  run_app->add_option("--seed", run.seed, "which run: all chance follows from it (default: the scenario's)");
  run_app->add_option("--engine", run.engine, "simgrid (default) or fast");
  add_settings(*run_app, run.scenario.settings);
  run_app->add_option("--plan", run.plan_path,
                      "these faults, exactly, instead of the scenario's; the plan's own engine and seed count");
  run_app->add_option("--out", run.out,
                      "where the files go; nothing there is replaced (default: runs/NAME-ENGINE-SEED, or -2, -3 ... "
                      "behind it)");
  run_app->add_flag("--json", run.json, "print one JSON object instead of the table");
  run_app->add_flag("!--no-trace", run.trace, "don't write trace.sqlite");

  ReplayCommand replay;
  replay.colour = run.colour;
  CLI::App* replay_app = app.add_subcommand("replay", "Run a saved run again and say whether it was the same");
  replay_app->footer(R"(Examples:
  crisper replay runs/lunch-rush-row-locks-simgrid-1
  crisper replay runs/lunch-rush-row-locks-simgrid-1/shrunk.yaml

Of a case file (what shrink writes) the exit code says whether the run was as the file expects:
0 it was, also where it expects a failure; 1 it was not; 2 it was, but is not the same run to the bit.)");
  replay_app->add_option("run", replay.path, "the folder of a run, the plan.yaml in it, or a case file")->required();
  replay_app->add_option("--out", replay.out, "write the run's files and what happened into this folder");
  replay_app->add_flag("--json", replay.json, "print one JSON object instead of the table");

  ShrinkCommand shrink;
  CLI::App* shrink_app = app.add_subcommand("shrink", "Make a failing run as small as it can be, and explain it");
  shrink_app->footer(R"(Examples:
  crisper shrink runs/lunch-rush-row-locks-fast-1
  crisper shrink runs/lunch-rush-row-locks-fast-1 --property stock_never_negative --out bugs/oversold.yaml

Drops commands, faults, machines and digits as long as the same property fails in the same way,
and writes what is left to one file that `crisper replay` runs.
Exit codes: 0 shrunk; 2 stopped before it was minimal; 65 the run does not fail.)");
  shrink_app->add_option("run", shrink.path, "the folder of a run, the plan.yaml in it, or a case file")->required();
  shrink_app->add_option("--property", shrink.property, "which failure (default: the first)");
  shrink_app->add_option("--out", shrink.out,
                         "the file to write; none is replaced (default: shrunk.yaml beside the run, or shrunk-2.yaml "
                         "...)");
  shrink_app->add_option("-j,--jobs", shrink.jobs, "runs at once (default: one for each core); changes no result");
  shrink_app->add_option("--runs", shrink.runs, "give up after so many runs (default: 100000)");
  shrink_app->add_flag("--progress", shrink.progress, "tell how far it is in a pipe too, in lines on standard error");
  shrink_app->add_flag("--json", shrink.json, "print one JSON object instead of text");

  SweepCommand sweep;
  sweep.colour = run.colour;
  CLI::App* sweep_app = app.add_subcommand("sweep", "Run every point of a scenario's `sweep:` and compare them");
  sweep_app->footer(R"(Examples:
  crisper sweep scenarios/examples/lunch_rush.yaml --seed 1..20
  crisper sweep lunch.yaml --engine fast -j 8 --csv lunch.csv
  crisper sweep lunch.yaml --set 'sweep={seed: 1..50, faults: [[], [{loss: 5%}]]}' --out sweeps/loss

One row for each design, over all of its seeds: measures are medians. What --set, --seed or
--engine sets is swept no more.)");
  sweep_app->add_option("scenario", sweep.scenario.path, "the scenario file; it has a section `sweep:`")->required();
  sweep_app->add_option("--seed", sweep.seeds, "7, or 1,5,9, or 1..200: instead of the seeds of `sweep:`");
  sweep_app->add_option("--engine", sweep.engine, "simgrid (default) or fast");
  add_settings(*sweep_app, sweep.scenario.settings);
  sweep_app->add_option("-j,--jobs", sweep.jobs, "runs at once (default: one for each core); changes no result");
  sweep_app->add_flag("--json", sweep.json, "print one JSON object instead of the table");
  sweep_app->add_option("--csv", sweep.csv, "write a line for each design to this file, which must not be there yet");
  sweep_app->add_option("--out", sweep.out,
                        "write scenario.yaml, sweep.json and sweep.csv into this folder; nothing there is replaced");
  sweep_app->add_flag("--progress", sweep.progress, "tell how far it is in a pipe too, in lines on standard error");

  ExploreCommand explore;
  explore.colour = run.colour;
  CLI::App* explore_app = app.add_subcommand("explore", "Hunt for failures through very many runs of a scenario");
  explore_app->footer(R"(Examples:
  crisper explore scenarios/examples/small_rush.yaml --for 60s
  crisper explore scenarios/examples/small_rush.yaml --runs 500 --set design.ownership.strategy=none
  crisper explore lunch.yaml --runs 100000 --shard 2/4 --out second
  crisper explore --merge first second third fourth --out whole

Each run is isolated: one that crashes, hangs or takes all memory is a finding. Failures are grouped by
cause; the smallest run of each is saved, shrunk to one small file, and replayed by the command printed.
`crisper list strategies` tells the strategies.)");
  explore_app->add_option("scenario", explore.scenario.path, "the scenario file");
  explore_app->add_option("--runs", explore.runs, "how many (default: 1000, or as many as --for allows)");
  explore_app->add_option("--for", explore.lasting, "how long, such as 60s or 10m");
  explore_app->add_option("-j,--jobs", explore.jobs, "runs at once (default: one for each core); changes no result");
  explore_app->add_option("--shard", explore.shard, "i/n: the i-th of n parts of the hunt, for n machines");
  explore_app->add_flag("--stop-at-first", explore.stop_at_first, "end with the first failing run");
  explore_app->add_flag("--no-shrink", explore.no_shrink, "save the smallest run of each cause as it is");
  explore_app->add_option("--strategy", explore.strategy, "how runs are chosen (default: portfolio)");
  explore_app->add_option("--seed", explore.seed, "which hunt: all that it draws follows from it");
  explore_app->add_option("--engine", explore.engine, "fast (default) or simgrid");
  add_settings(*explore_app, explore.scenario.settings);
  explore_app->add_option("--out", explore.out,
                          "where the files go (default: hunts/NAME-ENGINE-SEED, or -2, -3 ... behind it)");
  CLI::Option* go_on =
      explore_app->add_flag("--continue", explore.go_on, "make the runs that the hunt in that place lacks");
  CLI::Option* merge = explore_app->add_option("--merge", explore.merge, "make one hunt of these, parts of one");
  merge->expected(1, -1)->excludes(go_on);
  // Nothing is run then: what says how would be ignored.
  for (const char* other : {"scenario", "--runs", "--for", "--shard", "--stop-at-first", "--strategy", "--seed",
                            "--engine", "--set"}) {
    merge->excludes(explore_app->get_option(other));
  }
  explore_app->add_option("--run-time", explore.run_time,
                          "processor time; a run that takes longer hangs (default: 60s)");
  explore_app->add_option("--run-memory", explore.run_memory, "MiB that one run may take (default: 2048)");
  explore_app->add_flag("--json", explore.json, "print one JSON object instead of the tables");
  explore_app->add_flag("--progress", explore.progress, "tell how far it is in a pipe too, in lines on standard error");
  GuiCommand gui;
  CLI::App* gui_app = app.add_subcommand("gui", "Open the window: a run at any instant, step by step, and what if");
  gui_app->footer("Examples:\n  crisper gui\n  crisper gui runs/lunch-rush-row-locks-simgrid-1");
  gui_app->add_option("path", gui.path, "a scenario, the folder of a run, or a trace (default: three stories)");
  CheckCommand check;
  check.colour = run.colour;
  CLI::App* check_app = app.add_subcommand("check", "Run a small scenario under every schedule within a bound");
  check_app->footer(R"(Examples:
  crisper check scenarios/examples/two_writers.yaml --for 60s
  crisper check small.yaml --losses 1 --duplicates 1 --crash event-store
  crisper check small.yaml --set design.ownership.strategy=none --json

Any message that is under way may be next; each order that makes a difference is run once. The faults of
the scenario are left out: the search chooses what goes wrong. See docs/guide/check.md.)");
  check_app->add_option("scenario", check.scenario.path, "the scenario file")->required();
  check_app->add_option("--seed", check.seed, "of the workload (default: the scenario's)");
  add_settings(*check_app, check.scenario.settings);
  check_app->add_option("--losses", check.losses, "how many messages may be lost (default 0)");
  check_app->add_option("--duplicates", check.duplicates, "how many messages may come twice (default 0)");
  check_app->add_option("--crash", check.may_crash, "who may crash: a process, a role or a pattern (repeatable)")
      ->allow_extra_args(false);
  check_app->add_option("--crashes", check.crashes, "how often they may crash, together (default 1)");
  check_app->add_option("--timeouts", check.timeouts, "how often time may pass while messages are under way");
  check_app->add_flag("--reorder", check.reorder, "messages of one link may overtake each other");
  check_app->add_option("--depth", check.depth, "steps of one execution (default 10000)");
  check_app->add_option("--for", check.lasting, "stop after this time, such as 60s");
  check_app->add_option("--max-executions", check.executions_max, "stop after so many executions");
  check_app->add_option("-j,--jobs", check.jobs, "threads (default: one for each core); changes no result");
  check_app->add_option("--out", check.out,
                        "where a failing run goes (default: runs/NAME-check, or -2, -3 ... behind it)");
  check_app->add_flag("--json", check.json, "print one JSON object instead of text");
  check_app->add_flag("--progress", check.progress, "tell how far it is in a pipe too, in lines on standard error");

  std::string what;
  CLI::App* list_app = app.add_subcommand("list", "What there is: strategies, methods, roles, faults, properties ...");
  list_app->add_option("what", what, "one of these (default: all)");
  CLI::App* describe_app =
      app.add_subcommand("describe", "What a word means, or what a scenario's design is wired to");
  describe_app->footer(
      "Examples:\n  crisper describe single_writer\n  crisper describe design.command_queue\n"
      "  crisper describe scenario\n  crisper describe scenarios/examples/lunch_rush.yaml");
  describe_app->add_option("what", what, "a word, a key, `scenario` for every key, or the file of a scenario")
      ->required();
  std::vector<std::string> describe_settings;
  add_settings(*describe_app, describe_settings);
  CLI::App* schema_app = app.add_subcommand("schema", "The JSON Schema of scenario files, for editors");
  std::string init_path = "scenario.yaml";
  CLI::App* init_app = app.add_subcommand("init", "Write a commented scenario to start from");
  init_app->add_option("file", init_path, "where (default: scenario.yaml)");
  std::string shell;
  CLI::App* completion_app = app.add_subcommand("completion", "A completion script for a shell: bash, zsh or fish");
  completion_app->footer("Example:\n  source <(crisper completion bash)");
  completion_app->add_option("shell", shell, "bash, zsh or fish")->required();

  if (const std::optional<int> done = parse_command_line(app, argc, argv)) return *done;
  if (*run_app) return run_command(run);
  if (*sweep_app) return sweep_command(sweep);
  if (*shrink_app) return shrink_command(shrink);
  if (*explore_app) return explore_command(explore);
  if (*replay_app) return replay_command(replay);
  if (*gui_app) return gui_command(gui);
  if (*check_app) return check_command(check);
  if (*list_app) return list_command(what);
  if (*describe_app) return describe_command(what, describe_settings);
  if (*schema_app) return schema_command();
  if (*init_app) return init_command(init_path);
  if (*completion_app) return completion_command(app, shell);
  return exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  end_well_on_signals();
  try {
    return end_output(run_command_line(argc, argv));
  } catch (const std::system_error& error) {
    return end_output(error);
  } catch (const std::exception& error) {  // trouble of the machine, as a rule
    return end_output(complain(exit_internal, error.what()));
  }
}
