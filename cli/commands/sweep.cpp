// crisper sweep: every point of a scenario's `sweep:`, and one table of what they came to.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/commands/sweep_command.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/files/scenario_difference.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/files/sweep_folder.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/output/sweep_progress.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/option_values.hpp"
#include "cli/words/shard_words.hpp"
#include "cli/words/sweep_axes.hpp"
#include "properties/sweep/baseline.hpp"
#include "properties/sweep/sweep.hpp"
#include "properties/vocabulary.hpp"
#include "reports/sweep_json.hpp"
#include "reports/sweep_json_reader.hpp"
#include "reports/sweep_junit.hpp"
#include "reports/sweep_table.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

constexpr const char* engine_by_default = "simgrid";
constexpr std::size_t baseline_bytes_max = std::size_t{256} << 20;

/// What the command line says counts: an axis whose path it sets is swept no more.
void pin(sim::Scenario& scenario, const SweepCommand& command, const std::vector<std::string>& seeds) {
  drop_axes(scenario, command.scenario.settings);
  if (!command.engine.empty()) {
    drop_axis(scenario, "engine");
    scenario.engine = command.engine;
  }
  if (!seeds.empty()) {
    drop_axis(scenario, "seed");
    scenario.sweep.push_back({.path = "seed", .values = seeds});
  }
}

properties::SweepResult run(const SweepCommand& command, const properties::SweepGrid& grid, std::size_t jobs,
                            KeptRuns& kept) {
  Progress progress(command.progress);
  properties::SweepOptions options{.engine = engine_by_default, .at_once = jobs};
  options.on_run = [&](const properties::SweepProgress& now) { show(progress, now); };
  const KeptRuns::Listener listener(kept, [&](const std::string& trouble) { progress.warn_meanwhile(trouble); });
  listen_for_interrupts();
  options.is_interrupted = is_interrupted;
  kept.serve(options, grid);
  properties::SweepResult result = run_sweep(grid, options);
  result.flaw = kept.flaw();
  for (properties::SweepGroup& group : result.groups) group.replay = replay_line(command.scenario, group);
  return result;
}

/// Nothing where the command names none. Fails with one line where it is no sweep, or not one of these seeds.
Result<std::optional<properties::SweepResult>, std::string> baseline_of(const SweepCommand& command,
                                                                        const properties::SweepGrid& grid) {
  if (command.baseline.empty()) return std::nullopt;
  const Result<std::string, std::string> text = read_saved(command.baseline, baseline_bytes_max);
  if (!text) return failure("--baseline: " + text.error());
  Result<properties::SweepResult, std::string> before = reports::read_sweep_json(*text, command.baseline);
  if (!before) return failure("--baseline: " + before.error());
  // Asked before any run: of the grid it is known which designs and seeds it has.
  properties::SweepResult wanted{.scenario = {}, .axes = {}, .seeds = grid.seeds(), .groups = {}};
  for (std::size_t group = 0; group < grid.groups(); ++group) {
    wanted.groups.emplace_back().settings = grid.settings(group);
    const auto scenario = grid.scenario(group);
    const bool has_engine = scenario && !scenario->engine.empty();
    wanted.groups.back().engine = has_engine ? scenario->engine : engine_by_default;
  }
  const auto fits = properties::against_baseline(wanted, *before);
  if (!fits) return failure(fmt::format("--baseline {}: {}", command.baseline, fits.error()));
  return std::optional(std::move(*before));
}

void print(const SweepCommand& command, const properties::SweepResult& result, const std::string& json,
           const std::string& csv) {
  if (means_standard_output(command.csv)) {
    put_out(csv);
  } else if (command.json) {
    fmt::print("{}", json);
  } else if (command.junit) {
    fmt::print("{}", reports::sweep_junit(result));
  } else {
    say(reports::sweep_table(result, terminal(command.colour)));
  }
  std::fflush(stdout);
}

Result<KeptRuns, OutputTrouble> kept_for(const SweepCommand& command, const sim::Scenario& scenario) {
  auto texts = subject_texts({{scenario.name, scenario}});
  if (!texts) return failure(OutputTrouble{exit_bad_input, texts.error()});
  return KeptRuns::open(command.keep, {.what = "sweep",
                                       .scenario = subject_digest(*texts),
                                       .engine = {},
                                       .path = {},
                                       .texts = std::move(*texts)});
}

