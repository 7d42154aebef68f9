#include "reports/exports/shown_design.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/document/sections.hpp"

namespace crisper::reports {
namespace {

std::vector<PropertySeen> seen_in(const RunSource& source) {
  std::vector<PropertySeen> seen;
  count_in(seen, source.run.result);
  return seen;
}

std::vector<PropertySeen> seen_in(const HuntSource& source) {
  std::vector<PropertySeen> seen;
  for (const properties::HuntPropertyRow& each : source.summary.properties) {
    seen.push_back({.name = each.name, .passed = each.passed, .failed = each.failed});
    for (const properties::HuntCause& cause : source.summary.causes) {
      if (cause.property == each.name && seen.back().reason.empty()) seen.back().reason = cause.reason;
    }
  }
  return seen;
}

/// A sentence that says why the design need not be what ran; empty where it is.
template <class Source>
std::string doubt_in(const Source& source) {
  if constexpr (requires { source.scenario_doubt; }) return source.scenario_doubt;
  return {};
}

/// Of these no design is shown.
std::vector<PropertySeen> seen_in(const SweepSource&) { return {}; }
std::vector<PropertySeen> seen_in(const CheckSource&) { return {}; }

}  // namespace

void count_in(std::vector<PropertySeen>& seen, const properties::RunResult& result) {
  for (const properties::PropertyResult& each : result.properties) {
    auto row = std::ranges::find(seen, each.name, &PropertySeen::name);
    if (row == seen.end()) row = seen.insert(seen.end(), {.name = each.name});
    if (each.verdict == properties::Verdict::fail) {
      ++row->failed;
      if (row->reason.empty()) row->reason = each.reason;
    } else if (each.verdict == properties::Verdict::pass && each.observed > 0 && each.judged) {
      ++row->passed;
    }
  }
}

std::vector<sim::Channel> ShownDesign::channels() const {
  std::vector<sim::Channel> all;
  for (const DesignLink& link : picture.links) {
    all.insert(all.end(), link.there.begin(), link.there.end());
    all.insert(all.end(), link.back.begin(), link.back.end());
  }
  return all;
}

Result<ShownDesign, std::string> shown_design_of(const ReportSubject& subject) {
  const auto scenario = scenario_of(subject);
  if (!scenario) return failure(scenario.error());
  ShownDesign design{.name = title_of(subject),
                     .words = design_words(**scenario),
                     .graph = known_graph(**scenario).graph,
                     .picture = {}};
  design.picture = picture_of(design.graph);
  const std::string doubt = std::visit([](const auto& source) { return doubt_in(source); }, subject);
  if (!doubt.empty()) {
    design.words += ". " + doubt;  // what ran proves nothing of another design
  } else {
    design.properties = std::visit([](const auto& source) { return seen_in(source); }, subject);
  }
  return design;
}

std::string channel_words(const sim::Channel& channel) {
  return fmt::format("{}, {}, {}{}{}", name_of(channel.cargo), name_of(channel.mechanism),
                     channel.at_least_once ? "at least once" : "at most once", channel.ordered ? ", in order" : "",
                     channel.in_turn ? ", one receiver after the other" : "");
}

}  // namespace crisper::reports
