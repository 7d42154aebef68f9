#include "properties/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/assert.hpp"
#include "properties/domain/own_laws.hpp"
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

/// Says that a run was not what it was made for.
PropertyResult idle(std::string reason) {
  return {.name = std::string(work_done),
          .meaning = "the run did something of what it was made for",
          .reason = std::move(reason)};
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

/// A law of a business that the run is not about.
bool is_of_another(const PropertyChoice& choice, const Domain* domain) {
  const PropertyEntry* entry = find_property(choice.name);
  return domain && entry && !entry->info.domain.empty() && entry->info.domain != domain->name();
}

/// What the business itself asks for is told before what holds for any.
void choose(const std::vector<PropertyEntry>& own, std::vector<PropertyChoice>& chosen) {
  auto place = chosen.begin() + 1;  // run_completed is the first
  for (const PropertyEntry& law : own) {
    const std::string name(law.info.name);
    if (std::ranges::find(chosen, name, &PropertyChoice::name) != chosen.end()) continue;
    place = chosen.insert(place, {.name = name}) + 1;
  }
}

/// Why work stayed open, as those tell that are about such reasons; null where there is none.
struct WhyOpen {
  const PropertyResult* proven = nullptr;     ///< of several, the one that tells of the earliest
  const PropertyResult* suspected = nullptr;  ///< the first that saw one and could not prove it
};

/// That something stayed open is proved by nothing that was seen; why it did, a property may know that is about such
/// reasons: its proof is told of the work that stayed open too.
WhyOpen tell_cause(RunResult& result, const std::vector<std::unique_ptr<Property>>& properties) {
  WhyOpen why;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const PropertyResult& each = result.properties[i];  // in the same order
    if (!properties[i]->info().tells_why_open || !each.counts) continue;
    if (properties[i]->suspects() && !why.suspected) why.suspected = &each;
    if (each.violations.empty() || each.violations.front().evidence.empty()) continue;
    if (!why.proven || each.violations.front().at < why.proven->violations.front().at) why.proven = &each;
  }
  const auto completed = std::ranges::find(result.properties, always, &PropertyResult::name);
  if (completed == result.properties.end() || completed->violations.empty()) return why;
  Violation& open = completed->violations.front();
  if (why.proven) {
    open.evidence = why.proven->violations.front().evidence;
    open.aside = fmt::format("{}: {}", why.proven->name, why.proven->violations.front().reason);
  } else if (why.suspected) {
    open.aside = fmt::format("{}: {}", why.suspected->name, why.suspected->reason);
  }
  return why;
}

/// Whether it says no more than that work stayed open. A run that was broken off from outside says why by that.
bool is_symptom(const PropertyResult& result, const RunEnd& end) {
  if (end.plain_trouble().empty() || !end.aborted.empty()) return false;
  if (result.verdict != Verdict::fail) return result.reason.starts_with(end.plain_trouble());
  return only_tells_that_open(result);
}

/// What the run is headed by, where `property` is the first of the worst. A symptom stands behind why it is there.
std::string heading(const PropertyResult& property, const WhyOpen& why, bool is_symptom) {
  const std::string own = fmt::format("{}: {}", property.name, property.reason);
  if (!is_symptom) return own;
  if (property.verdict == Verdict::fail && why.proven) {
    return fmt::format("{}: {}", why.proven->name, why.proven->reason);
  }
  if (!why.suspected) return own;
  const std::string suspected = fmt::format("{}: {}", why.suspected->name, why.suspected->reason);
  return property.verdict == Verdict::fail ? suspected + "; " + own : suspected;
}

