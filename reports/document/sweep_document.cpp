#include "reports/document/sweep_document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "reports/capacity_words.hpp"
#include "reports/compare_words.hpp"
#include "reports/document/capacity_sections.hpp"
#include "reports/document/compare_sections.hpp"
#include "reports/document/sections.hpp"
#include "reports/sweep_columns.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

/// More rows than this are counted; sweep.json has them all.
constexpr std::size_t troubles_max = 40;
constexpr std::size_t runs_max = 400;

std::string sentence_of(const SweepResult& sweep) {
  const auto count = [&](Verdict verdict) {
    return static_cast<std::uint64_t>(
        std::ranges::count_if(sweep.groups, [&](const SweepGroup& each) { return each.verdict() == verdict; }));
  };
  const std::string seeds = counted(sweep.seeds.size(), "seed");
  const std::string designs = counted(sweep.groups.size(), "design");
  const std::uint64_t failed = count(Verdict::fail), unknown = count(Verdict::unknown);
  if (failed > 0) return fmt::format("{} of {} failed with at least one of {}.", failed, designs, seeds);
  if (sweep.is_worse_than_baseline()) return designs + ": none failed, and something is worse than in the baseline.";
  if (unknown > 0) return fmt::format("{} of {} can't be told; none failed with any of {}.", unknown, designs, seeds);
  return fmt::format("{}: none failed with any of {}.", designs, seeds);
}

Section comparison_section(const SweepResult& sweep) {
  Section section{.id = "comparison", .title = "Designs side by side"};
  section.blocks.emplace_back(Paragraph{
      "Safety first: a design that is fast since it is wrong looks fast. Measures are medians over the seeds; "
      "below, each with the least and the most of any seed. Behind a mean stands half the width of the 95 % interval "
      "that one run has."});
  const std::vector<SweepColumn> columns = sweep_columns(sweep);
  DocumentTable table, spread{.columns = {}, .title = "Medians, with the least and the most of any seed"};
  for (DocumentTable* each : {&table, &spread}) {
    for (const sim::SweepAxis& axis : sweep.axes) each->columns.push_back({axis.path});
    if (sweep.axes.empty()) each->columns.push_back({"design"});
  }
  table.toned = table.columns.size();
  table.columns.push_back({"safety"});
  for (const SweepColumn& each : columns) {
    table.columns.push_back({std::string(each.title), true});
    spread.columns.push_back({std::string(each.title), true});
  }
  for (const SweepGroup& group : sweep.groups) {
    std::vector<std::string> cells;
    for (const SweepSetting& each : group.settings) cells.push_back(each.value);
    if (sweep.axes.empty()) cells.emplace_back("this design");
    cells.resize(std::max<std::size_t>(sweep.axes.size(), 1));
    std::vector<std::string> wide = cells;
    cells.push_back(group.failed > 0    ? fmt::format("{} of {} fail", group.failed, group.runs())
                    : group.unknown > 0 ? fmt::format("{} of {} unknown", group.unknown, group.runs())
                                        : fmt::format("{} pass", group.runs()));
    for (const SweepColumn& each : columns) {
      cells.push_back(sweep_cell(group, each));
      const auto found = group.measures.find(std::string(each.measure));
      wide.push_back(found == group.measures.end()
                         ? "-"
                         : fmt::format("{} ({} to {})", sweep_cell(group, each), sweep_value(found->second.least, each),
                                       sweep_value(found->second.most, each)));
    }
    table.rows.push_back({std::move(cells), tone_of(group.verdict())});
    spread.rows.push_back({std::move(wide)});
  }
  section.blocks.emplace_back(std::move(table));
  if (!columns.empty()) section.blocks.emplace_back(std::move(spread));
  return section;
}

Section failure_section(const SweepResult& sweep) {
  Section section{.id = "failure", .title = "What failed"};
  std::size_t told = 0;
  for (const SweepGroup& group : sweep.groups) {
    if (group.verdict() == Verdict::pass || ++told > troubles_max) continue;
    section.blocks.emplace_back(Paragraph{design_text(group.settings), tone_of(group.verdict())});
    DocumentTable table{.columns = {{"property"}, {"runs", true}, {"first seed", true}, {"reason"}}};
    for (const SweepFailure& each : group.failures) {
      table.rows.push_back({{each.property, fmt::format("{} of {}", each.runs, group.runs()),
                             std::to_string(each.first_seed), each.reason}});
    }
    const auto unknown = std::ranges::find(group.seeds, Verdict::unknown, &SeedOutcome::verdict);
    if (unknown != group.seeds.end()) {
      table.rows.push_back({{"can't be told", fmt::format("{} of {}", group.unknown, group.runs()),
                             std::to_string(unknown->seed), unknown->reason}});
    }
    section.blocks.emplace_back(std::move(table));
    if (!group.replay.empty()) section.blocks.emplace_back(Code{group.replay});
  }
  if (told > troubles_max) {
    section.blocks.emplace_back(Paragraph{
        fmt::format("{} not told here.", counted(told - troubles_max, "further design is", "further designs are"))});
  }
  return section;
}

