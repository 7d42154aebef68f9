#include "reports/document/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/counted.hpp"
#include "core/design/ownership_strategy.hpp"
#include "core/design/publication_method.hpp"
#include "properties/registry.hpp"
#include "properties/vocabulary.hpp"
#include "reports/stage_rows.hpp"
#include "reports/sweep_columns.hpp"
#include "sim/graph/design_graph.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::reports {
namespace {

constexpr std::size_t processes_max = 200;
constexpr std::size_t busiest_max = 12;

DocumentTable channels_table(const DesignPicture& picture) {
  DocumentTable table{.columns = {{"from"}, {"to"}, {"what"}, {"how"}, {"delivered"}, {"order"}}};
  for (const DesignLink& link : picture.links) {
    for (const auto* channels : {&link.there, &link.back}) {
      for (const sim::Channel& each : *channels) {
        table.rows.push_back({{picture.boxes[each.from].name, picture.boxes[each.to].name,
                               std::string(name_of(each.cargo)),
                               fmt::format("{}: {}", name_of(each.mechanism), meaning_of(each.mechanism)),
                               each.at_least_once ? "at least once" : "at most once",
                               std::string(each.ordered ? "as sent, per state" : "any") +
                                   (each.in_turn ? "; one receiver after the other" : "")}});
      }
    }
  }
  table.title = counted(table.rows.size(), "channel") + ": what goes where, and what is promised of it";
  return table;
}

DocumentTable processes_table(const sim::DesignGraph& graph) {
  DocumentTable table{.columns = {{"process"}, {"role"}, {"host"}}};
  for (const sim::Element& each : graph.elements) {
    if (table.rows.size() == processes_max) break;
    table.rows.push_back(
        {{each.name, each.role, each.comes_later ? "of whoever starts it" : each.host.empty() ? "-" : each.host}});
  }
  table.title = counted(graph.elements.size(), "process", "processes") + " and their hosts";
  if (graph.elements.size() > processes_max) table.title += fmt::format(" (the first {})", processes_max);
  return table;
}

std::string rate_text(double rate) { return rate < 10 ? fmt::format("{:.3g}", rate) : fmt::format("{:.1f}", rate); }

/// "12.3ms ±0.4ms", "up to 75ns"; "-" of a series that is too short to say how sure its mean is.
std::string mean_text(const properties::Percentiles& times) {
  if (!times.mean || !times.mean_within) return "-";
  return time_within(static_cast<double>(to_ns(*times.mean)), static_cast<double>(to_ns(*times.mean_within)));
}

DocumentTable times_table(const properties::Metrics& metrics) {
  const bool has_means =
      std::ranges::any_of(metrics.times, [](const auto& each) { return each.second.mean_within.has_value(); });
  DocumentTable table{.columns = {{"time"}, {"count", true}, {"p50", true}, {"p90", true}, {"p95", true}, {"p99", true},
                                  {"max", true}}};
  if (has_means) table.columns.push_back({"mean", true});
  for (const auto& [name, times] : metrics.times) {
    std::vector<std::string> cells{spaced_name(name),  fmt::format("{}", times.count), to_text(times.p50),
                                   to_text(times.p90), to_text(times.p95),             to_text(times.p99),
                                   to_text(times.max)};
    if (has_means) cells.push_back(mean_text(times));
    table.rows.push_back({std::move(cells)});
  }
  return table;
}

constexpr std::string_view utilisation_start = "utilisation.";

/// Roles whose mean says nothing that rows of their processes don't: "handler" beside "handler-1", "handler-2" …
std::set<std::string> roles_with_rows(const properties::Metrics& metrics, const sim::Scenario* scenario) {
  std::set<std::string> roles;
  const auto add = [&](const std::string& role, const std::string& process) {
    if (role != process && metrics.rates.contains(std::string(utilisation_start) + process)) roles.insert(role);
  };
  for (const properties::RoleWord& word : properties::role_words()) {
    for (const std::string& process : word.processes) add(word.role, process);
  }
  if (scenario) {
    const KnownGraph known = known_graph(*scenario);
    for (const sim::Element& each : known.graph.elements) add(each.role, each.name);
  }
  for (const auto& [name, rate] : metrics.rates) {  // those of whom a run starts as many as it needs
    const std::size_t dash = name.rfind('-');
    if (!name.starts_with(utilisation_start) || dash == name.npos) continue;
    if (name.find_first_not_of("0123456789", dash + 1) != name.npos) continue;
    add(name.substr(utilisation_start.size(), dash - utilisation_start.size()), name.substr(utilisation_start.size()));
  }
  return roles;
}

/// Processes, and roles of so many that only their mean is told, the busiest first. A bar is of 20 parts.
DocumentTable utilisation_table(const properties::Metrics& metrics, const sim::Scenario* scenario) {
  const std::set<std::string> told = roles_with_rows(metrics, scenario);
  std::vector<std::pair<double, std::string>> rows;
  for (const auto& [name, rate] : metrics.rates) {
    if (!name.starts_with(utilisation_start)) continue;
    std::string who = name.substr(utilisation_start.size());
    if (!told.contains(who)) rows.emplace_back(rate, std::move(who));
  }
  std::ranges::stable_sort(rows, std::ranges::greater{}, &std::pair<double, std::string>::first);
  DocumentTable table{.columns = {{"process or role"}, {"busy", true}, {""}}};
  for (std::size_t i = 0; i < std::min(rows.size(), busiest_max); ++i) {
    std::string bar;
    for (int k = 0; k < static_cast<int>(std::clamp(rows[i].first, 0.0, 1.0) * 20 + 0.5); ++k) bar += "\xe2\x96\x88";
    table.rows.push_back({{rows[i].second, fmt::format("{:.1f} %", rows[i].first * 100), bar}});
  }
  return table;
}

DocumentTable numbers_table(const properties::Metrics& metrics) {
  DocumentTable table{.columns = {{"measure"}, {"value", true}}, .title = "All rates and counts, of the whole run"};
  for (const auto& [name, rate] : metrics.rates) table.rows.push_back({{spaced_name(name), rate_text(rate)}});
  for (const auto& [name, count] : metrics.counts) {
    table.rows.push_back({{spaced_name(name), fmt::format("{}", count)}});
  }
  return table;
}

}  // namespace

