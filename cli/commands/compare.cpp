// crisper compare: designs under the same work, seeds and faults: who is safe, who of these is better in what.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/files/compared_designs.hpp"
#include "cli/files/kept_runs.hpp"
#include "cli/files/saved_run.hpp"
#include "cli/files/scenario_difference.hpp"
#include "cli/files/sweep_folder.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/output/say.hpp"
#include "cli/output/sweep_progress.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/option_values.hpp"
#include "cli/words/shard_words.hpp"
#include "cli/words/sweep_axes.hpp"
#include "properties/compare/comparison.hpp"
#include "reports/compare_table.hpp"
#include "reports/sweep_json.hpp"
#include "reports/sweep_junit.hpp"

namespace crisper::cli {
namespace {

using properties::Comparison;
using properties::SweepGroup;
using properties::SweepResult;

struct CompareCommand {
  std::vector<std::string> paths;
  std::vector<std::string> over;  ///< "path=[a, b]"
  std::vector<std::string> settings;
  std::string seeds;   ///< "7", "1,5,9" or "1..200"; empty: the scenario's, else 1 to 20
  std::string engine;  ///< empty: the scenarios' own, else simgrid
  std::string margin;  ///< "1%"; empty: that
  std::string jobs;    ///< runs at once; empty: as many as there are cores
  KeepWords keep;      ///< where its files go, and which runs are there already
  bool json = false;
  bool junit = false;
  bool progress = false;  ///< told in a pipe too
};

struct ComparedRuns {
  SweepResult sweep;
  Comparison comparison;
};

/// What the words ask for, in the types of what they mean; fails with one line that names the option.
struct Asked {
  DesignsWanted designs;
  properties::CompareOptions how;
  Shard shard;
  std::size_t jobs = 1;
};

Result<Asked, std::string> asked_by(const CompareCommand& command) {
  if (command.json && command.junit) return failure(std::string("compare: --json or --junit, not both"));
  if (std::string wrong = why_not_kept("compare", command.keep); !wrong.empty()) return failure(std::move(wrong));
  const auto shard = shard_of(command.keep.shard);
  if (!shard) return failure(shard.error());
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return failure(jobs.error());
  if (const auto engine = check_engine(command.engine); !engine) return failure(engine.error());
  Asked asked{.designs = {.paths = command.paths, .settings = command.settings, .over = {}, .seeds = {},
                          .engine = command.engine},
              .how = {},
              .shard = *shard,
              .jobs = *jobs};
  if (!command.seeds.empty()) {
    auto seeds = seeds_from(command.seeds);
    if (!seeds) return failure(seeds.error());
    asked.designs.seeds = std::move(*seeds);
  }
  auto over = axes_from("--over", command.over);
  if (!over) return failure(over.error());
  if (std::ranges::find(*over, "seed", &sim::SweepAxis::path) != over->end()) {
    return failure(std::string("--over seed: seeds are no designs; --seed says which ones each design is run with"));
  }
  asked.designs.over = std::move(*over);
  if (!command.margin.empty()) {
    const auto margin = share_of("--margin", command.margin);
    if (!margin) return failure(margin.error());
    asked.how.margin = *margin;
  }
  return asked;
}

/// The file of a group: its first setting names it where there are several.
const std::string& path_of(const CompareCommand& command, const ComparedDesigns& designs, const SweepGroup& group) {
  for (std::size_t i = 0; i < command.paths.size() && command.paths.size() > 1; ++i) {
    if (designs.scenarios[i].name == group.settings.front().value) return command.paths[i];
  }
  return command.paths.front();
}

ComparedRuns run(const CompareCommand& command, const Asked& asked, const ComparedDesigns& designs, KeptRuns& kept) {
  Progress progress(command.progress);
  properties::SweepOptions options{.engine = "simgrid", .at_once = asked.jobs};
  options.kept = properties::compared_measures();
  options.on_run = [&](const properties::SweepProgress& now) { show(progress, now); };
  const KeptRuns::Listener listener(kept, [&](const std::string& trouble) { progress.warn_meanwhile(trouble); });
  listen_for_interrupts();
  options.is_interrupted = is_interrupted;
  properties::SweepOptions lacking = options;
  kept.serve(lacking, designs.grid);
  ComparedRuns compared{.sweep = run_sweep(designs.grid, lacking), .comparison = {}};
  compared.sweep.flaw = kept.flaw();
  for (SweepGroup& group : compared.sweep.groups) {
    group.replay = replay_line({path_of(command, designs, group), command.settings}, group);
  }
  compared.comparison = compare_designs(compared.sweep, asked.how);
  if (compared.sweep.not_made > 0) return compared;
  const std::optional<std::size_t> reference = compared.comparison.reference;
  compared.comparison.partings =
      find_partings(designs.grid, reference ? compared.comparison.designs[*reference].group : 0, options);
  return compared;
}

Result<void, OutputTrouble> write(OutputDirectory& out, const ComparedDesigns& designs, const ComparedRuns& compared,
                                  const std::string& json) {
  std::vector<NamedText> files{{"sweep.json", json},
                               {"sweep.csv", reports::sweep_csv(compared.sweep)},
                               {"junit.xml", reports::compare_junit(compared.sweep, compared.comparison)}};
  for (std::size_t i = 1; i < designs.scenarios.size(); ++i) {
    const std::string stem = fmt::format("scenario-{}", i + 1);
    const auto own = scenario_files(designs.scenarios[i].scenario, stem, stem + "-");
    if (!own) return failure(OutputTrouble{exit_bad_input, own.error()});
    files.insert(files.end(), own->begin(), own->end());
  }
  return write_sweep(out, designs.scenarios.front().scenario, designs.source, files);
}

Result<KeptRuns, OutputTrouble> kept_for(const CompareCommand& command, const ComparedDesigns& designs) {
  auto texts = subject_texts(designs.scenarios);
  if (!texts) return failure(OutputTrouble{exit_bad_input, texts.error()});
  return KeptRuns::open(command.keep, {.what = "comparison",
                                       .scenario = subject_digest(*texts),
                                       .engine = {},
                                       .path = {},
                                       .texts = std::move(*texts)});
}

void print(const CompareCommand& command, const ComparedRuns& compared, const std::string& json) {
  if (command.json) {
    fmt::print("{}", json);
  } else if (command.junit) {
    fmt::print("{}", reports::compare_junit(compared.sweep, compared.comparison));
  } else {
    say(reports::compare_table(compared.sweep, compared.comparison, terminal(wants_colour())));
  }
  std::fflush(stdout);
}

/// Returns an ExitCode.
int compare_command(const CompareCommand& command) {
  const auto asked = asked_by(command);
  if (!asked) return complain(exit_usage, asked.error());
  Result<ComparedDesigns, std::string> designs = compared_designs(asked->designs);
  if (!designs) return complain(exit_bad_input, designs.error());
  const std::size_t of_all = designs->grid.seeds().size();
  auto seeds = shard_of_seeds(designs->grid.seeds(), asked->shard);
  if (!seeds) return complain(exit_usage, seeds.error());
  if (seeds->size() < of_all) designs->grid = designs->grid.with_seeds(std::move(*seeds));
  // Before the work: nobody wants to learn hours later that there was no room for the result.
  Result<KeptRuns, OutputTrouble> kept = kept_for(command, *designs);
  if (!kept) return complain(kept.error());

  const ComparedRuns compared = run(command, *asked, *designs, *kept);
  const SweepResult& sweep = compared.sweep;
  const std::string json = reports::sweep_json(sweep, &compared.comparison);
  if (const std::string done = kept->why_done(json); !done.empty()) return complain(exit_bad_input, done);
  warn_of_missing(sweep, designs->grid.points(), command.keep);
  // Kept first: whoever reads what is printed may be gone.
  const auto written = kept->keep([&](OutputDirectory& out) { return write(out, *designs, compared, json); });
  print(command, compared, json);
  if (!written) return complain(written.error());
  return end_of_sweep(sweep);
}

}  // namespace

Command add_compare_command(CLI::App& line) {
  auto command = std::make_shared<CompareCommand>();
  CommandWords words(line, "compare", "Rank designs under the same work, seeds and faults",
                     R"(Examples:
  crisper compare scenarios/examples/lunch_rush.yaml --over 'design.ownership.strategy=[row_lock, optimistic]'
  crisper compare row_locks.yaml actors.yaml --seed 1..50 --out comparisons/locks_or_actors
  crisper compare lunch.yaml --over 'design.publication.method=[outbox, listen_to_yourself]' --engine fast
  crisper compare row_locks.yaml actors.yaml --seed 1..50 --shard 2/4 --out second
  crisper compare row_locks.yaml actors.yaml --seed 1..50 --merge first second third fourth --out whole
  crisper report comparisons/locks_or_actors

Safety first: a design that fails or can't be told with any seed has no rank, and is never called faster.
The others are ordered by throughput, latency, staleness and cost per command; differences are taken seed
by seed, and what may be chance is called noise. Without --over, one scenario is compared over what its
`sweep:` varies.
Exit codes as of `crisper sweep`: 1 where a design fails, 2 where one can't be told.)");
  words.several("scenarios", command->paths, "scenario files that differ in nothing but their design");
  words.repeatable("--over", command->over, "path=[a, b]: what varies (repeatable: every combination)");
  words.option("--seed", command->seeds, "7, or 1,5,9, or 1..200 (default: those of `sweep:`, else 1..20)");
  words.option("--engine", command->engine, "simgrid (default) or fast");
  words.settings(command->settings);
  words.option("--margin", command->margin, "a smaller difference counts as none (default: 1%)");
  words.jobs(command->jobs);
  words.flag("--json", command->json, "print one JSON object instead of the tables");
  words.flag("--junit", command->junit, "print JUnit XML, a test case for each design");
  words.option("--out", command->keep.out,
               "write scenario.yaml, sweep.json, sweep.csv, junit.xml and each run (runs.jsonl) into this folder; "
               "nothing of yours there is replaced");
  words.flag("--continue", command->keep.go_on,
             "go on with what is in --out, from the runs that it has; also with other seeds or designs");
  words.option("--shard", command->keep.shard, "i/n: every n-th seed from the i-th on, for n machines");
  words.instead("--merge", command->keep.merge, "make one comparison of these folders, its shards: the same command "
                "with --merge instead of --shard", {"--continue", "--shard"});
  words.progress(command->progress);
  return {words.app(), [command] { return compare_command(*command); }};
}

}  // namespace crisper::cli
