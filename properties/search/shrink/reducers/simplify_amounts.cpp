// Times, quantities and numbers become rounder and smaller, along RapidCheck's shrink trees (after Claessen and Hughes,
// "QuickCheck", ICFP 2000): of the children of a value the first that still fails is the next value.
#include <rapidcheck.h>

#include <algorithm>
#include <functional>

#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/script_amounts.hpp"
#include "properties/search/shrink/smallest_so_far.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

using Tree = rc::Shrinkable<std::int64_t>;

/// Of so many amounts and no more: before, there are steps to drop.
constexpr std::size_t amounts_max = 300;

/// Towards zero by halves of the distance.
Tree number_tree(std::int64_t value) {
  return rc::shrinkable::shrinkRecur(value,
                                     [](std::int64_t each) { return rc::shrink::towards<std::int64_t>(each, 0); });
}

/// Zero, then with ever more digits, in units that people read; when it is round, fewer of that unit.
rc::Seq<std::int64_t> simpler_times(std::int64_t ns) {
  std::vector<std::int64_t> simpler;
  std::int64_t largest = 0;
  for (std::int64_t unit = 1'000'000'000; unit >= 1; unit /= 10) {
    if (ns % unit == 0 && largest == 0) largest = unit;
    const std::int64_t round = ns / unit * unit;
    if (round != ns && (simpler.empty() || simpler.back() != round)) simpler.push_back(round);
  }
  if (ns != 0 && std::ranges::find(simpler, 0) == simpler.end()) simpler.insert(simpler.begin(), 0);
  auto fewer = rc::seq::map(rc::shrink::towards<std::int64_t>(ns / std::max<std::int64_t>(largest, 1), 0),
                            [largest](std::int64_t count) { return count * largest; });
  return rc::seq::concat(rc::seq::fromContainer(std::move(simpler)), std::move(fewer));
}

Tree time_tree(std::int64_t ns) {
  return rc::shrinkable::shrinkRecur(ns, [](std::int64_t each) { return simpler_times(each); });
}

/// Walks down the tree while a child still fails.
bool descend(SmallestSoFar& smallest, Tree tree, const std::function<std::optional<RunCase>(std::int64_t)>& with,
             Aim aim = Aim::anew) {
  bool any = false;
  while (!smallest.out_of_runs()) {
    std::vector<Tree> children;
    std::vector<RunCase> candidates;
    rc::Seq<Tree> rest = tree.shrinks();
    for (auto child = rest.next(); child; child = rest.next()) {
      std::optional<RunCase> candidate = with(child->value());
      if (!candidate || *candidate == smallest.current()) continue;
      children.push_back(std::move(*child));
      candidates.push_back(std::move(*candidate));
    }
    const auto taken = smallest.try_first(
        candidates.size(), [&](std::size_t n) { return candidates[n]; }, aim);
    if (!taken) return any;
    tree = children[*taken];
    any = true;
  }
  return any;
}

// ---- the script

/// With another amount there, where those who come could say so.
std::optional<RunCase> sayable_with(const SmallestSoFar& smallest, const ScriptAmount& amount,
                                    const std::string& text) {
  std::optional<RunCase> candidate = with_amount(smallest.current(), amount, text);
  if (candidate && !smallest.could_be_said(*candidate)) candidate.reset();
  return candidate;
}

bool simplify_script(SmallestSoFar& smallest) {
  bool any = false;
  for (std::size_t i = 0; i < amounts_max; ++i) {
    // Anew each time: they changed with what went before.
    const std::vector<ScriptAmount> amounts = script_amounts(smallest.current().scenario);
    if (amounts.size() > amounts_max || i >= amounts.size()) break;
    const ScriptAmount& amount = amounts[i];
    if (const auto number = amount.number()) {
      any |= descend(smallest, number_tree(*number), [&](std::int64_t value) {
        return sayable_with(smallest, amount, std::to_string(value));
      });
    } else {
      any |= descend(smallest, time_tree(to_ns(*sim::parse_duration(amount.text))), [&](std::int64_t ns) {
        return sayable_with(smallest, amount, sim::exact_text(Duration(ns)));
      });
    }
  }
  return any;
}

// ---- the plan

/// Where a fault keeps a time: read as nanoseconds, nothing where it has none.
struct FaultTime {
  std::function<std::optional<std::int64_t>(const sim::Fault&)> get;
  std::function<void(sim::Fault&, Duration)> set;
};

const std::vector<FaultTime>& fault_times() {
  using sim::Fault;
  static const std::vector<FaultTime> times{
      {[](const Fault& fault) { return std::optional(to_ns(fault.amount)); },
       [](Fault& fault, Duration time) { fault.amount = time; }},
      {[](const Fault& fault) { return fault.lasting ? std::optional(to_ns(*fault.lasting)) : std::nullopt; },
       [](Fault& fault, Duration time) { fault.lasting = time; }},
      {[](const Fault& fault) {
         return fault.restart_after ? std::optional(to_ns(*fault.restart_after)) : std::nullopt;
       },
       [](Fault& fault, Duration time) { fault.restart_after = time; }},
      {[](const Fault& fault) {
         return sim::is_message_fault(fault.kind) ? std::nullopt : std::optional(to_ns(fault.at.time_since_epoch()));
       },
       [](Fault& fault, Duration time) { fault.at = sim_start + time; }},
  };
  return times;
}

/// An earlier packet of the link, where that does it too: then what came before it can go.
bool strike_earlier(SmallestSoFar& smallest, std::size_t place) {
  const std::uint64_t nth = smallest.current().plan.faults[place].nth;
  if (nth <= 1) return false;
  return descend(
      smallest, number_tree(static_cast<std::int64_t>(nth)),
      [&](std::int64_t value) -> std::optional<RunCase> {
        if (value < 1 || place >= smallest.current().plan.faults.size()) return std::nullopt;
        RunCase candidate = smallest.current();
        candidate.plan.faults[place].nth = static_cast<std::uint64_t>(value);
        return candidate;
      },
      Aim::as_told);
}

bool simplify_plan(SmallestSoFar& smallest) {
  bool any = false;
  for (std::size_t place = 0; place < std::min(smallest.current().plan.faults.size(), amounts_max); ++place) {
    any |= strike_earlier(smallest, place);
    for (const FaultTime& time : fault_times()) {
      if (place >= smallest.current().plan.faults.size()) break;  // one that no longer strikes is gone
      const std::optional<std::int64_t> ns = time.get(smallest.current().plan.faults[place]);
      if (!ns || *ns == 0) continue;
      any |= descend(smallest, time_tree(*ns), [&](std::int64_t value) -> std::optional<RunCase> {
        if (place >= smallest.current().plan.faults.size()) return std::nullopt;
        RunCase candidate = smallest.current();
        time.set(candidate.plan.faults[place], Duration(value));
        return candidate;
      });
    }
  }
  return any;
}

}  // namespace

bool reducers::simplify_amounts(SmallestSoFar& smallest) {
  const bool plan = simplify_plan(smallest);
  return simplify_script(smallest) || plan;
}

}  // namespace crisper::properties