void compose(RunResult& result, const std::vector<std::unique_ptr<Property>>& properties, const RunEnd& end) {
  const WhyOpen why = tell_cause(result, properties);
  const bool any_counts = std::ranges::any_of(result.properties, [](const PropertyResult& each) {
    return each.counts && each.name != work_done;
  });
  if (!any_counts) {
    result.verdict = Verdict::unknown;
    result.reason = "no property saw anything";
    return;
  }
  result.verdict = Verdict::pass;
  for (const PropertyResult& each : result.properties) {
    if (!each.counts || each.verdict <= result.verdict) continue;  // of the worst, the first is named
    result.verdict = each.verdict;
    result.reason = heading(each, why, is_symptom(each, end));
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
  JudgeOptions options{.properties = {}, .own_laws = false};
  for (const sim::PropertyChoice& choice : choices) {
    if (!choice.sometimes.empty()) continue;  // asked of many runs, not of one
    if (choice.threshold) {
      options.thresholds.push_back(*choice.threshold);
    } else if (choice.name == "all") {
      options.own_laws = true;
      for (PropertyChoice& each : default_properties()) add(options.properties, std::move(each));
    } else {
      add(options.properties, {.name = choice.name, .by_name = true});
    }
  }
  return options;
}

std::vector<std::string> asked_by_name(const JudgeOptions& options) {
  std::vector<std::string> names;
  for (const PropertyChoice& choice : options.properties) {
    if (choice.by_name) names.push_back(choice.name);
  }
  for (const sim::Threshold& threshold : options.thresholds) names.push_back(threshold_name(threshold));
  return names;
}

Judge::Judge(const Names& names, JudgeOptions options)
    : names_(names),
      options_(std::move(options)),
      work_(options_.patience),
      evidence_(names),
      metrics_(names, options_.warm_up, options_.intervals),
      busiest_(names),
      audit_(history_) {
  auto& chosen = options_.properties;
  if (std::ranges::find(chosen, always, &PropertyChoice::name) == chosen.end()) {
    chosen.insert(chosen.begin(), PropertyChoice{.name = std::string(always)});
  }
  std::erase_if(chosen, [&](const PropertyChoice& choice) { return is_of_another(choice, options_.domain); });
  const std::vector<PropertyEntry> own = options_.domain ? own_laws(*options_.domain) : std::vector<PropertyEntry>{};
  if (options_.own_laws) choose(own, chosen);
  setup_ = {.names = &names,
            .evidence = options_.keep_evidence ? &evidence_ : nullptr,
            .domain = options_.domain,
            .design = options_.design};
  for (const PropertyChoice& choice : chosen) {
    const PropertyEntry* entry = find_law(own, choice.name);
    CRISPER_ASSERT(entry != nullptr, "a chosen property is in the registry: its name was checked when it was read");
    entries_.push_back(*entry);
    properties_.push_back(entry->create(setup_));
    audit_.add(*properties_.back());
  }
}

void Judge::AuditDesk::add(Property& property) {
  for (std::size_t kind = 0; kind < takers_.size(); ++kind) {
    if (property.info().audits.contains(static_cast<AuditKind>(kind))) takers_[kind].push_back(&property);
  }
}

void Judge::AuditDesk::take(const AuditEntry& entry) {
  if (entry.kind == AuditKind::process_down) down_.push_back(entry);
  if (entry.kind == AuditKind::disk_stuck) stuck_.push_back(entry);
  history_.take(entry);
  for (Property* property : takers_[static_cast<std::size_t>(entry.kind)]) property->take(entry);
}

std::vector<std::string> Judge::AuditDesk::absent(const Names& names) const {
  std::vector<std::string> words;
  for (const AuditEntry& each : down_) {
    words.push_back(fmt::format("{} {}", names.process(each.process), each.a == 0 ? "down" : "paused"));
  }
  for (std::string& each : stuck_disks(names)) words.push_back(std::move(each));
  return words;
}

std::vector<std::string> Judge::AuditDesk::stuck_disks(const Names& names) const {
  std::vector<std::string> words;
  for (const AuditEntry& each : stuck_) {
    words.push_back(fmt::format("the disk of {} {}", names.process(each.process), each.a == 0 ? "full" : "failing"));
  }
  return words;
}

void Judge::attach_to(sim::ObservationBus& bus) {
  bus.attach(work_);
  bus.attach(history_);
  if (options_.keep_evidence) bus.attach(evidence_);
  for (const auto& property : properties_) bus.attach(*property);
  if (options_.measure) bus.attach(metrics_);
  if (tells_busiest()) bus.attach(busiest_);
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

PropertyResult Judge::result_of(const sim::Threshold& threshold, const RunResult& result, const RunEnd& end) const {
  if (threshold.stage.empty()) return judge(threshold, metrics_, result.metrics, end, busiest_.words());
  const auto stage = std::ranges::find(result.stages, threshold.stage, &IntervalMetrics::name);
  if (stage == result.stages.end()) return judge(threshold, metrics_, {}, end);
  return judge(threshold, metrics_, stage->metrics, end, options_.keep_evidence ? busiest_words(*stage) : "");
}

/// In a run in which a store lost something: the laws of the business, and what stayed open, which may wait for what
/// is lost. The others know of losses themselves.
void Judge::judge_laws_again(const RunEnd& end) {
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    if (entries_[i].info.domain.empty() && entries_[i].info.name != always) continue;
    properties_[i] = history_.judged_again(std::move(properties_[i]), entries_[i], setup_, end);
  }
}

/// Told of this run, and no part of the failure: who happens to be down makes no other cause. Where it is told why
/// something stayed open, a disk that keeps nothing may be what is behind that.
void Judge::add_who_was_absent(RunResult& result, const RunEnd& end) const {
  if (result.verdict != Verdict::fail) return;
  if (tells_by(result.reason, std::string(always))) {
    if (!end.quiet && !end.absent.empty()) result.reason += "; " + end.who_was_absent();
    return;
  }
  const PropertyResult* head = headline_of(result);
  const PropertyEntry* known = head ? find_property(head->name) : nullptr;
  if (!known || !known->info.tells_why_open) return;
  RunEnd disks;
  for (const std::string& each : audit_.stuck_disks(names_)) {
    const std::string disk = each.substr(0, each.rfind(' ') + 1);
    if (result.reason.find(disk) == std::string::npos) disks.absent.push_back(each);
  }
  if (!disks.absent.empty()) result.reason += "; " + disks.who_was_absent();
}

RunResult Judge::finish(RunEnd end, RunIdentity run) {
  const bool time_was_up = end.ending == RunEnding::horizon && !end.quiet;
  end.too_short = time_was_up && work_.may_go_on(end.at);
  end.absent = audit_.absent(names_);
  RunResult result{.run = std::move(run),
                   .reason = {},
                   .properties = {},
                   .faults = end.faults,
                   .metrics = {},
                   .ending = end.ending,
                   .quiet = end.quiet,
                   .ended = end.at,
                   .commands = work_.commands(),
                   .given_up = work_.given_up()};
  for (const auto& property : properties_) property->finish(end);
  history_.finish(end.audited);
  if (history_.has_lost()) judge_laws_again(end);
  for (std::size_t i = 0; i < properties_.size(); ++i) {
    PropertyResult judged = result_of(*properties_[i], options_.properties[i].by_name);
    const bool is_judged = end.own_time || !properties_[i]->info().of_time;
    result.properties.push_back(is_judged ? std::move(judged) : not_judged(std::move(judged)));
  }
  if (options_.measure) {
    metrics_.finish(end);
    result.metrics = metrics_.metrics();
    result.stages = metrics_.of_intervals();
  }
  if (tells_busiest()) busiest_.finish(end.at);
  for (const sim::Threshold& threshold : options_.thresholds) {
    result.properties.push_back(result_of(threshold, result, end));
  }
  if (!end.required_but_unfired.empty()) result.properties.push_back(unfired(end.required_but_unfired));
  if (std::string nothing = work_.nothing_seen(); !nothing.empty() && !end.is_cut()) {
    result.properties.push_back(idle(std::move(nothing)));
  }
  compose(result, properties_, end);
  add_who_was_absent(result, end);
  if (!end.trouble().empty() && result.verdict == Verdict::pass) {
    result.verdict = Verdict::unknown;
    result.reason = end.trouble();
  }
  return result;
}

}  // namespace crisper::properties
