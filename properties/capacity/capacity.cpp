#include "properties/capacity/capacity.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/base/assert.hpp"
#include "properties/capacity/load_watch.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::properties {
namespace {

std::optional<double> capacity_median(const SweepGroup& group, const std::string& measure) {
  const auto found = group.measures.find(measure);
  return found == group.measures.end() ? std::nullopt : std::optional(found->second.median);
}

std::optional<FlowMeans> capacity_flow(const SweepGroup& group, std::string_view flow) {
  const auto there = capacity_median(group, flow_measure(flow, "there"));
  const auto arrivals = capacity_median(group, flow_measure(flow, "arrivals"));
  const auto departures = capacity_median(group, flow_measure(flow, "departures"));
  const auto stay = capacity_median(group, flow_measure(flow, "stay_s"));
  if (!there || !arrivals || !departures || !stay) return std::nullopt;
  FlowMeans means{.there = *there, .arrivals = *arrivals, .departures = *departures, .stay_s = *stay};
  // The median of some that are carried and one that isn't would be carried.
  const auto carried = group.measures.find(flow_measure(flow, "carried"));
  if (carried != group.measures.end()) means.carried = carried->second.least;
  return means;
}

CapacityStep capacity_step(const SweepResult& sweep, std::size_t place) {
  const SweepGroup& group = sweep.groups[place];
  CapacityStep step{.group = place};
  const auto rate = sim::rate_from(group.settings.empty() ? "" : group.settings.front().value);
  step.rate = {.per_second = rate ? told_rate(rate->per_second()) : 0,
               .verdict = group.verdict(),
               .confirmed = group.seeds.size() > sweep.seeds.size()};
  step.commands = capacity_flow(group, flow_of_commands);
  step.queue = capacity_flow(group, flow_of_queue);
  step.ownership = capacity_flow(group, flow_of_ownership);
  const std::optional<double> carried = step.commands ? step.commands->carried : std::nullopt;
  if (step.rate.verdict == Verdict::pass && carried && *carried < carried_least) {
    step.rate.verdict = Verdict::unknown;
    step.too_short = true;
  }
  return step;
}

CommandsBy commands_by(const std::vector<CapacityStep>& steps) {
  std::vector<double> rates, arrivals;
  for (const CapacityStep& each : steps) {
    if (!each.commands || !(each.commands->arrivals > 0)) continue;
    rates.push_back(each.rate.per_second);
    arrivals.push_back(each.commands->arrivals);
  }
  if (rates.size() < knee_rates_least) return CommandsBy::too_few_rates;
  const double rates_grow = std::ranges::max(rates) / std::ranges::min(rates);
  const double commands_grow = std::ranges::max(arrivals) / std::ranges::min(arrivals);
  return commands_grow >= std::sqrt(rates_grow) ? CommandsBy::the_rate : CommandsBy::something_else;
}

/// Kleinrock's: done per second over the stay.
std::optional<double> capacity_power(double departures, double stay_s) {
  return stay_s > 0 ? std::optional(departures / stay_s) : std::nullopt;
}

/// Of steps with some power, which has the most, and which are the first and the last.
struct MostPower {
  std::optional<std::size_t> best{}, first{}, last{};
  double most = 0;
  std::size_t steps = 0;

  void add(std::size_t step, std::optional<double> power) {
    if (!power) return;
    ++steps;
    if (!first) first = step;
    last = step;
    if (best && *power <= most) return;
    best = step;
    most = *power;
  }
};

std::optional<std::size_t> capacity_knee(const std::vector<CapacityStep>& steps) {
  MostPower power;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto& commands = steps[i].commands;
    if (commands) power.add(i, capacity_power(commands->departures, commands->stay_s));
  }
  return power.best == power.first || power.best == power.last ? std::nullopt : power.best;
}

std::optional<double> power_with_seed(const SweepGroup& group, std::uint64_t seed) {
  const auto outcome = std::ranges::find(group.seeds, seed, &SeedOutcome::seed);
  if (outcome == group.seeds.end()) return std::nullopt;
  const auto departures = outcome->measures.find(flow_measure(flow_of_commands, "departures"));
  const auto stay = outcome->measures.find(flow_measure(flow_of_commands, "stay_s"));
  if (departures == outcome->measures.end() || stay == outcome->measures.end()) return std::nullopt;
  return capacity_power(departures->second, stay->second);
}

