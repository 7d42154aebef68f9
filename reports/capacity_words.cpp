#include "reports/capacity_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/base/counted.hpp"
#include "properties/metrics/busiest.hpp"
#include "reports/sweep_columns.hpp"
#include "reports/sweep_table.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

/// Little's law is missed by more than this where a load is not in a steady state.
constexpr double little_error_max = 0.1;
/// A law that misses what was measured by more than this, as a rule, doesn't describe it.
constexpr double fit_error_max = 0.15;
/// A mailbox with fewer messages than this share of the open commands is not where they wait.
constexpr double mailbox_share_least = 0.1;
/// Less is done only where it is less by more than this share.
constexpr double decline_least = 0.05;
/// Where at least this share of what came was done at the highest rate, nothing that was seen is a limit.
constexpr double kept_up_least = 0.98;
/// So many times what was measured is too far away for a number of a law that was fitted to it.
constexpr double told_beyond_max = 2;
/// Fewer came than the rate says, where it is less than this share of it.
constexpr double came_least = 0.9;

std::string capacity_stay(double seconds) { return sweep_value(seconds * 1e9, {"", "", true}); }
std::string percent_of(double share) { return fmt::format("{:.{}f} %", share * 100, std::abs(share) < 0.1 ? 1 : 0); }
std::string told_number(double value) { return fmt::format("{:.{}f}", value, value < 10 ? 2 : value < 100 ? 1 : 0); }

std::string rate_of_step(const Capacity& capacity, std::size_t step) {
  return rate_text(capacity.steps[step].rate.per_second);
}

/// What was wrong at a rate that doesn't hold, without a full stop.
std::string rate_trouble_at(const SweepResult& sweep, const Capacity& capacity, std::size_t step) {
  if (capacity.steps[step].too_short) return "the load is too short";
  const SweepGroup& group = sweep.groups[capacity.steps[step].group];
  if (!group.failures.empty()) {
    const SweepFailure& first = group.failures.front();
    return fmt::format("{} fails with {} of {}, first with seed {}: {}", first.property, first.runs,
                       counted(group.runs(), "seed"), first.first_seed, first.reason);
  }
  const SeedOutcome* trouble = group.first_trouble();
  return trouble ? fmt::format("seed {}: {}", trouble->seed, trouble->reason) : "";
}

std::string held_up_to(const Capacity& capacity) {
  const double rate = capacity.steps[*capacity.highest_held].rate.per_second;
  return fmt::format("It holds up to {} ({:.0f} a minute)", rate_text(rate), rate * 60);
}

/// A rate that clients are held back from is carried by nobody: what did come at it. Empty where that is the rate or
/// more: an intent may have several commands, and others come at a rate of their own.
std::string what_came(const Capacity& capacity) {
  if (!capacity.highest_held) return {};
  const CapacityStep& held = capacity.steps[*capacity.highest_held];
  if (!held.commands || held.commands->arrivals >= came_least * held.rate.per_second) return {};
  return fmt::format(" At that rate no more than {} commands came per second{}.", told_number(held.commands->arrivals),
                     capacity.commands_by == CommandsBy::something_else
                         ? ""
                         : ": stages, or what holds clients back, such as an `if` or a refusal, kept the others away");
}

/// Without what came.
std::string headline_by_rate(const SweepResult& sweep, const Capacity& capacity) {
  const auto above = [&] { return rate_of_step(capacity, *capacity.first_not_held); };
  switch (capacity.end) {
    case CapacityEnd::found:
      return fmt::format("{}; at {}, {}.", held_up_to(capacity), above(),
                         rate_trouble_at(sweep, capacity, *capacity.first_not_held));
    case CapacityEnd::at_least:
      return fmt::format("It carries at least {} ({:.0f} a minute), the highest rate that was asked for.",
                         rate_text(capacity.range.highest), capacity.range.highest * 60);
    case CapacityEnd::none:
      return fmt::format("The lowest rate, {}, fails already: {}.", rate_of_step(capacity, 0),
                         rate_trouble_at(sweep, capacity, 0));
    case CapacityEnd::open_above:
      return fmt::format("{}; whether it holds at {} can't be told: {}.", held_up_to(capacity), above(),
                         rate_trouble_at(sweep, capacity, *capacity.first_not_held));
    case CapacityEnd::open:
      return fmt::format("Whether the lowest rate, {}, holds can't be told: {}.", rate_of_step(capacity, 0),
                         rate_trouble_at(sweep, capacity, 0));
    case CapacityEnd::unfinished: break;
  }
  if (!capacity.highest_held) return "The search did not come to its end, and no rate is known to hold.";
  return fmt::format("The search did not come to its end. {}, as far as it came.", held_up_to(capacity));
}

}  // namespace

