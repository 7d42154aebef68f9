#include "cli/commands/hunt_options.hpp"

#include <fmt/format.h>

#include <vector>

#include "cli/words/option_values.hpp"
#include "cli/words/shard_words.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::cli {
namespace {

constexpr std::uint64_t memory_mib_max = 1 << 20;

Result<void, std::string> check_words(const std::string& strategy, const std::string& engine) {
  std::vector<std::string> names;
  for (const auto& entry : properties::all_strategies()) names.emplace_back(entry.name);
  const auto* entry = properties::find_strategy(strategy);
  if (!entry) {
    return failure(fmt::format("--strategy {}: there is no such strategy{}", strategy, sim::hint_for(strategy, names)));
  }
  if (const auto checked = check_engine(engine); !checked) return checked;
  if (entry->fast_only && engine != "fast") {
    return failure(fmt::format("--strategy {} needs --engine fast: only there can it be chosen what happens next",
                               strategy));
  }
  return {};
}

}  // namespace

Result<HuntChoices, std::string> hunt_choices(const ExploreCommand& command) {
  HuntChoices choices{.options = {}, .seed = std::nullopt, .engine = command.engine.empty() ? "fast" : command.engine};
  properties::HuntOptions& options = choices.options;
  if (const auto checked = check_words(command.strategy, choices.engine); !checked) return failure(checked.error());
  if (!command.runs.empty()) {
    const auto runs = number_of("--runs", command.runs, any_runs);
    if (!runs) return failure(runs.error());
    options.runs = *runs;
  }
  if (!command.lasting.empty()) {
    const auto lasting = time_of("--for", command.lasting);
    if (!lasting) return failure(lasting.error());
    choices.lasting = *lasting;
    if (command.runs.empty()) options.runs = 0;
  }
  const auto jobs = jobs_of(command.jobs);
  if (!jobs) return failure(jobs.error());
  options.at_once = *jobs;
  const auto shard = shard_of(command.shard);
  if (!shard) return failure(shard.error());
  options.shard = shard->shard;
  options.shards = shard->shards;
  if (!command.seed.empty()) {
    const auto seed = seed_of(command.seed);
    if (!seed) return failure(seed.error());
    choices.seed = *seed;
  }
  const auto run_time = time_of("--run-time", command.run_time);
  if (!run_time) return failure(run_time.error());
  options.run_time_max = std::chrono::ceil<std::chrono::milliseconds>(*run_time);
  const auto memory = number_of("--run-memory", command.run_memory, {1, memory_mib_max});
  if (!memory) return failure(memory.error());
  options.run_memory_max = static_cast<std::size_t>(*memory) << 20;
  options.stop_at_first = command.stop_at_first;
  return choices;
}

}  // namespace crisper::cli