Section runs_section(const SweepResult& sweep) {
  Section section{.id = "runs", .title = "What was run"};
  DocumentTable axes{.columns = {{"varied"}, {"values"}}};
  for (const sim::SweepAxis& each : sweep.axes) {
    std::string values;
    for (const std::string& value : each.values) values += (values.empty() ? "" : "; ") + value;
    axes.rows.push_back({{each.path, values}});
  }
  if (!axes.rows.empty()) section.blocks.emplace_back(std::move(axes));
  if (!sweep.left_out.empty()) {
    DocumentTable out{.columns = {{"left out"}, {"since"}},
                      .title = counted(sweep.left_out.size(), "combination") + " that other settings refuse"};
    for (const LeftOut& each : sweep.left_out) out.rows.push_back({{design_text(each.settings), each.reason}});
    section.blocks.emplace_back(std::move(out));
  }
  DocumentTable runs{.columns = {{"design"}, {"verdict"}, {"seed", true}, {"digest"}}};
  std::size_t all = 0;
  for (const SweepGroup& group : sweep.groups) {
    for (const SeedOutcome& each : group.seeds) {
      if (++all > runs_max) continue;
      runs.rows.push_back({{design_text(group.settings), std::string(crisper::name_of(each.verdict)),
                            std::to_string(each.seed), each.digest},
                           tone_of(each.verdict)});
    }
  }
  runs.title =
      all > runs_max ? fmt::format("The first {} of {} runs; sweep.json has all", runs_max, all) : counted(all, "run");
  section.blocks.emplace_back(std::move(runs));
  return section;
}

}  // namespace

Document document_of(const SweepSource& source) {
  const SweepResult& sweep = source.result;
  Document document{.title = sweep.scenario, .verdict = sweep.verdict(), .sentence = sentence_of(sweep)};
  if (!sweep.flaw.empty()) document.remarks.push_back("Its shards are no whole: " + sweep.flaw);
  document.facts = {{"designs", std::to_string(sweep.groups.size())},
                    {"seeds of each", std::to_string(sweep.seeds.size())}};
  std::uint64_t runs = 0;
  for (const SweepGroup& each : sweep.groups) runs += each.runs();
  document.facts.emplace_back("runs", std::to_string(runs));
  if (source.comparison) {
    document.title = comparison_title(sweep);
    document.sentence = ranking_sentences(sweep, *source.comparison).front();
    add_compare_sections(document, sweep, *source.comparison);
  } else {
    if (source.capacity) {
      document.verdict = source.capacity->verdict();
      document.sentence = capacity_headline(sweep, *source.capacity);
      document.facts.front() = {"rates", std::to_string(sweep.groups.size())};
      add_capacity_sections(document, sweep, *source.capacity);
    }
    document.sections.push_back(comparison_section(sweep));
    if (sweep.against_baseline) {
      Section baseline{.id = "baseline", .title = "Against the baseline"};
      const Tone tone = sweep.is_worse_than_baseline() ? Tone::bad : Tone::good;
      for (const std::string& each : baseline_sentences(sweep)) baseline.blocks.emplace_back(Paragraph{each, tone});
      document.sections.push_back(std::move(baseline));
    }
  }
  if (sweep.verdict() != Verdict::pass) document.sections.push_back(failure_section(sweep));
  document.sections.push_back(runs_section(sweep));
  if (source.scenario) {
    document.sections.push_back(design_section(*source.scenario));
    const bool several = !sweep.axes.empty() && sweep.axes.front().path == scenario_axis;
    document.sections.back().title = several ? "The first of the scenarios" : "The design that all begin with";
    if (!source.scenario_doubt.empty()) {
      auto& blocks = document.sections.back().blocks;
      blocks.insert(blocks.begin(), Paragraph{source.scenario_doubt, Tone::open});
    }
  } else {
    document.sections.push_back({"design", "The design that all begin with",
                                 {Paragraph{"It is not known: " + source.scenario_trouble, Tone::open}}});
  }
  document.sections.push_back(scenario_section(
      source.scenario_text, source.scenario_text.empty() ? source.scenario_trouble : source.scenario_doubt));
  return document;
}

}  // namespace crisper::reports
