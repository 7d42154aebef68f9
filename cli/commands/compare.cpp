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
#include "cli/files/saved_run.hpp"
#include "cli/files/sweep_folder.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_directory.hpp"
#include "cli/output/say.hpp"
#include "cli/output/sweep_progress.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/option_values.hpp"
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
  std::string out;     ///< a folder for all files; empty: none
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
  std::size_t jobs = 1;
};

Result<Asked, std::string> asked_by(const CompareCommand& command) {
  if (command.json && command.junit) return failure(std::string("compare: --json or --junit, not both"));
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return failure(jobs.error());
  if (const auto engine = check_engine(command.engine); !engine) return failure(engine.error());
  Asked asked{.designs = {.paths = command.paths, .settings = command.settings, .over = {}, .seeds = {},
                          .engine = command.engine},
              .how = {},
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

ComparedRuns run(const CompareCommand& command, const Asked& asked, const ComparedDesigns& designs) {
  Progress progress(command.progress);
  properties::SweepOptions options{.engine = "simgrid", .at_once = asked.jobs};
  options.kept = properties::compared_measures();
  options.on_run = [&](const properties::SweepProgress& now) { show(progress, now); };
  listen_for_interrupts();
  options.is_interrupted = is_interrupted;
  ComparedRuns compared{.sweep = run_sweep(designs.grid, options), .comparison = {}};
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

/// Returns an ExitCode.
int compare_command(const CompareCommand& command) {
  const auto asked = asked_by(command);
  if (!asked) return complain(exit_usage, asked.error());
  const Result<ComparedDesigns, std::string> designs = compared_designs(asked->designs);
  if (!designs) return complain(exit_bad_input, designs.error());
  // Before the work: nobody wants to learn hours later that there was no room for the result.
  std::optional<OutputDirectory> out;
  if (!command.out.empty()) {
    auto opened = OutputDirectory::open(command.out, ResultKind::sweep);
    if (!opened) return complain(opened.error());
    out.emplace(std::move(*opened));
  }

  const ComparedRuns compared = run(command, *asked, *designs);
  const SweepResult& sweep = compared.sweep;
  if (sweep.not_made > 0 && sweep.machine_trouble.empty()) {
    warn(fmt::format("interrupted: {} of {} runs were made, the others count as unknown",
                     designs->grid.points() - sweep.not_made, designs->grid.points()));
  }
  const std::string json = reports::sweep_json(sweep, &compared.comparison);
  if (command.json) {
    fmt::print("{}", json);
  } else if (command.junit) {
    fmt::print("{}", reports::compare_junit(sweep, compared.comparison));
  } else {
    say(reports::compare_table(sweep, compared.comparison, terminal(wants_colour())));
  }
  std::fflush(stdout);
  if (out) {
    if (const auto written = write(*out, *designs, compared, json); !written) return complain(written.error());
  }
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
  words.option("--out", command->out,
               "write scenario.yaml, sweep.json, sweep.csv and junit.xml into this folder; nothing there is replaced");
  words.progress(command->progress);
  return {words.app(), [command] { return compare_command(*command); }};
}

}  // namespace crisper::cli