std::string capacity_headline(const SweepResult& sweep, const Capacity& capacity) {
  return headline_by_rate(sweep, capacity) + what_came(capacity);
}

std::vector<std::string> capacity_doubts(const Capacity& capacity) {
  std::vector<std::string> sentences;
  if (!capacity.held_above.empty()) {
    std::string again;
    for (const std::size_t step : capacity.held_above) {
      again += (again.empty() ? "" : ", ") + rate_of_step(capacity, step);
    }
    const std::string first = rate_of_step(capacity, *capacity.first_not_held);
    sentences.push_back(fmt::format("It is not so that all above fails: {} holds, and {} below it does not. So no one "
                                    "rate divides what holds from what doesn't; what is told is the highest below the "
                                    "first that doesn't hold. Run {} to see why.",
                                    again, first, first));
  }
  const auto is_short = [](const CapacityStep& each) { return each.too_short; };
  const auto first_short = std::ranges::find_if(capacity.steps, is_short);
  if (first_short != capacity.steps.end()) {
    sentences.push_back(fmt::format("At {} nothing failed, but with one seed only {} of what came was done while it "
                                    "came. What waited was worked off when the load was over: let the load last "
                                    "longer.",
                                    rate_text(first_short->rate.per_second),
                                    percent_of(first_short->commands->carried.value_or(0))));
  }
  if (!capacity.steps.empty() && capacity.steps.back().rate.per_second < capacity.range.highest) {
    sentences.push_back(
        fmt::format("Above {} nothing was tried.", rate_text(capacity.steps.back().rate.per_second)));
  }
  return sentences;
}

std::vector<std::string> limit_sentences(const Capacity& capacity) {
  std::vector<std::string> sentences;
  if (!capacity.busiest) return sentences;
  const BusiestThen& busiest = *capacity.busiest;
  const std::string at = rate_of_step(capacity, busiest.step);
  if (busiest.name.empty()) {
    sentences.push_back(fmt::format("At {}, no process was at work for long.", at));
  } else if (busiest.share >= busy_near_limit) {
    sentences.push_back(fmt::format("At {} the busiest is {}, at work for {} of the time.", at, busiest.name,
                                    percent_of(busiest.share)));
  } else {
    sentences.push_back(fmt::format("At {} no process is near its limit: the busiest, {}, is at work for {} of the "
                                    "time.",
                                    at, busiest.name, percent_of(busiest.share)));
  }
  if (busiest.in_hands && *busiest.in_hands >= busy_near_limit) {
    sentences.push_back(fmt::format("The handlers have a command in hands for {} of the time, at work or waiting for "
                                    "others.",
                                    percent_of(*busiest.in_hands)));
  }
  const CapacityStep& step = capacity.steps[busiest.step];
  if (!step.commands) return sentences;
  std::string where = fmt::format("There, {} commands are open on average", told_number(step.commands->there));
  if (step.queue) where += fmt::format(", {} of them in the queue", told_number(step.queue->there));
  if (step.ownership) where += fmt::format(", and {} wait for their state", told_number(step.ownership->there));
  sentences.push_back(where + ".");
  // A command that was cast has left the queue, and waits for no state: it stands before its service.
  if (busiest.in_mailbox >= std::max(1.0, mailbox_share_least * step.commands->there)) {
    sentences.push_back(fmt::format("In the mailbox of {}, {} messages wait on average.", busiest.mailbox,
                                    told_number(busiest.in_mailbox)));
  }
  return sentences;
}

namespace {

/// A knee by the medians of all seeds looks as sure as the capacity, and need not be.
std::string knee_spread_words(const Capacity& capacity) {
  if (!capacity.knee_spread) return {};
  const KneeSpread& spread = *capacity.knee_spread;
  if (spread.lowest == spread.highest) {
    return fmt::format(" With each of {} it is at {}.", counted(spread.seeds, "seed"), rate_text(spread.lowest));
  }
  return fmt::format(" With single seeds it is anywhere from {} to {} ({}): take it as a range.",
                     rate_text(spread.lowest), rate_text(spread.highest), counted(spread.seeds, "seed"));
}

}  // namespace