/// Returns an ExitCode.
int sweep_command(const SweepCommand& command) {
  if (!command.capacity.empty()) return capacity_command(command);
  if (const std::string wrong = why_not_together(command); !wrong.empty()) return complain(exit_usage, wrong);
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return complain(exit_usage, jobs.error());
  if (const auto engine = check_engine(command.engine); !engine) return complain(exit_usage, engine.error());
  const auto shard = shard_of(command.keep.shard);
  if (!shard) return complain(exit_usage, shard.error());
  std::vector<std::string> seeds;
  if (!command.seeds.empty()) {
    auto read = seeds_from(command.seeds);
    if (!read) return complain(exit_usage, read.error());
    seeds = std::move(*read);
  }

  Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const Result<std::string, std::string> source = read_text(command.scenario.path, sim::scenario_bytes_max);
  if (!source) return complain(exit_bad_input, source.error());
  tell_warnings(*scenario, command.scenario.path);
  pin(*scenario, command, seeds);
  auto grid = properties::SweepGrid::of(*scenario, properties::scenario_vocabulary());
  if (!grid) return complain(exit_bad_input, command.scenario.path + ": " + grid.error());
  const std::size_t of_all = grid->seeds().size();
  auto own_seeds = shard_of_seeds(grid->seeds(), *shard);
  if (!own_seeds) return complain(exit_usage, own_seeds.error());
  if (own_seeds->size() < of_all) *grid = grid->with_seeds(std::move(*own_seeds));

  const auto baseline = baseline_of(command, *grid);
  if (!baseline) return complain(exit_bad_input, baseline.error());
  // Before the work: nobody wants to learn hours later that there was no room for the result.
  std::optional<OutputFile> csv_file;
  if (!command.csv.empty() && !means_standard_output(command.csv)) {
    auto opened = OutputFile::open(command.csv);
    if (!opened) return complain(opened.error());
    csv_file.emplace(std::move(*opened));
  }

  Result<KeptRuns, OutputTrouble> kept = kept_for(command, *scenario);
  if (!kept) return complain(kept.error());

  properties::SweepResult result = run(command, *grid, *jobs, *kept);
  if (*baseline) {
    auto changes = properties::against_baseline(result, **baseline);
    if (changes) result.against_baseline = std::move(*changes);
  }
  const std::string json = reports::sweep_json(result);
  const std::string csv = reports::sweep_csv(result);
  if (const std::string done = kept->why_done(json); !done.empty()) return complain(exit_bad_input, done);
  warn_of_missing(result, grid->points(), command.keep);
  // Kept first: whoever reads what is printed may be gone.
  const auto results = kept->keep([&](OutputDirectory& out) {
    return write_sweep(out, *scenario, *source, {{"sweep.json", json}, {"sweep.csv", csv}});
  });
  const auto written = csv_file ? csv_file->publish(csv) : Result<void, OutputTrouble>();
  print(command, result, json, csv);
  if (!results) return complain(results.error());
  if (!written) return complain(written.error());
  return end_of_sweep(result);
}

}  // namespace

Command add_sweep_command(CLI::App& line) {
  auto command = std::make_shared<SweepCommand>();
  command->colour = wants_colour();
  CommandWords words(line, "sweep", "Run every point of a scenario's `sweep:` and compare them",
                     R"(Examples:
  crisper sweep scenarios/examples/lunch_rush.yaml --seed 1..20
  crisper sweep lunch.yaml --engine fast -j 8 --csv lunch.csv
  crisper sweep lunch.yaml --set 'sweep={seed: 1..50, faults: [[], [{loss: 5%}]]}' --out sweeps/loss
  crisper sweep lunch.yaml --capacity rate=10/s..10000/s --out sweeps/capacity
  crisper sweep lunch.yaml --seed 1..200 --shard 2/4 --out second
  crisper sweep lunch.yaml --seed 1..200 --merge first second third fourth --out whole

One row for each design, over all of its seeds: measures are medians. What --set, --seed or
--engine sets is swept no more.
With --capacity, the highest rate with which every property and threshold holds with all seeds: exit code 0
where it is known, or is at least the second rate; 1 where the first one fails; 2 where it can't be told.)");
  words.required("scenario", command->scenario.path, "the scenario file; without --capacity it has a section `sweep:`");
  words.option("--seed", command->seeds,
               "7, or 1,5,9, or 1..200: instead of the seeds of `sweep:` (with --capacity: of 1..5)");
  words.option("--capacity", command->capacity,
               "rate=10/s..10000/s: find the highest rate that holds (rate: the workload's first, or its path)");
  words.option("--tolerance", command->tolerance, "of --capacity: how near to find it (default: 5%)");
  words.option("--baseline", command->baseline,
               "a sweep.json: fail where a design that passes is worse than there by more than 1%");
  words.option("--engine", command->engine, "simgrid (default) or fast");
  words.settings(command->scenario.settings);
  words.jobs(command->jobs);
  words.flag("--json", command->json, "print one JSON object instead of the table");
  words.flag("--junit", command->junit, "print JUnit XML, a test case for each design, or for the capacity");
  words.option("--csv", command->csv,
               "write a line for each design to this file, which must not be there yet; - prints it instead of the "
               "table");
  words.option("--out", command->keep.out,
               "write scenario.yaml, sweep.json, sweep.csv and each run (runs.jsonl; with --capacity junit.xml, too, "
               "and capacity.jsonl) into this folder; nothing of yours there is replaced");
  words.flag("--continue", command->keep.go_on,
             "go on with what is in --out, from the runs that it has; also with other seeds, or a finer --tolerance");
  words.option("--shard", command->keep.shard, "i/n: every n-th seed from the i-th on, for n machines");
  words.instead("--merge", command->keep.merge, "make one of these folders, its shards: the same command with --merge "
                "instead of --shard; a --capacity search then makes the runs that none of them has",
                {"--continue", "--shard"});
  words.progress(command->progress);
  return {words.app(), [command] { return sweep_command(*command); }};
}

}  // namespace crisper::cli
