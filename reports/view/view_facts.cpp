#include "reports/view/view_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/counted.hpp"
#include "reports/document/sections.hpp"

namespace crisper::reports {
namespace {

using properties::PropertyResult;
using properties::RunResult;
using properties::Verdict;

double rate_of(const RunResult& result, const char* name) {
  const auto found = result.metrics.rates.find(name);
  return found == result.metrics.rates.end() ? 0 : found->second;
}

}  // namespace

Contention contention_of(const RunResult& result) {
  constexpr std::string_view start = "utilisation.";
  Contention contention{.commands_per_second = rate_of(result, "commands_per_second"),
                        .messages_per_command = rate_of(result, "messages_per_command")};
  for (const auto& [name, rate] : result.metrics.rates) {
    if (!name.starts_with(start) || rate <= contention.utilisation) continue;
    contention.busiest = name.substr(start.size());
    contention.utilisation = rate;
  }
  const auto wait = result.metrics.times.find("ownership_wait");
  if (wait != result.metrics.times.end()) contention.wait_p99 = wait->second.p99;
  return contention;
}

ViewFacts::ViewFacts(const ViewSource& given) : source(given), interleaved(given.seen.interleaved) {
  KnownGraph known = known_graph(source.scenario);
  hosts_trouble = std::move(known.trouble);
  design = {.name = source.scenario.name,
            .words = design_words(source.scenario),
            .graph = std::move(known.graph),
            .picture = {}};
  design.picture = picture_of(design.graph);
  count_in(design.properties, source.base);
  for (const CrashRun& each : source.crashes) {
    count_in(design.properties, each.result);
    crashes += each.struck ? 1 : 0;
    crashes_passed += each.struck && each.result.verdict == Verdict::pass ? 1 : 0;
  }
  runs = 1 + source.crashes.size();
  find_strangers();
  for (const sim::Element& each : design.graph.elements) {
    if (each.is_client) interleaved.erase(each.name);
  }
}

void ViewFacts::find_strangers() {
  // Processes that are started later are known by their role.
  const auto word_of = [&](const std::string& name) -> std::string {
    const auto there = std::ranges::find(design.graph.elements, name, &sim::Element::name);
    if (there != design.graph.elements.end()) return name;
    const auto role = source.seen.roles.find(name);
    return role == source.seen.roles.end() ? name : "role " + role->second;
  };
  std::set<std::pair<std::string, std::string>> known;
  const auto name_of_element = [&](std::size_t place) {
    const sim::Element& each = design.graph.elements[place];
    return each.comes_later ? "role " + each.role : each.name;
  };
  for (const sim::Channel& each : design.graph.channels) {
    const std::string from = name_of_element(each.from), to = name_of_element(each.to);
    known.insert({from, to});
    known.insert({to, from});  // a call is answered, an acknowledgement goes back
  }
  for (const auto& [from, to] : source.seen.pairs) {
    if (from != to && !known.contains({word_of(from), word_of(to)})) strangers.push_back(from + " to " + to);
  }
}

const PropertySeen* ViewFacts::seen(std::string_view property) const {
  const auto found = std::ranges::find(design.properties, property, &PropertySeen::name);
  return found == design.properties.end() ? nullptr : &*found;
}

std::string ViewFacts::evidence(std::string_view property) const {
  const PropertySeen* row = seen(property);
  if (!row) return fmt::format("{} was not judged", property);
  if (row->failed > 0)
    return fmt::format("{} failed in {} of {}: {}", property, row->failed, counted(runs, "run"), row->reason);
  if (row->passed == 0) return fmt::format("{} saw nothing to judge", property);
  const auto base = std::ranges::find(source.base.properties, property, &PropertyResult::name);
  const std::uint64_t looked = base == source.base.properties.end() ? 0 : base->observed;
  return fmt::format("{} held in {} of {} and looked at {} in the first", property, row->passed, counted(runs, "run"),
                     counted(looked, "thing"));
}

std::vector<std::string> ViewFacts::failures() const {
  std::vector<std::string> all;
  for (const PropertySeen& each : design.properties) {
    if (each.failed > 0) all.push_back(evidence(each.name));
  }
  return all;
}

std::vector<const properties::LintFinding*> ViewFacts::findings(std::initializer_list<std::string_view> rules) const {
  std::vector<const properties::LintFinding*> found;
  for (const properties::LintFinding& each : source.findings) {
    const bool is_wanted = rules.size() == 0 ? each.level == properties::LintLevel::error
                                             : std::ranges::find(rules, each.rule->name) != rules.end();
    if (is_wanted) found.push_back(&each);
  }
  return found;
}

std::uint64_t ViewFacts::count(ObservationKind kind) const {
  const auto found = source.seen.kinds.find(std::string(info(kind).name));
  return found == source.seen.kinds.end() ? 0 : found->second;
}

std::size_t ViewFacts::channels_that_are(Standing standing) const {
  std::size_t count = 0;
  for (const sim::Channel& channel : design.channels()) {
    Standing worst = Standing::assumed;
    bool is_proven = false;
    for (const Guarantee& each : guarantees_of(channel, design)) {
      if (each.standing == Standing::contradicted) worst = Standing::contradicted;
      is_proven |= each.standing == Standing::proven;
    }
    if (worst == Standing::assumed && is_proven) worst = Standing::proven;
    count += worst == standing ? 1 : 0;
  }
  return count;
}

const VariantRun* ViewFacts::calmer_variant() const {
  const Contention base = contention_of(source.base);
  const VariantRun* best = nullptr;
  double best_limit = base.limit() * 1.05;  // less is no difference that one run shows
  for (const VariantRun& each : source.variants) {
    if (each.result.verdict != Verdict::pass) continue;
    const double limit = contention_of(each.result).limit();
    if (limit <= best_limit) continue;
    best = &each;
    best_limit = limit;
  }
  return best;
}

}  // namespace crisper::reports
