#include "properties/compare/comparable.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "sim/domain/registry.hpp"

namespace crisper::properties {
namespace {

using sim::PropertyChoice;
using sim::Statistic;
using sim::Threshold;

constexpr const char* others_work = "; a comparison is of designs under the same work, crisper sweep varies the work";

/// What a threshold is asked in: p99 and max of a metric are both times, their count is a number.
bool same_unit(const Threshold& a, const Threshold& b) {
  return a.value.index() == b.value.index() && (a.statistic == Statistic::count) == (b.statistic == Statistic::count);
}

/// Limits decide who passes: another limit is another question.
std::string why_asked_otherwise(const sim::Scenario& a, const sim::Scenario& b) {
  for (const PropertyChoice& in_a : a.properties) {
    for (const PropertyChoice& in_b : b.properties) {
      if (!in_a.threshold || !in_b.threshold || in_a.threshold->metric != in_b.threshold->metric) continue;
      if (same_unit(*in_a.threshold, *in_b.threshold)) continue;
      return fmt::format("{0} has limits in different units: '{1}' and '{2}'", in_a.threshold->metric,
                         condition_text(*in_a.threshold), condition_text(*in_b.threshold));
    }
  }
  const auto text = [](const PropertyChoice& each) {
    if (each.threshold) return each.threshold->metric + ": " + condition_text(*each.threshold);
    return each.sometimes.empty() ? each.name : "sometimes: " + each.sometimes;
  };
  const auto only_in = [&](const sim::Scenario& one, const sim::Scenario& other) -> std::string {
    const auto found = std::ranges::find_if(one.properties, [&](const PropertyChoice& each) {
      return std::ranges::find(other.properties, each) == other.properties.end();
    });
    return found == one.properties.end() ? "" : text(*found);
  };
  const std::string asked_of_a = only_in(a, b), asked_of_b = only_in(b, a);
  if (asked_of_a.empty() && asked_of_b.empty()) return {};
  return fmt::format("what must hold differs: only one asks for '{}'", asked_of_a.empty() ? asked_of_b : asked_of_a);
}

/// Of the same business.
std::string why_settings_differ(const sim::Scenario& a, const sim::Scenario& b) {
  const sim::DomainEntry& domain = sim::domain_of(a);
  if (domain.without_design(a.settings) == domain.without_design(b.settings)) return {};
  const std::vector<std::string> of_design = domain.design_settings();
  std::string why = fmt::format("their settings of the business {} differ", a.domain);
  if (!of_design.empty()) why += fmt::format("; of these only {} are a design's", fmt::join(of_design, ", "));
  return why;
}

}  // namespace

std::string why_incomparable(const sim::Scenario& a, const sim::Scenario& b) {
  if (a.domain != b.domain) return fmt::format("they are about different businesses: {} and {}", a.domain, b.domain);
  if (a.own_domain != b.own_domain) return fmt::format("their rules of the business {} differ", a.domain);
  if (std::string why = why_settings_differ(a, b); !why.empty()) return why;
  if (a.workload != b.workload) return std::string("their workloads differ") + others_work;
  if (a.faults != b.faults) return std::string("their faults differ") + others_work;
  if (a.engine != b.engine) return fmt::format("they run on different engines: {} and {}", a.engine, b.engine);
  if (a.run != b.run) return "they end otherwise: their `run:` differs";
  return why_asked_otherwise(a, b);
}

}  // namespace crisper::properties