std::string spaced_name(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

KnownGraph known_graph(const sim::Scenario& scenario) {
  const auto platform = sim::platform_for(scenario.deployment);
  const sim::Wiring wiring = platform ? sim::wiring_of(scenario, *platform) : sim::wiring_of(scenario);
  return {sim::graph_of(scenario, wiring), platform ? std::string() : platform.error().text};
}

std::string design_words(const sim::Scenario& scenario) {
  return fmt::format("Domain {}; who may change a state: {}; how events reach their consumers: {}.", scenario.domain,
                     entry_of(scenario.design.ownership.strategy).name,
                     entry_of(scenario.design.publication.method).name);
}

Section design_section(const sim::Scenario& scenario) {
  Section section{.id = "design", .title = "The design"};
  const KnownGraph known = known_graph(scenario);
  const DesignPicture picture = picture_of(known.graph);
  section.blocks.emplace_back(Paragraph{
      design_words(scenario) +
      " Boxes are processes; lines are channels, dashed where a message is sent at most once."});
  section.blocks.emplace_back(picture);
  if (!known.trouble.empty()) {
    section.blocks.emplace_back(Paragraph{"Hosts are not known: " + known.trouble, Tone::open});
  }
  section.blocks.emplace_back(channels_table(picture));
  section.blocks.emplace_back(processes_table(known.graph));
  return section;
}

DocumentTable sight_table(const std::vector<std::string>& names) {
  DocumentTable table{.columns = {{"property"}, {"looks at"}},
                      .title = "What each property looks at: it can't see anything else"};
  for (const properties::PropertyEntry& each : properties::all_properties()) {
    if (std::ranges::find(names, each.info.name) == names.end()) continue;
    std::string kinds;
    const auto add = [&](std::string_view name) { kinds += (kinds.empty() ? "" : ", ") + std::string(name); };
    for (std::size_t kind = 0; kind < observation_kinds.size(); ++kind) {
      if (each.info.wants.contains(static_cast<ObservationKind>(kind))) add(observation_kinds[kind].name);
    }
    if (!each.info.audits.empty()) add("and, at the end, what the stores hold");
    table.rows.push_back({{std::string(each.info.name), kinds.empty() ? "how the run ended" : kinds}});
  }
  return table;
}

Section measures_section(const properties::Metrics& metrics, const sim::Scenario* scenario) {
  Section section{.id = "measures", .title = "Latency, utilisation and hot spots"};
  const auto add = [&](DocumentTable table, const char* words, const char* missing) {
    if (table.rows.empty()) return section.blocks.emplace_back(Paragraph{missing});
    section.blocks.emplace_back(Paragraph{words});
    return section.blocks.emplace_back(std::move(table));
  };
  add(times_table(metrics),
      "Quantiles of all that was measured, exact (nearest rank). A mean is told of long series, with half the width of "
      "its 95 % interval:",
      "No time was measured.");
  add(utilisation_table(metrics, scenario),
      "The busiest: the share of the whole run, with all stages that its load may have had, in which a process was "
      "inside a turn, or operated on a state. A short stage hardly shows in it.",
      "No utilisation was measured.");
  if (DocumentTable numbers = numbers_table(metrics); !numbers.rows.empty()) {
    section.blocks.emplace_back(std::move(numbers));
  }
  return section;
}

Section stages_section(const std::vector<properties::IntervalMetrics>& stages) {
  constexpr std::size_t told_max = 24;
  Section section{.id = "stages", .title = "Stage by stage"};
  section.blocks.emplace_back(Paragraph{
      "What was issued in a stage of the load is told of it, whenever it was done: latencies are of commands by when "
      "they were sent. Throughput and work are of the time of the stage itself; queue and lag are the greatest that "
      "were seen in it, with what earlier stages left."});
  DocumentTable table;
  for (std::string& name : stage_columns()) table.columns.push_back({std::move(name), true});
  table.columns.front().is_number = table.columns.back().is_number = false;
  for (std::vector<std::string>& cells : stage_rows(stages)) table.rows.push_back({std::move(cells)});
  section.blocks.emplace_back(std::move(table));
  for (std::size_t i = 0; i < std::min(stages.size(), told_max); ++i) {
    const properties::IntervalMetrics& stage = stages[i];
    const std::string title =
        fmt::format("{}, from {} for {}", stage.name, to_text(stage.from), to_text(stage.lasting));
    DocumentTable times = times_table(stage.metrics);
    if (times.rows.empty()) continue;
    times.title = title + ": times";
    section.blocks.emplace_back(std::move(times));
    DocumentTable busiest = utilisation_table(stage.metrics, nullptr);
    if (busiest.rows.empty()) continue;
    busiest.title = title + ": the busiest";
    section.blocks.emplace_back(std::move(busiest));
  }
  return section;
}

DocumentTable bands_table(const TimeCharts& charts) {
  DocumentTable table{.columns = {{"a fault that lasts"}, {"from", true}, {"to", true}}};
  for (const FaultBand& each : charts.bands) table.rows.push_back({{each.words, to_text(each.from), to_text(each.to)}});
  return table;
}

Section scenario_section(const std::string& yaml, const std::string& doubt) {
  Section section{.id = "scenario", .title = "The scenario"};
  if (!doubt.empty()) section.blocks.emplace_back(Paragraph{doubt, Tone::open});
  if (yaml.empty()) {
    if (doubt.empty()) section.blocks.emplace_back(Paragraph{"The folder has no scenario."});
  } else {
    if (doubt.empty()) {
      section.blocks.emplace_back(Paragraph{"Resolved: with every setting that the run had, defaults included."});
    }
    section.blocks.emplace_back(Code{.text = yaml, .title = "scenario.yaml"});
  }
  return section;
}

}  // namespace crisper::reports
