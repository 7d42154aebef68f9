#include "reports/document/hunt_document.hpp"

#include <fmt/format.h>

#include "core/base/counted.hpp"
#include "reports/document/sections.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

std::string number(std::uint64_t value) { return fmt::format("{}", value); }

std::string sentence_of(const HuntSummary& hunt) {
  const std::string runs = counted(hunt.tally.runs, "run");
  if (hunt.verdict == Verdict::fail) {
    return fmt::format("{} of {} failed, by {}.", hunt.tally.failed, runs, counted(hunt.causes.size(), "cause"));
  }
  if (hunt.verdict == Verdict::unknown) return fmt::format("It can't be told after {}: {}", runs, hunt.reason);
  return fmt::format("None of {} failed.", runs);
}

Section causes_section(const HuntSource& source) {
  Section section{.id = "failure", .title = "What failed"};
  DocumentTable table{.columns = {{"cause", true}, {"property"}, {"runs", true}, {"first run", true}, {"proved by"}}};
  for (std::size_t i = 0; i < source.summary.causes.size(); ++i) {
    const HuntCause& each = source.summary.causes[i];
    table.rows.push_back(
        {{number(i + 1), each.property, number(each.runs), number(each.first_run), each.signature}, Tone::bad});
  }
  section.blocks.emplace_back(std::move(table));
  for (const FailureStory& each : source.stories) add_story(section, each);
  return section;
}

Section runs_section(const HuntSummary& hunt) {
  Section section{.id = "runs", .title = "What was tried"};
  DocumentTable strategies{
      .columns = {{"strategy"}, {"runs", true}, {"pass", true}, {"fail", true}, {"unknown", true}, {"failure rate"}}};
  for (const HuntStrategyRow& row : hunt.strategies) {
    const bool is_bounded = row.independent && row.tally.failed == 0 && row.tally.passed > 0;
    strategies.rows.push_back(
        {{row.strategy, number(row.tally.runs), number(row.tally.passed), number(row.tally.failed),
          number(row.tally.unknown),
          is_bounded ? fmt::format("below {:.3g} with 95 % confidence", failure_rate_bound(row.tally.passed)) : ""}});
  }
  if (strategies.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"No run has ended.", Tone::open});
  } else {
    section.blocks.emplace_back(std::move(strategies));
  }
  section.blocks.emplace_back(Paragraph{fmt::format(
      "The runs met {} and {} (in the last tenth of them {} and {} that were new), took {} in {}, and made {}.",
      counted(hunt.pairs.met, "pair of observations", "pairs of observations"),
      counted(hunt.states.met, "abstract state"), hunt.pairs.fresh.back(), hunt.states.fresh.back(),
      counted(hunt.digests, "different course", "different courses"),
      counted(hunt.schedules, "different order", "different orders"),
      counted(hunt.deliveries, "delivery", "deliveries"))});
  DocumentTable sometimes{.columns = {{"to be reached"}, {"in runs", true}, {"asked for"}}};
  for (const HuntSometimesRow& row : hunt.sometimes) {
    sometimes.rows.push_back({{row.name, number(row.runs), row.asked ? "by the scenario" : ""},
                              row.asked && row.runs == 0 ? Tone::open : Tone::plain});
  }
  if (!sometimes.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"What a run may reach, and in how many it did:"});
    section.blocks.emplace_back(std::move(sometimes));
  }
  return section;
}

Section properties_section(const HuntSummary& hunt) {
  Section section{.id = "properties", .title = "Properties"};
  section.blocks.emplace_back(
      Paragraph{"In how many runs each came to what. Vacuous: it saw nothing to judge; such a run says nothing of "
                "it."});
  DocumentTable table{.columns = {{"property"}, {"pass", true}, {"fail", true}, {"open", true}, {"not judged", true},
                                  {"vacuous", true}, {"what it says"}},
                      .toned = 2};
  std::vector<std::string> names;
  for (const HuntPropertyRow& row : hunt.properties) {
    table.rows.push_back({{row.name, number(row.passed), number(row.failed), number(row.open), number(row.not_judged),
                           number(row.vacuous), row.meaning},
                          row.failed > 0 ? Tone::bad : Tone::plain});
    names.push_back(row.name);
  }
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(sight_table(names));
  return section;
}

Section faults_section(const HuntSummary& hunt) {
  Section section{.id = "faults", .title = "Faults"};
  DocumentTable table{.columns = {{"fault"}, {"planned", true}, {"armed", true}, {"fired", true}, {"seen", true},
                                  {"fired in runs", true}}};
  for (std::size_t kind = 0; kind < hunt.faults.size(); ++kind) {
    const HuntFaultRow& row = hunt.faults[kind];
    if (row.count == sim::FaultCount{}) continue;
    table.rows.push_back({{std::string(sim::fault_kinds[kind].name), number(row.count.planned),
                           number(row.count.armed), number(row.count.fired), number(row.count.seen),
                           number(row.runs_fired)}});
  }
  if (table.rows.empty()) {
    section.blocks.emplace_back(Paragraph{"None was planned in any run."});
  } else {
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

}  // namespace

Document document_of(const HuntSource& source) {
  const HuntSummary& hunt = source.summary;
  Document document{.title = hunt.identity.name, .verdict = hunt.verdict, .sentence = sentence_of(hunt)};
  if (!hunt.extent.flaw.empty()) document.remarks.push_back(hunt.extent.flaw);
  document.remarks.insert(document.remarks.end(), source.remarks.begin(), source.remarks.end());
  document.facts = {{"hunt of", hunt.identity.source.empty() ? hunt.identity.name : hunt.identity.source},
                    {"engine", hunt.identity.engine},
                    {"strategy", hunt.identity.strategy},
                    {"seed", number(hunt.identity.seed)},
                    {"ended", hunt.extent.end.empty() ? "it was killed" : hunt.extent.end}};
  if (!hunt.extent.account.empty()) document.facts.push_back({"got as far as", hunt.extent.account});
  if (!hunt.causes.empty()) document.sections.push_back(causes_section(source));
  if (source.scenario) {
    document.sections.push_back(design_section(*source.scenario));
  } else {
    document.sections.push_back(
        {"design", "The design", {Paragraph{"It is not known: " + source.scenario_trouble, Tone::open}}});
  }
  document.sections.push_back(properties_section(hunt));
  document.sections.push_back(runs_section(hunt));
  document.sections.push_back(faults_section(hunt));
  document.sections.push_back(
      {"time",
       "Over time",
       {Paragraph{"A hunt keeps no traces, so there is no run to draw here. crisper replay with --out makes one of a "
                  "saved run or a case, and crisper report shows it."}}});
  document.sections.push_back(scenario_section(hunt.identity.scenario));
  return document;
}

}  // namespace crisper::reports
