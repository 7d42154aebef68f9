#include "reports/document/run_document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "properties/explain/fault_words.hpp"
#include "reports/document/sections.hpp"
#include "reports/document/svg.hpp"

namespace crisper::reports {
namespace {

using properties::PropertyResult;
using properties::RunResult;
using properties::Verdict;

constexpr std::size_t planned_max = 50;
constexpr std::size_t violations_max = 3;

std::vector<const PropertyResult*> failed_of(const RunResult& result) {
  std::vector<const PropertyResult*> failed;
  for (const PropertyResult& each : result.properties) {
    if (each.counts && each.verdict == Verdict::fail) failed.push_back(&each);
  }
  return failed;
}

/// Of several that failed, the one that failed at the earliest moment; those that are judged by the whole run, last.
/// That work stayed open is none of them where the run is headed by why it did.
std::string failed_sentence(const RunResult& result) {
  std::vector<const PropertyResult*> failed = failed_of(result);
  const std::size_t all = failed.size();
  if (all < 2) return result.reason;
  const auto is_symptom = [&](const PropertyResult* each) {
    return !result.quiet && properties::only_tells_that_open(*each);
  };
  const auto heads = [&](const PropertyResult* each) { return properties::begins_with(result.reason, each->name); };
  if (std::ranges::none_of(failed, [&](const PropertyResult* each) { return is_symptom(each) && heads(each); })) {
    std::erase_if(failed, is_symptom);
  }
  if (failed.empty()) return fmt::format("{} properties failed; {}", all, result.reason);
  const auto moment = [](const PropertyResult* each) {
    return each->violations.empty() ? sim_never : each->violations.front().at;
  };
  const PropertyResult* earliest = *std::ranges::min_element(failed, {}, moment);
  if (earliest->violations.empty()) {
    return fmt::format("{} properties failed, such as {}: {}", all, earliest->name, earliest->reason);
  }
  return fmt::format("{} properties failed; the earliest at {}, {}: {}", all,
                     to_text(earliest->violations.front().at), earliest->name, earliest->violations.front().reason);
}

/// The run's own say what failed beside its reason; the page's sentence may name another of them, so it lists all.
std::vector<std::string> remarks_beside(const RunSource& source) {
  std::vector<std::string> remarks = all_remarks(source.run);
  if (std::erase_if(remarks, [](const std::string& each) { return each.starts_with("also failed: "); }) == 0) {
    return remarks;
  }
  std::string names;
  for (const PropertyResult* each : failed_of(source.run.result)) names += (names.empty() ? "" : ", ") + each->name;
  remarks.insert(remarks.begin(), "failed: " + names);
  return remarks;
}

std::string sentence_of(const RunResult& result) {
  if (result.verdict == Verdict::fail) return failed_sentence(result);
  if (result.verdict == Verdict::unknown) return "It can't be told: " + result.reason;
  std::size_t counting = 0;
  std::uint64_t seen = 0;
  for (const PropertyResult& each : result.properties) {
    counting += each.counts ? 1 : 0;
    seen += each.observed;
  }
  return fmt::format("All {} held in this run; they looked at {}.", counted(counting, "property", "properties"),
                     counted(seen, "thing"));
}

Section failure_section(const RunSource& source) {
  Section section{.id = "failure", .title = "What failed"};
  for (const FailureStory& each : source.stories) {
    if (each.sentences.empty()) {  // its evidence, below, says by what it failed
      section.blocks.emplace_back(Paragraph{each.about});
    } else {
      add_story(section, each);
    }
  }
  for (const PropertyResult& property : source.run.result.properties) {
    const bool is_told = std::ranges::any_of(source.stories, [&](const FailureStory& each) {
      return each.property == property.name && !each.sentences.empty();
    });
    if (property.verdict != Verdict::fail || is_told) continue;
    for (std::size_t i = 0; i < std::min(violations_max, property.violations.size()); ++i) {
      const properties::Violation& each = property.violations[i];
      section.blocks.emplace_back(
          Paragraph{fmt::format("{}, at {}: {}", property.name, to_text(each.at), each.reason), Tone::bad});
      DocumentTable evidence{.columns = {{"observation", true}, {"what it says"}}};
      for (const properties::Evidence& proof : each.evidence) {
        evidence.rows.push_back({{fmt::format("#{}", proof.id.value),
                                  proof.text.empty() ? "not kept: the trace of a replay tells it" : proof.text}});
      }
      if (!evidence.rows.empty()) section.blocks.emplace_back(std::move(evidence));
      if (!each.aside.empty()) section.blocks.emplace_back(Paragraph{each.aside});
    }
    if (property.violations.empty()) {
      section.blocks.emplace_back(Paragraph{property.name + ": " + property.reason, Tone::bad});
    }
    if (property.violation_count > violations_max) {
      section.blocks.emplace_back(Paragraph{fmt::format("{} failed {} in all.", property.name,
                                                        counted(property.violation_count, "time"))});
    }
  }
  return section;
}

/// What its verdict must not be read without.
std::string remark_of(const PropertyResult& property) {
  std::string words = property.observed == 0 && property.reason.starts_with("vacuous") ? "" : property.reason;
  const auto add = [&](const std::string& more) { words += (words.empty() ? "" : "; ") + more; };
  if (!property.judged) add("not judged: it is about time, and a search moved messages in time");
  if (property.observed == 0) add("it saw nothing, and says nothing of this design");
  for (const properties::NoteResult& each : property.notes) add(fmt::format("{}: {}", each.what, each.count));
  return words;
}

Section properties_section(const RunResult& result) {
  Section section{.id = "properties", .title = "Properties"};
  section.blocks.emplace_back(
      Paragraph{"What must hold in every run, and what each of these saw in this one. A pass is no proof: another "
                "seed, or other faults, may break what held here. crisper explore looks through many runs, crisper "
                "check through all within a bound."});
  DocumentTable table{.columns = {{"property"}, {"verdict"}, {"saw", true}, {"remark"}, {"what it says"}}};
  std::vector<std::string> names;
  for (const PropertyResult& each : result.properties) {
    table.rows.push_back({{each.name, each.counts ? std::string(name_of(each.verdict)) : "-",
                           fmt::format("{}", each.observed), remark_of(each), each.meaning},
                          each.counts ? tone_of(each.verdict) : Tone::plain});
    names.push_back(each.name);
  }
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(sight_table(names));
  return section;
}

/// Of a rate with the number that it is of: in a short slot, one is many per second.
std::string most_text(const TimeChart& chart, const ChartSeries& series, Duration slot) {
  const std::string most = value_text(chart, series.most);
  if (chart.kind != ChartKind::rate) return most;
  return fmt::format("{} ({:.0f} in {})", most, series.most * to_seconds(slot), to_text(slot));
}

DocumentTable figures_table(const TimeCharts& charts) {
  DocumentTable table{.columns = {{"chart"}, {"of"}, {"count", true}, {"mean", true}, {"most", true}, {"by", true}},
                      .title = "Figures of the charts"};
  for (const TimeChart& chart : charts.charts) {
    for (const ChartSeries& each : chart.series) {
      const bool is_level = chart.kind == ChartKind::level;
      table.rows.push_back({{std::string(chart.title), each.name, is_level ? "" : fmt::format("{}", each.count),
                             is_level ? "" : value_text(chart, each.mean), most_text(chart, each, charts.slot),
                             to_text(each.most_at)}});
    }
  }
  return table;
}

std::string sampling_words(const TimeCharts& charts) {
  std::string words = fmt::format(
      "All on one time axis, from the run's trace, in slots of {}: a solid line is the most in a slot (of rates: what "
      "there was in the slot, per second), a dashed one the mean. Figures of times and levels are of all that the "
      "trace has, whatever the slot. The mean rate is over the whole run, idle time too; commands per second, below, "
      "end with the last decision. The most of a rate is that of its busiest slot.",
      to_text(charts.slot));
  std::string left_out;
  for (const TimeChart& each : charts.charts) {
    if (each.left_out == 0) continue;
    left_out += fmt::format("{}{} of {}", left_out.empty() ? "" : ", ", each.left_out, each.title);
  }
  if (!left_out.empty()) words += fmt::format(" Left out, as lines that stay lower: {}.", left_out);
  if (charts.bands_left_out > 0) {
    words += fmt::format(" {} not drawn.", counted(charts.bands_left_out, "lasting fault"));
  }
  if (!charts.silent.empty()) {
    words += " Nothing to show: ";
    for (std::size_t i = 0; i < charts.silent.size(); ++i) words += (i == 0 ? "" : ", ") + charts.silent[i];
    words += ".";
  }
  return words;
}

Section time_section(const RunSource& source) {
  Section section{.id = "time", .title = "Over time"};
  if (!source.trace) {
    section.blocks.emplace_back(Paragraph{"There is nothing to draw: " + source.trace_trouble});
    return section;
  }
  const auto charts = charts_of(*source.trace, source.plan, source.run.result.ended);
  if (!charts) {
    section.blocks.emplace_back(Paragraph{"The trace can't be read: " + charts.error(), Tone::open});
    return section;
  }
  section.blocks.emplace_back(Paragraph{sampling_words(*charts)});
  if (!source.plan_trouble.empty()) {
    section.blocks.emplace_back(Paragraph{"Faults that last are not drawn: see Faults, below.", Tone::open});
  }
  section.blocks.emplace_back(*charts);
  section.blocks.emplace_back(figures_table(*charts));
  return section;
}

Section faults_section(const RunSource& source) {
  Section section{.id = "faults", .title = "Faults"};
  DocumentTable table{.columns = {{"fault"}, {"planned", true}, {"armed", true}, {"fired", true}, {"seen", true},
                                  {"what it does"}}};
  for (std::size_t kind = 0; kind < source.run.result.faults.size(); ++kind) {
    const sim::FaultCount& count = source.run.result.faults[kind];
    if (count == sim::FaultCount{}) continue;
    table.rows.push_back({{std::string(sim::fault_kinds[kind].name), fmt::format("{}", count.planned),
                           fmt::format("{}", count.armed), fmt::format("{}", count.fired),
                           fmt::format("{}", count.seen), std::string(sim::fault_kinds[kind].meaning)}});
  }
  if (!source.plan_trouble.empty()) section.blocks.emplace_back(Paragraph{source.plan_trouble, Tone::open});
  if (table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"None was planned: the run says nothing of how the design stands them."});
    return section;
  }
  section.blocks.emplace_back(std::move(table));
  DocumentTable plan{.columns = {{"at", true}, {"fault"}}};
  for (const sim::Fault& each : source.plan.faults) {
    if (plan.rows.size() == planned_max) break;
    plan.rows.push_back({{to_text(each.at), properties::fault_title(each)}});
  }
  plan.title = plan.rows.size() < source.plan.faults.size()
                   ? fmt::format("The plan: the first {} of {} faults; plan.yaml has all", plan.rows.size(),
                                 source.plan.faults.size())
                   : fmt::format("The plan: {}", counted(plan.rows.size(), "fault"));
  if (!plan.rows.empty()) section.blocks.emplace_back(std::move(plan));
  return section;
}

}  // namespace