std::string knee_sentence(const Capacity& capacity) {
  if (capacity.commands_by == CommandsBy::something_else) {
    return "Commands don't come with this rate: there is no knee and no law.";
  }
  if (capacity.commands_by == CommandsBy::too_few_rates) {
    return fmt::format("Commands came at fewer than {} rates: no knee can be told.", knee_rates_least);
  }
  if (!capacity.knee) return "No knee is among the rates that were tried: done per second over the stay only grows or "
                             "only falls.";
  const CapacityStep& step = capacity.steps[*capacity.knee];
  return fmt::format("The knee is at about {}, where a command stays open for {} on average: above it the stay grows "
                     "faster than what is done.{}",
                     rate_text(step.rate.per_second), capacity_stay(step.commands->stay_s),
                     knee_spread_words(capacity));
}

namespace {

/// What was measured, over all rates: the most that was done per second, with how many open, and the most open.
struct MostMeasured {
  double per_second = 0;
  double at_once = 0;
  double at_once_max = 0;
};

MostMeasured most_measured(const Capacity& capacity) {
  MostMeasured most;
  for (const CapacityStep& each : capacity.steps) {
    if (!each.commands) continue;
    most.at_once_max = std::max(most.at_once_max, each.commands->there);
    if (each.commands->departures <= most.per_second) continue;
    most.per_second = each.commands->departures;
    most.at_once = each.commands->there;
  }
  return most;
}

/// With more open than where most was done, it was less by more than the law's own error.
bool gets_less(const Capacity& capacity, const MostMeasured& most, double error) {
  return std::ranges::any_of(capacity.steps, [&](const CapacityStep& each) {
    return each.commands && each.commands->there > most.at_once &&
           each.commands->departures < most.per_second * (1 - std::max(error, decline_least));
  });
}

/// At the highest rate, what came was done: the flow there. Nothing where it wasn't.
std::optional<FlowMeans> keeps_up(const Capacity& capacity) {
  for (auto step = capacity.steps.rbegin(); step != capacity.steps.rend(); ++step) {
    if (!step->commands || !(step->commands->arrivals > 0)) continue;
    const FlowMeans& top = *step->commands;
    return top.departures >= kept_up_least * top.arrivals ? std::optional(top) : std::nullopt;
  }
  return std::nullopt;
}

/// What the law says of a limit, as far as what was measured bears it.
std::string limit_by_law(const Capacity& capacity, const ScalabilityFit& fit) {
  const MostMeasured most = most_measured(capacity);
  const auto peak = fit.peak_at_once();
  const auto limit = fit.most_per_second();
  if (const auto top = keeps_up(capacity)) {
    return fmt::format("{} of what came was done also at the highest rate, {} per second: no limit is to be seen, and "
                       "none is told.",
                       percent_of(std::min(1.0, top->departures / top->arrivals)), told_number(top->departures));
  }
  if (!limit) return "Nothing limits it, as far as was tried: twice as many open commands, twice as much done.";
  if (*limit < most.per_second) {
    return fmt::format("By the law it would never be above {} per second, and {} were done: it says nothing of a "
                       "limit.",
                       told_number(*limit), told_number(most.per_second));
  }
  const bool is_far = *limit > told_beyond_max * most.per_second;
  if (!peak && is_far) {
    return fmt::format("By the law a limit is far beyond the {} per second that is the most that was done: too far for "
                       "a number.",
                       told_number(most.per_second));
  }
  if (!peak) {
    return fmt::format("By the law, however many are open, it can't come above {} per second; {} is the most that was "
                       "done.",
                       told_number(*limit), told_number(most.per_second));
  }
  if (*peak > most.at_once_max) {
    const std::string unseen = "Commands cost each other something (kappa), and with so many open as were tried it "
                               "doesn't show";
    if (*peak > told_beyond_max * most.at_once_max) {
      return fmt::format("{}: by the law it would with far more than the {} that were open, too far for a number.",
                         unseen, told_number(most.at_once_max));
    }
    return fmt::format("{}: by the law most is done with {} open{}, beyond what was tried.", unseen, told_number(*peak),
                       is_far ? "" : fmt::format(", {} per second", told_number(*limit)));
  }
  if (!gets_less(capacity, most, fit.error)) {
    return fmt::format("The law has commands cost each other something (kappa), and no less was done with more open, "
                       "up to {}: rather {} per second is all that can be done.",
                       told_number(most.at_once_max), told_number(most.per_second));
  }
  return fmt::format("Commands cost each other something (kappa): with more than {} open, less is done, not more; by "
                     "the law it never is above {} per second.",
                     told_number(*peak), told_number(*limit));
}

}  // namespace

