#include "properties/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/assert.hpp"
#include "properties/registry.hpp"

namespace crisper::properties {
namespace {

constexpr std::string_view always = "run_completed";

/// Says that faults that the run was made for never struck.
PropertyResult unfired(const std::vector<sim::FaultKind>& kinds) {
  PropertyResult result{.name = "required_faults", .meaning = "the faults that the run was made for struck"};
  for (const sim::FaultKind kind : kinds) {
    result.reason += fmt::format("{}required fault '{}' never fired", result.reason.empty() ? "" : "; ", name_of(kind));
  }
  return result;
}

/// Once each; by name, if it was so chosen anywhere.
void add(std::vector<PropertyChoice>& chosen, PropertyChoice choice) {
  const auto found = std::ranges::find(chosen, choice.name, &PropertyChoice::name);
  if (found == chosen.end()) {
    chosen.push_back(std::move(choice));
  } else {
    found->by_name = found->by_name || choice.by_name;
  }
}

void compose(RunResult& result) {
  const bool any_counts = std::ranges::any_of(result.properties, &PropertyResult::counts);
  if (!any_counts) {
    result.verdict = Verdict::unknown;
    result.reason = "no property saw anything";
    return;
  }
  result.verdict = Verdict::pass;
  for (const PropertyResult& property : result.properties) {
    if (!property.counts || property.verdict <= result.verdict) continue;  // of the worst, the first is named
    result.verdict = property.verdict;
    result.reason = fmt::format("{}: {}", property.name, property.reason);
  }
}

}  // namespace

std::vector<PropertyChoice> default_properties() {
  std::vector<PropertyChoice> choices;
  for (const PropertyEntry& entry : all_properties()) {
    if (entry.info.on_by_default) choices.push_back({.name = std::string(entry.info.name)});
  }
  return choices;
}

JudgeOptions options_for(const std::vector<sim::PropertyChoice>& choices) {
  JudgeOptions options{.properties = {}};
  for (const sim::PropertyChoice& choice : choices) {
    if (!choice.sometimes.empty()) continue;  // asked of many runs, not of one
    if (choice.threshold) {
      options.thresholds.push_back(*choice.threshold);
    } else if (choice.name == "all") {
      for (PropertyChoice& each : default_properties()) add(options.properties, std::move(each));
    } else {
      add(options.properties, {.name = choice.name, .by_name = true});
    }
  }
  return options;
}

Judge::Judge(const Names& names, JudgeOptions options)
    : options_(std::move(options)), evidence_(names), metrics_(names) {
  auto& chosen = options_.properties;
  if (std::ranges::find(chosen, always, &PropertyChoice::name) == chosen.end()) {
    chosen.insert(chosen.begin(), PropertyChoice{.name = std::string(always)});
  }
  const PropertySetup setup{.names = &names, .evidence = options_.keep_evidence ? &evidence_ : nullptr};
  for (const PropertyChoice& choice : chosen) {
    const PropertyEntry* entry = find_property(choice.name);
    CRISPER_ASSERT(entry != nullptr, "a chosen property is in the registry: its name was checked when it was read");
    properties_.push_back(entry->create(setup));
  }
}

void Judge::attach_to(sim::ObservationBus& bus) {
  if (options_.keep_evidence) bus.attach(evidence_);
  for (const auto& property : properties_) bus.attach(*property);
  if (options_.measure) bus.attach(metrics_);
}

PropertyResult Judge::result_of(const Property& property, bool by_name) const {
  const Judgement judgement = property.judgement();
  PropertyResult result{.name = std::string(property.info().name),
                        .meaning = std::string(property.info().meaning),
                        .verdict = judgement.verdict,
                        .reason = judgement.reason,
                        .counts = by_name || !judgement.vacuous,
                        .observed = property.observed(),
                        .violation_count = property.violation_count(),
                        .violations = property.violations(),
                        .notes = {}};
  for (const Note& note : property.notes()) {
    if (note.count > 0) result.notes.push_back({std::string(note.what), note.count});
  }
  return result;
}

RunResult Judge::finish(const RunEnd& end, RunIdentity run) {
  RunResult result{.run = std::move(run),
                   .reason = {},
                   .properties = {},
                   .faults = end.faults,
                   .metrics = {},
                   .ending = end.ending,
                   .quiet = end.quiet,
                   .ended = end.at};
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    properties_[i]->finish(end);
    result.properties.push_back(result_of(*properties_[i], options_.properties[i].by_name));
  }
  if (options_.measure) {
    metrics_.finish(end);
    result.metrics = metrics_.metrics();
  }
  for (const sim::Threshold& threshold : options_.thresholds) {
    result.properties.push_back(judge(threshold, metrics_, result.metrics, end));
  }
  if (!end.required_but_unfired.empty()) result.properties.push_back(unfired(end.required_but_unfired));
  compose(result);
  if (end.is_cut() && result.verdict == Verdict::pass) {
    result.verdict = Verdict::unknown;
    result.reason = end.trouble();
  }
  return result;
}

}  // namespace crisper::properties
