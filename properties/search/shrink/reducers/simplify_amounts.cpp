// Times, quantities and numbers become rounder and smaller, along RapidCheck's shrink trees (after Claessen and Hughes,
// "QuickCheck", ICFP 2000): of the children of a value the first that still fails is the next value.
#include <rapidcheck.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

#include "properties/search/shrink/reducers.hpp"
#include "properties/search/shrink/shrinking.hpp"
#include "sim/faults/exact_duration.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/yaml_tree.hpp"

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
bool descend(Shrinking& shrinking, Tree tree, const std::function<std::optional<RunCase>(std::int64_t)>& with,
             Aim aim = Aim::anew) {
  bool any = false;
  while (!shrinking.out_of_runs()) {
    std::vector<Tree> children;
    std::vector<RunCase> candidates;
    rc::Seq<Tree> rest = tree.shrinks();
    for (auto child = rest.next(); child; child = rest.next()) {
      std::optional<RunCase> candidate = with(child->value());
      if (!candidate || *candidate == shrinking.current()) continue;
      children.push_back(std::move(*child));
      candidates.push_back(std::move(*candidate));
    }
    const auto taken = shrinking.try_first(
        candidates.size(), [&](std::size_t n) { return candidates[n]; }, aim);
    if (!taken) return any;
    tree = children[*taken];
    any = true;
  }
  return any;
}

// ---- the script: every number and duration in it, as a file has them, whatever the domain

struct Amount {
  std::vector<std::string> paths;  ///< that change together
  std::string text;
};

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void collect(const sim::YamlNode& node, const std::string& path,
             std::vector<std::pair<std::string, std::string>>& out) {
  if (node.is_scalar()) out.emplace_back(path, node.text);
  for (std::size_t i = 0; i < node.items.size(); ++i) collect(node.items[i], path + "." + std::to_string(i), out);
  for (const sim::YamlEntry& entry : node.entries) {
    if (entry.key != "client" && entry.key != "id") collect(entry.value, path + "." + entry.key, out);
  }
}

/// First all that have one key and one value together, so that a fridge keeps its orders when it gets another number;
/// then each alone.
std::vector<Amount> script_amounts(const sim::Scenario& scenario) {
  const auto root = sim::parse_yaml(sim::to_yaml(scenario));
  if (!root) return {};
  const sim::YamlEntry* workload = root->find("workload");
  const sim::YamlEntry* script = workload ? workload->value.find("script") : nullptr;
  if (!script) return {};
  std::vector<std::pair<std::string, std::string>> scalars;
  collect(script->value, "workload.script", scalars);
  std::map<std::pair<std::string, std::string>, Amount> together;
  std::vector<Amount> alone;
  for (const auto& [path, text] : scalars) {
    if (!whole_number(text) && !sim::parse_duration(text)) continue;
    Amount& group = together[{path.substr(path.rfind('.') + 1), text}];
    group.paths.push_back(path);
    group.text = text;
    alone.push_back({{path}, text});
  }
  std::vector<Amount> amounts;
  for (auto& [key, group] : together) {
    if (group.paths.size() > 1) amounts.push_back(std::move(group));
  }
  amounts.insert(amounts.end(), alone.begin(), alone.end());
  return amounts;
}

std::optional<RunCase> with_text(RunCase candidate, const std::vector<std::string>& paths, const std::string& text) {
  for (const std::string& path : paths) {
    Result<sim::Scenario, sim::ScenarioError> changed = sim::set_path(candidate.scenario, path, text);
    if (!changed) return std::nullopt;  // not a value that may stand there
    candidate.scenario = std::move(*changed);
  }
  return candidate;
}

bool simplify_script(Shrinking& shrinking) {
  bool any = false;
  for (std::size_t i = 0; i < amounts_max; ++i) {
    const std::vector<Amount> amounts = script_amounts(shrinking.current().scenario);  // changed with what went before
    if (amounts.size() > amounts_max || i >= amounts.size()) break;
    const Amount& amount = amounts[i];
    if (const auto number = whole_number(amount.text)) {
      any |= descend(shrinking, number_tree(*number), [&](std::int64_t value) {
        return with_text(shrinking.current(), amount.paths, std::to_string(value));
      });
    } else {
      any |= descend(shrinking, time_tree(to_ns(*sim::parse_duration(amount.text))), [&](std::int64_t ns) {
        return with_text(shrinking.current(), amount.paths, sim::exact_text(Duration(ns)));
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
bool strike_earlier(Shrinking& shrinking, std::size_t place) {
  const std::uint64_t nth = shrinking.current().plan.faults[place].nth;
  if (nth <= 1) return false;
  return descend(
      shrinking, number_tree(static_cast<std::int64_t>(nth)),
      [&](std::int64_t value) -> std::optional<RunCase> {
        if (value < 1 || place >= shrinking.current().plan.faults.size()) return std::nullopt;
        RunCase candidate = shrinking.current();
        candidate.plan.faults[place].nth = static_cast<std::uint64_t>(value);
        return candidate;
      },
      Aim::as_told);
}

bool simplify_plan(Shrinking& shrinking) {
  bool any = false;
  for (std::size_t place = 0; place < std::min(shrinking.current().plan.faults.size(), amounts_max); ++place) {
    any |= strike_earlier(shrinking, place);
    for (const FaultTime& time : fault_times()) {
      if (place >= shrinking.current().plan.faults.size()) break;  // one that no longer strikes is gone
      const std::optional<std::int64_t> ns = time.get(shrinking.current().plan.faults[place]);
      if (!ns || *ns == 0) continue;
      any |= descend(shrinking, time_tree(*ns), [&](std::int64_t value) -> std::optional<RunCase> {
        if (place >= shrinking.current().plan.faults.size()) return std::nullopt;
        RunCase candidate = shrinking.current();
        time.set(candidate.plan.faults[place], Duration(value));
        return candidate;
      });
    }
  }
  return any;
}

}  // namespace

bool reducers::simplify_amounts(Shrinking& shrinking) {
  const bool plan = simplify_plan(shrinking);
  return simplify_script(shrinking) || plan;
}

}  // namespace crisper::properties
