#include "properties/capacity/capacity_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "properties/capacity/load_watch.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

/// The runs of all rates that were tried.
class RatesTried {
 public:
  RatesTried(const sim::Scenario& scenario, const CapacityPlan& plan, const CapacitySearchOptions& options)
      : scenario_(scenario), plan_(plan), options_(options), runs_(options.known) {
    scenario_.sweep.clear();
  }

  /// Makes the runs that it lacks. Fails where the scenario refuses the rate.
  Result<void, std::string> make(const NextRate& next) {
    const std::string rate = rate_text(next.per_second);
    std::vector<std::uint64_t>& seeds = seeds_[rate];
    const std::vector<std::uint64_t> others =
        plan_.confirming.empty() ? confirming_seeds(plan_.seeds) : plan_.confirming;
    const std::vector<std::uint64_t>& wanted = next.confirms ? others : plan_.seeds;
    seeds.insert(seeds.end(), wanted.begin(), wanted.end());
    sim::SweepAxis missing{.path = "seed", .values = {}};
    for (const std::uint64_t seed : wanted) {
      if (!runs_.contains({rate, seed})) missing.values.push_back(std::to_string(seed));
    }
    if (options_.on_rate) options_.on_rate(next, missing.values.size());
    // A sweep would have more to say of what a scenario refuses: that it could leave it out.
    sim::Vocabulary words = scenario_vocabulary();
    words.any_design = true;
    scenario_.sweep.clear();
    if (const auto changed = sim::set_path(scenario_, plan_.path, rate, words); !changed) {
      return failure(fmt::format("{}={}: {}", plan_.path, rate, changed.error().message));
    }
    scenario_.sweep = {{.path = plan_.path, .values = {rate}}};
    if (!missing.values.empty()) scenario_.sweep.push_back(missing);
    const auto grid = SweepGrid::of(scenario_, scenario_vocabulary());
    if (!grid) return failure(grid.error());
    if (engine_.empty()) engine_ = grid->base().engine.empty() ? options_.engine : grid->base().engine;
    return missing.values.empty() ? Result<void, std::string>() : run(*grid, rate);
  }

  SweepResult sweep() const {
    SweepResult result{.scenario = scenario_.name, .axes = {{.path = plan_.path, .values = {}}}, .seeds = plan_.seeds,
                       .groups = {}, .not_made = not_made_, .machine_trouble = trouble_};
    for (const auto& [rate, seeds] : seeds_) {
      SweepGroupBuilder builder(seeds, knee_measures());
      for (std::size_t place = 0; place < seeds.size(); ++place) {
        const auto found = runs_.find({rate, seeds[place]});
        const std::string why = trouble_.empty() ? "interrupted" : trouble_;
        builder.add(place, found != runs_.end() ? found->second : not_made(why));
      }
      result.groups.push_back(builder.finish());
      result.groups.back().settings = {{plan_.path, rate}};
      result.groups.back().engine = engine_;
    }
    return result;
  }
  bool is_stopped() const { return not_made_ > 0; }

 private:
  Result<void, std::string> run(const SweepGrid& grid, const std::string& rate) {
    SweepOptions how{.engine = options_.engine, .at_once = options_.at_once};
    how.is_interrupted = options_.is_interrupted;
    how.run = run_under_load;
    how.on_summary = [&](std::size_t point, const RunSummary& summary) {
      const RateRun run{rate, grid.seeds()[point]};
      runs_[run] = summary;
      if (options_.on_run) options_.on_run(run, summary);
    };
    trouble_ = run_sweep(grid, how).machine_trouble;
    not_made_ = static_cast<std::size_t>(std::ranges::count_if(
        grid.seeds(), [&](std::uint64_t seed) { return !runs_.contains(RateRun{rate, seed}); }));
    return {};
  }

  sim::Scenario scenario_;
  const CapacityPlan& plan_;
  const CapacitySearchOptions& options_;
  std::map<RateRun, RunSummary> runs_;
  std::map<std::string, std::vector<std::uint64_t>> seeds_;  ///< by rate
  std::string engine_;
  std::size_t not_made_ = 0;
  std::string trouble_;
};

/// The lowest rate first, and the axis as the groups are.
void put_rates_in_order(CapacityResult& result) {
  std::vector<SweepGroup> groups;
  std::vector<std::string>& values = result.sweep.axes.front().values;
  for (CapacityStep& each : result.capacity.steps) {
    groups.push_back(std::move(result.sweep.groups[each.group]));
    values.push_back(groups.back().settings.front().value);
    each.group = groups.size() - 1;
  }
  result.sweep.groups = std::move(groups);
}

}  // namespace

std::vector<std::uint64_t> confirming_seeds(const std::vector<std::uint64_t>& seeds) {
  std::uint64_t last = seeds.empty() ? 0 : std::ranges::max(seeds);
  // Seeds are numbers from zero on; at their end the others begin below.
  if (last > std::numeric_limits<std::uint64_t>::max() - seeds.size()) last = std::ranges::min(seeds) / 2;
  std::vector<std::uint64_t> others;
  while (others.size() < seeds.size()) {
    ++last;
    if (std::ranges::find(seeds, last) == seeds.end()) others.push_back(last);
  }
  return others;
}

Result<CapacityResult, std::string> find_capacity(const sim::Scenario& scenario, const CapacityPlan& plan,
                                                  const CapacitySearchOptions& options) {
  RatesTried tried(scenario, plan, options);
  CapacityResult result{.sweep = {}, .capacity = capacity_of({}, plan.path, plan.range)};
  while (options.flaw.empty() && result.capacity.next && !tried.is_stopped() && !options.is_interrupted()) {
    if (const auto made = tried.make(*result.capacity.next); !made) return failure(made.error());
    result.sweep = tried.sweep();
    result.capacity = capacity_of(result.sweep, plan.path, plan.range, tried.is_stopped());
  }
  if (result.sweep.groups.empty()) {
    result.sweep = tried.sweep();
    result.capacity = capacity_of(result.sweep, plan.path, plan.range);
  }
  result.sweep.flaw = options.flaw;
  put_rates_in_order(result);
  return result;
}

}  // namespace crisper::properties
