// crisper sweep --capacity: the highest rate that a design carries.
#include "cli/commands/sweep_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files/kept_runs.hpp"
#include "cli/files/scenario_difference.hpp"
#include "cli/files/sweep_folder.hpp"
#include "cli/interrupts.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/words/option_values.hpp"
#include "cli/words/rate_range.hpp"
#include "cli/words/shard_words.hpp"
#include "cli/words/sweep_axes.hpp"
#include "properties/capacity/capacity_search.hpp"
#include "reports/capacity_table.hpp"
#include "reports/sweep_json.hpp"
#include "reports/sweep_junit.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::cli {
namespace {

using properties::CapacityEnd;
using properties::CapacityPlan;
using properties::CapacityResult;
using properties::CapacitySearchOptions;

constexpr const char* capacity_seeds_by_default = "1..5";
/// Below, rates of four digits can't be halved often enough.
constexpr double capacity_tolerance_least = 0.005;

struct CapacityAsked {
  CapacityPlan plan;  ///< its path is what was said of it
  std::size_t jobs = 1;
};

/// What the words ask for; fails with one line that names the option.
Result<CapacityAsked, std::string> capacity_asked_by(const SweepCommand& command) {
  if (const std::string wrong = why_not_together(command); !wrong.empty()) return failure(wrong);
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return failure(jobs.error());
  if (const auto engine = check_engine(command.engine); !engine) return failure(engine.error());
  const auto wanted = rate_wanted(command.capacity);
  if (!wanted) return failure(wanted.error());
  CapacityAsked asked{.plan = {.path = wanted->name, .range = wanted->range, .seeds = {}}, .jobs = *jobs};
  if (!command.tolerance.empty()) {
    const auto tolerance = share_of("--tolerance", command.tolerance);
    if (!tolerance) return failure(tolerance.error());
    if (*tolerance < capacity_tolerance_least) {
      return failure(fmt::format("--tolerance {}: expected at least 0.5%", command.tolerance));
    }
    asked.plan.range.tolerance = *tolerance;
  }
  const auto seeds = seeds_from(command.seeds.empty() ? capacity_seeds_by_default : command.seeds);
  if (!seeds) return failure(seeds.error());
  for (const std::string& each : *seeds) {
    const auto seed = sim::natural_from(each);
    if (!seed) return failure(fmt::format("--seed {}: {}", command.seeds, seed.error()));
    asked.plan.seeds.push_back(*seed);
  }
  return asked;
}

/// `--set seed=7` is the one seed of the search, as it is of any sweep.
bool sets_seed(const ScenarioSource& source) {
  return std::ranges::any_of(source.settings, [](const std::string& each) { return each.starts_with("seed="); });
}

/// One design: what the file's `sweep:` varies is left as the rest of it says.
Result<sim::Scenario, std::string> capacity_scenario(const SweepCommand& command) {
  Result<sim::Scenario, std::string> scenario = read_scenario(command.scenario);
  if (!scenario) return scenario;
  tell_warnings(*scenario, command.scenario.path);
  scenario->sweep.clear();
  if (!command.engine.empty()) scenario->engine = command.engine;
  if (scenario->engine.empty()) scenario->engine = "simgrid";
  return scenario;
}

Result<KeptRuns, OutputTrouble> capacity_kept(const SweepCommand& command, const sim::Scenario& scenario,
                                              const CapacityPlan& plan) {
  auto texts = subject_texts({{scenario.name, scenario}});
  if (!texts) return failure(OutputTrouble{exit_bad_input, texts.error()});
  return KeptRuns::open(command.keep, {.what = "search",
                                       .scenario = subject_digest(*texts),
                                       .engine = scenario.engine,
                                       .path = plan.path,
                                       .texts = std::move(*texts)});
}

/// A shard has its part of the seeds, and of those that confirm.
Result<void, std::string> divide_seeds(const SweepCommand& command, CapacityPlan& plan) {
  const auto shard = shard_of(command.keep.shard);
  if (!shard) return failure(shard.error());
  if (command.keep.shard.empty()) return {};
  auto seeds = shard_of_seeds(plan.seeds, *shard);
  if (!seeds) return failure(seeds.error());
  auto confirming = shard_of_seeds(properties::confirming_seeds(plan.seeds), *shard);
  if (!confirming) return failure(confirming.error());
  plan.seeds = std::move(*seeds);
  plan.confirming = std::move(*confirming);
  return {};
}

/// How far the search has come: nobody knows how many rates it will take.
class CapacityLine {
 public:
  explicit CapacityLine(bool in_lines) : progress_(in_lines) {}