Document document_of(const RunSource& source) {
  const RunResult& result = source.run.result;
  Document document{.title = result.run.scenario,
                    .verdict = result.verdict,
                    .sentence = sentence_of(result),
                    .remarks = remarks_beside(source),
                    .again = source.again};
  const std::string ending = result.quiet ? "quiet" : spaced_name(std::string(name_of(result.ending)));
  document.facts = {{"engine", result.run.engine},
                    {"seed", fmt::format("{}", result.run.seed)},
                    {"digest", digest_text(result.run.digest)},
                    {"ended", ending + " at " + to_text(result.ended)},
                    {"deliveries", fmt::format("{}", result.run.deliveries)}};
  if (result.verdict == Verdict::fail) document.sections.push_back(failure_section(source));
  if (source.scenario) {
    document.sections.push_back(design_section(*source.scenario));
    if (!source.scenario_doubt.empty()) {
      auto& blocks = document.sections.back().blocks;
      blocks.insert(blocks.begin(), Paragraph{source.scenario_doubt, Tone::open});
    }
  } else {
    document.sections.push_back(
        {"design", "The design", {Paragraph{"It is not known: " + source.scenario_trouble, Tone::open}}});
  }
  document.sections.push_back(properties_section(result));
  document.sections.push_back(time_section(source));
  document.sections.push_back(measures_section(result.metrics, source.scenario ? &*source.scenario : nullptr));
  if (!result.stages.empty()) document.sections.push_back(stages_section(result.stages));
  document.sections.push_back(faults_section(source));
  document.sections.push_back(scenario_section(
      source.scenario_text, source.scenario_text.empty() ? source.scenario_trouble : source.scenario_doubt));
  return document;
}

}  // namespace crisper::reports