/// The same for every seed that all rates have; at the lowest or the highest rate, it is there or beyond.
std::optional<KneeSpread> knee_spread_of(const SweepResult& sweep, const std::vector<CapacityStep>& steps) {
  KneeSpread spread;
  for (const std::uint64_t seed : sweep.seeds) {
    MostPower power;
    for (std::size_t i = 0; i < steps.size(); ++i) power.add(i, power_with_seed(sweep.groups[steps[i].group], seed));
    if (power.steps < knee_rates_least) continue;
    const double rate = steps[*power.best].rate.per_second;
    spread.lowest = spread.seeds == 0 ? rate : std::min(spread.lowest, rate);
    spread.highest = std::max(spread.highest, rate);
    ++spread.seeds;
  }
  return spread.seeds > 1 ? std::optional(spread) : std::nullopt;
}

std::optional<ScalabilityFit> capacity_fit(const std::vector<CapacityStep>& steps) {
  std::vector<LoadPoint> points;
  for (const CapacityStep& each : steps) {
    if (each.commands) points.push_back({each.commands->there, each.commands->departures});
  }
  return fit_scalability(points);
}

BusiestThen capacity_busiest(const SweepGroup& group, std::size_t step) {
  BusiestThen found{.step = step, .in_hands = capacity_median(group, std::string(hands_measure))};
  for (const auto& [name, measure] : group.measures) {
    if (name.starts_with(work_measure) && measure.median > found.share) {
      found.name = name.substr(work_measure.size());
      found.share = measure.median;
    } else if (name.starts_with(mailbox_measure) && measure.median > found.in_mailbox) {
      found.mailbox = name.substr(mailbox_measure.size());
      found.in_mailbox = measure.median;
    }
  }
  return found;
}

CapacityEnd capacity_end(const Capacity& capacity, bool is_stopped) {
  if (is_stopped || capacity.next || capacity.steps.empty()) return CapacityEnd::unfinished;
  const auto verdict = [&](std::size_t step) { return capacity.steps[step].rate.verdict; };
  if (!capacity.highest_held) return verdict(0) == Verdict::fail ? CapacityEnd::none : CapacityEnd::open;
  // The search gave up where there were too many rates to try.
  if (!capacity.steps[*capacity.highest_held].rate.confirmed) return CapacityEnd::unfinished;
  if (!capacity.first_not_held) return CapacityEnd::at_least;
  return verdict(*capacity.first_not_held) == Verdict::fail ? CapacityEnd::found : CapacityEnd::open_above;
}

}  // namespace

Verdict Capacity::verdict() const {
  switch (end) {
    case CapacityEnd::found:
    case CapacityEnd::at_least: return Verdict::pass;
    case CapacityEnd::none: return Verdict::fail;
    default: return Verdict::unknown;
  }
}

std::vector<std::string> knee_measures() {
  return {flow_measure(flow_of_commands, "departures"), flow_measure(flow_of_commands, "stay_s")};
}

Capacity capacity_of(const SweepResult& sweep, const std::string& path, const RateRange& range, bool is_stopped) {
  Capacity made{.path = path, .range = range};
  std::vector<TriedRate> tried;
  for (std::size_t place = 0; place < sweep.groups.size(); ++place) made.steps.push_back(capacity_step(sweep, place));
  std::ranges::stable_sort(made.steps, {}, [](const CapacityStep& each) { return each.rate.per_second; });
  for (const CapacityStep& each : made.steps) tried.push_back(each.rate);
  RateBracket bracket = bracket_of(tried);
  made.highest_held = bracket.highest_held;
  made.first_not_held = bracket.first_not_held;
  made.held_above = std::move(bracket.held_above);
  if (!is_stopped) made.next = next_rate(tried, range);
  made.commands_by = commands_by(made.steps);
  if (made.commands_by == CommandsBy::the_rate) {
    made.knee = capacity_knee(made.steps);
    if (made.knee) made.knee_spread = knee_spread_of(sweep, made.steps);
    made.fit = capacity_fit(made.steps);
  }
  const std::optional<std::size_t> ending = made.first_not_held ? made.first_not_held : made.highest_held;
  if (ending) made.busiest = capacity_busiest(sweep.groups[made.steps[*ending].group], *ending);
  made.end = capacity_end(made, is_stopped);
  return made;
}

}  // namespace crisper::properties