  void begin(const properties::NextRate& rate, std::size_t runs) {
    rate_ = properties::rate_text(rate.per_second) + (rate.confirms ? " again, with other seeds" : "");
    runs_ = runs;
    done_ = 0;
    ++rates_;
    show();
  }
  void add_run() {
    ++done_;
    show();
  }
  void warn_meanwhile(const std::string& line) { progress_.warn_meanwhile(line); }

 private:
  void show() {
    progress_.show([&](std::chrono::duration<double>) {
      return fmt::format("step {}: {}, {} of {} runs", rates_, rate_, done_, runs_);
    });
  }

  Progress progress_;
  std::string rate_;
  std::size_t rates_ = 0;
  std::size_t runs_ = 0;
  std::size_t done_ = 0;
};

Result<CapacityResult, std::string> search_capacity(const SweepCommand& command, const CapacityAsked& asked,
                                           const sim::Scenario& scenario, KeptRuns& kept) {
  CapacityLine line(command.progress);
  CapacitySearchOptions options{.engine = "simgrid", .at_once = asked.jobs};
  options.known = kept.known();
  // One that died is made again: what killed it may have been meant for its command.
  std::erase_if(options.known, [](const auto& each) { return each.second.digest.empty(); });
  options.flaw = kept.flaw();
  const KeptRuns::Listener listener(kept, [&](const std::string& trouble) { line.warn_meanwhile(trouble); });
  options.on_rate = [&](const properties::NextRate& rate, std::size_t runs) { line.begin(rate, runs); };
  options.on_run = [&](const properties::RateRun& run, const properties::RunSummary& summary) {
    kept.add(run, summary);
    line.add_run();
  };
  listen_for_interrupts();
  options.is_interrupted = is_interrupted;
  Result<CapacityResult, std::string> found = find_capacity(scenario, asked.plan, options);
  if (!found) return found;
  for (properties::SweepGroup& group : found->sweep.groups) group.replay = replay_line(command.scenario, group);
  return found;
}

std::string capacity_go_on_line(const SweepCommand& command) {
  if (command.keep.out.empty()) return "with --out FOLDER it could go on later";
  return fmt::format("the same command with --continue goes on from what is in '{}'", command.keep.out);
}

void print_capacity(const SweepCommand& command, const CapacityResult& found, const std::string& json) {
  if (means_standard_output(command.csv)) {
    put_out(reports::sweep_csv(found.sweep));
  } else if (command.json) {
    fmt::print("{}", json);
  } else if (command.junit) {
    fmt::print("{}", reports::capacity_junit(found.sweep, found.capacity));
  } else {
    say(reports::capacity_table(found.sweep, found.capacity, terminal(command.colour)));
  }
  std::fflush(stdout);
}

Result<void, OutputTrouble> keep_capacity(KeptRuns& kept, const sim::Scenario& scenario, const std::string& source,
                                          const CapacityResult& found, const std::string& json) {
  return kept.keep([&](OutputDirectory& out) {
    return write_sweep(out, scenario, source,
                       {{"sweep.json", json},
                        {"sweep.csv", reports::sweep_csv(found.sweep)},
                        {"junit.xml", reports::capacity_junit(found.sweep, found.capacity)}});
  });
}

}  // namespace