std::vector<std::string> scalability_sentences(const Capacity& capacity) {
  if (capacity.commands_by == CommandsBy::something_else) return {};
  if (!capacity.fit) {
    return {fmt::format("There are fewer than {} rates with different loads: no law is fitted to them.",
                        scalability_points_least)};
  }
  const ScalabilityFit& fit = *capacity.fit;
  std::vector<std::string> sentences;
  sentences.push_back(fmt::format("Universal Scalability Law over {} rates: gamma {:.4g}/s, sigma {:.4g}, kappa "
                                  "{:.4g}; it misses what was measured by {} (root mean square).",
                                  fit.points, fit.gamma, fit.sigma, fit.kappa, percent_of(fit.error)));
  if (fit.error > fit_error_max) {
    sentences.emplace_back("So the law doesn't describe this design, and its coefficients say little.");
    return sentences;
  }
  const double open_most = most_measured(capacity).at_once_max;
  if (open_most <= 1) {
    sentences.push_back(fmt::format("No more than {} commands were open on average at any rate: what many cost each "
                                    "other isn't seen, and the law says nothing of it.",
                                    told_number(open_most)));
    return sentences;
  }
  sentences.push_back(fmt::format("By it, with one command at a time {} would be done per second (gamma). As if {} of "
                                  "the work could be done by one only (sigma).",
                                  told_number(fit.gamma), percent_of(fit.sigma)));
  sentences.push_back(limit_by_law(capacity, fit));
  return sentences;
}

std::string little_sentence(const Capacity& capacity) {
  const std::optional<std::size_t> place = capacity.highest_held ? capacity.highest_held : capacity.first_not_held;
  if (!place || !capacity.steps[*place].commands) return {};
  const FlowMeans& commands = *capacity.steps[*place].commands;
  const auto error = commands.little_error();
  if (!error) return {};
  std::string text =
      fmt::format("Little's law at {}: {:.1f} commands come per second and stay for {}, so {} should be open; {} were "
                  "({}{}).",
                  rate_of_step(capacity, *place), commands.arrivals, capacity_stay(commands.stay_s),
                  told_number(commands.arrivals * commands.stay_s), told_number(commands.there),
                  *error < 0 ? "-" : "+", percent_of(std::abs(*error)));
  if (std::abs(*error) > little_error_max) {
    text += " That is no steady state: the load is too short, or more than is done.";
  }
  return text;
}

std::vector<std::string> capacity_sentences(const SweepResult& sweep, const Capacity& capacity) {
  std::vector<std::string> sentences{capacity_headline(sweep, capacity)};
  if (!sweep.flaw.empty()) sentences.push_back(fmt::format("Its shards are no whole: {}.", sweep.flaw));
  const auto add = [&](std::vector<std::string> more) { std::ranges::move(more, std::back_inserter(sentences)); };
  add(capacity_doubts(capacity));
  add(limit_sentences(capacity));
  sentences.push_back(knee_sentence(capacity));
  add(scalability_sentences(capacity));
  if (std::string little = little_sentence(capacity); !little.empty()) sentences.push_back(std::move(little));
  return sentences;
}

std::string rate_standing(const CapacityStep& step) {
  if (step.too_short) return "too short to tell";
  switch (step.rate.verdict) {
    case Verdict::pass: return step.rate.confirmed ? "holds, confirmed" : "holds";
    case Verdict::fail: return "fails";
    case Verdict::unknown: return "can't be told";
  }
  return {};
}

std::vector<std::string> rate_titles() {
  return {"rate", "stands", "runs", "done/s", "open", "stay", "Little"};
}

std::vector<std::string> rate_cells(const SweepResult& sweep, const CapacityStep& step) {
  std::vector<std::string> cells{rate_text(step.rate.per_second), rate_standing(step),
                                 safety_of(sweep.groups[step.group])};
  if (!step.commands) {
    cells.resize(rate_titles().size(), "-");
    return cells;
  }
  const auto error = step.commands->little_error();
  cells.push_back(told_number(step.commands->departures));
  cells.push_back(told_number(step.commands->there));
  cells.push_back(capacity_stay(step.commands->stay_s));
  cells.push_back(error ? (*error < 0 ? "-" : "+") + percent_of(std::abs(*error)) : "-");
  return cells;
}

}  // namespace crisper::reports
