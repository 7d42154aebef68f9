#include "cli/words/rate_range.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <utility>

#include "properties/vocabulary.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/value_text.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::cli {
namespace {

/// Below, four digits are more than a scenario's rates have.
constexpr double wanted_rate_least = 0.01;
constexpr double wanted_rate_most = 1e9;

void find_rates(const sim::YamlNode& node, const std::string& path, std::vector<std::string>& found) {
  for (const sim::YamlEntry& each : node.entries) {
    const std::string below = path + "." + each.key;
    if (each.key == "rate" && each.value.is_scalar()) found.push_back(below);
    if (each.value.is_map()) find_rates(each.value, below, found);
  }
}

/// As a search sees it: what another design has is let through.
Result<sim::Scenario, sim::ScenarioError> at_rate(const sim::Scenario& scenario, const std::string& path,
                                                  const std::string& rate) {
  sim::Vocabulary words = properties::scenario_vocabulary();
  words.any_design = true;
  return sim::set_path(scenario, path, rate, words);
}

/// A rate that bursts, a closed loop or a timetable make idle changes nothing that comes from outside. A load that is
/// short has one intent at low rates, and the format of another may end at some thousand.
bool rate_has_a_say(const sim::Scenario& scenario, const std::string& path) {
  std::optional<std::pair<std::uint64_t, SimTime>> first;
  std::size_t tried = 0;
  for (const char* rate : {"1/s", "2/s", "10/s", "100/s", "1000/s", "10000/s", "1000000/s"}) {
    const auto changed = at_rate(scenario, path, rate);
    if (!changed) continue;
    const std::pair load{sim::expected_intents(*changed), sim::expected_end(*changed)};
    if (first && load != *first) return true;
    first = load;
    ++tried;
  }
  return tried < 2;  // the search tells why
}

/// More load can break it.
bool is_upper_bound(const sim::Threshold& threshold) {
  using enum sim::Comparator;
  return threshold.comparator == less || threshold.comparator == at_most || threshold.comparator == equal;
}

/// The laws of a business of its own that say how soon something must have come.
std::vector<std::string> laws_with_a_deadline(const sim::Scenario& scenario) {
  std::vector<std::string> found;
  const auto tree = sim::parse_yaml(sim::to_yaml(scenario));
  const sim::YamlEntry* domain = tree ? tree->find("domain") : nullptr;
  const sim::YamlEntry* laws = domain ? domain->value.find("laws") : nullptr;
  if (!laws) return found;
  for (const sim::YamlEntry& law : laws->value.entries) {
    if (law.value.find("within")) found.push_back(law.key);
  }
  return found;
}

bool is_meant_rate(const std::string& path, const std::string& name) {
  return path == name || path.ends_with("." + name) || path.ends_with("." + name + ".rate");
}

}  // namespace

Result<RateWanted, std::string> rate_wanted(const std::string& text) {
  const auto wrong = [&](const std::string& why) { return failure(fmt::format("--capacity {}: {}", text, why)); };
  const std::size_t equals = text.find('='), dots = text.find("..");
  if (equals == text.npos || equals == 0 || dots == text.npos || dots < equals) {
    return wrong("expected a rate and its range, such as rate=10/s..10000/s");
  }
  RateWanted wanted{.name = text.substr(0, equals), .range = {}};
  const auto low = sim::rate_from(sim::trimmed(text.substr(equals + 1, dots - equals - 1)));
  const auto high = sim::rate_from(sim::trimmed(text.substr(dots + 2)));
  if (!low) return wrong(low.error());
  if (!high) return wrong(high.error());
  wanted.range.lowest = properties::told_rate(low->per_second());
  wanted.range.highest = properties::told_rate(high->per_second());
  if (wanted.range.lowest < wanted_rate_least || wanted.range.highest > wanted_rate_most) {
    return wrong("expected rates from 0.01/s to 1000000000/s");
  }
  if (wanted.range.highest <= wanted.range.lowest) return wrong("the second rate must be above the first");
  return wanted;
}

std::vector<std::string> rates_of(const sim::Scenario& scenario) {
  const auto tree = sim::parse_yaml(sim::to_yaml(scenario));
  std::vector<std::string> found;
  if (!tree) return found;
  if (const sim::YamlEntry* workload = tree->find("workload")) find_rates(workload->value, "workload", found);
  std::erase_if(found, [&](const std::string& path) { return !rate_has_a_say(scenario, path); });
  return found;
}

Result<std::string, std::string> rate_path(const std::string& name, const sim::Scenario& scenario) {
  const std::vector<std::string> rates = rates_of(scenario);
  if (rates.empty()) {
    return failure(std::string("--capacity: no rate has a say in this workload (written out in a script, or all of it "
                               "bursts, closed loops or timetables)"));
  }
  if (name == "rate") return rates.front();
  std::vector<std::string> meant;
  std::ranges::copy_if(rates, std::back_inserter(meant),
                       [&](const std::string& path) { return is_meant_rate(path, name); });
  if (meant.size() == 1) return meant.front();
  if (meant.size() > 1) {
    return failure(fmt::format("--capacity {}: which of them: {}", name, fmt::join(meant, ", ")));
  }
  return failure(fmt::format("--capacity {}: no such rate has a say in this workload{}", name,
                             sim::hint_for(name, rates)));
}

std::string why_without_limit(const sim::Scenario& scenario) {
  const std::vector<std::string> deadlines = laws_with_a_deadline(scenario);
  const auto is_limit = [&](const sim::PropertyChoice& each) {
    if (each.threshold) return is_upper_bound(*each.threshold);
    if (each.name == "all") return !deadlines.empty();
    return each.name == "not_saturated" || std::ranges::find(deadlines, each.name) != deadlines.end();
  };
  if (std::ranges::any_of(scenario.properties, is_limit)) return {};
  return "--capacity: nothing here is ever too slow: say in `properties:` what must hold, such as "
         "`command_latency: p99 < 1s`, or not_saturated";
}

std::string why_refused(const sim::Scenario& scenario, const std::string& path, const properties::RateRange& range) {
  for (const double rate : {range.lowest, range.highest}) {
    const std::string text = properties::rate_text(rate);
    if (const auto changed = at_rate(scenario, path, text); !changed) {
      return fmt::format("--capacity {}={}: {}", path, text, changed.error().message);
    }
  }
  return {};
}

}  // namespace crisper::cli