std::string why_not_together(const SweepCommand& command) {
  if (command.json && command.junit) return "sweep: --json or --junit, not both";
  if (means_standard_output(command.csv) && (command.json || command.junit)) {
    return "sweep: --csv - prints the CSV instead of the table: --json or --junit want standard output, too";
  }
  if (!command.capacity.empty() && !command.baseline.empty()) {
    return "sweep: --baseline is of designs; of --capacity the first rate is what is required, to be raised by hand";
  }
  if (!command.keep.shard.empty() && !command.baseline.empty()) {
    return "sweep: --baseline is of all seeds: it goes with --merge, and not with --shard";
  }
  if (command.capacity.empty() && !command.tolerance.empty()) return "sweep: --tolerance is that of --capacity";
  return why_not_kept("sweep", command.keep);
}

int capacity_command(const SweepCommand& command) {
  Result<CapacityAsked, std::string> asked = capacity_asked_by(command);
  if (!asked) return complain(exit_usage, asked.error());
  const Result<sim::Scenario, std::string> scenario = capacity_scenario(command);
  if (!scenario) return complain(exit_bad_input, scenario.error());
  const Result<std::string, std::string> source = read_text(command.scenario.path, sim::scenario_bytes_max);
  if (!source) return complain(exit_bad_input, source.error());
  const Result<std::string, std::string> path = rate_path(asked->plan.path, *scenario);
  if (!path) return complain(exit_bad_input, path.error());
  asked->plan.path = *path;
  if (command.seeds.empty() && sets_seed(command.scenario)) asked->plan.seeds = {scenario->seed};
  if (const std::string why = why_without_limit(*scenario); !why.empty()) return complain(exit_bad_input, why);
  const std::string refused = why_refused(*scenario, *path, asked->plan.range);
  if (!refused.empty()) return complain(exit_bad_input, refused);
  std::optional<OutputFile> csv_file;
  if (!command.csv.empty() && !means_standard_output(command.csv)) {
    auto opened = OutputFile::open(command.csv);
    if (!opened) return complain(opened.error());
    csv_file.emplace(std::move(*opened));
  }
  if (const auto divided = divide_seeds(command, asked->plan); !divided) return complain(exit_usage, divided.error());
  Result<KeptRuns, OutputTrouble> kept = capacity_kept(command, *scenario, asked->plan);
  if (!kept) return complain(kept.error());

  const Result<CapacityResult, std::string> found = search_capacity(command, *asked, *scenario, *kept);
  if (!found) return complain(exit_bad_input, command.scenario.path + ": " + found.error());
  const std::string json = reports::sweep_json(found->sweep, found->capacity);
  if (const std::string done = kept->why_done(json); !done.empty()) return complain(exit_bad_input, done);
  if (!found->sweep.flaw.empty()) warn("--merge: " + found->sweep.flaw);
  const bool is_cut = is_interrupted() && found->capacity.end == CapacityEnd::unfinished;
  // Kept first: whoever reads what is printed may be gone.
  Result<void, OutputTrouble> written;
  if (csv_file) written = csv_file->publish(reports::sweep_csv(found->sweep));
  if (written && !is_cut && found->sweep.machine_trouble.empty()) {
    written = keep_capacity(*kept, *scenario, *source, *found, json);
  }
  print_capacity(command, *found, json);
  if (!written) return complain(written.error());
  if (!found->sweep.machine_trouble.empty()) {
    return complain(exit_internal, fmt::format("the machine gave out: {}; {}", found->sweep.machine_trouble,
                                               capacity_go_on_line(command)));
  }
  if (is_cut) {
    warn("interrupted: " + capacity_go_on_line(command));
    if (!kept->trouble().empty()) return exit_internal;  // told when it happened
  }
  return exit_code_of(found->capacity.verdict());
}

}  // namespace crisper::cli
