#include "reports/document/compare_sections.hpp"

#include "reports/compare_words.hpp"
#include "reports/sweep_table.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

Section ranking_section(const SweepResult& sweep, const Comparison& comparison) {
  Section section{.id = "ranking", .title = "Ranking"};
  for (const std::string& each : ranking_sentences(sweep, comparison)) section.blocks.emplace_back(Paragraph{each});
  section.blocks.emplace_back(Paragraph{
      "Safety first: what failed or can't be told with any seed has no rank, and its speed does not count. The others "
      "are ordered by these columns from left to right; those that are not worse than the best share a place."});
  DocumentTable table{.columns = {{"rank", true}, {design_title(sweep)}, {"safety"}}};
  table.toned = 2;
  for (const std::string& each : comparison.criteria) table.columns.push_back({each, true});
  for (const ComparedDesign& each : comparison.designs) {
    const SweepGroup& group = sweep.groups[each.group];
    table.rows.push_back({ranking_cells(each, group, comparison), tone_of(group.verdict())});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

constexpr Tone tone_of_standing(Standing standing) {
  return standing == Standing::better ? Tone::good : standing == Standing::worse ? Tone::bad : Tone::plain;
}

Section difference_section(const SweepResult& sweep, const Comparison& comparison) {
  Section section{.id = "differences",
                  .title = "Against " + comparison.designs[*comparison.reference].name};
  section.blocks.emplace_back(Paragraph{interval_sentence(sweep, comparison)});
  DocumentTable table{.columns = {{design_title(sweep)}, {"measure"}, {"stands"}, {"difference", true}}};
  table.toned = 2;
  for (const ComparedDesign& design : comparison.designs) {
    for (const Difference& each : design.differences) {
      const std::string& title = comparison.criteria[each.criterion];
      table.rows.push_back({{design.name, title, standing_words(each), difference_cell(each, criterion_titled(title))},
                            tone_of_standing(each.standing)});
    }
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section parting_section(const Comparison& comparison) {
  Section section{.id = "partings", .title = "Where they part"};
  for (const Parting& each : comparison.partings) {
    section.blocks.emplace_back(Paragraph{parting_sentence(each)});
    if (!each.trouble.empty() || each.are_alike()) continue;
    const auto line = [](const std::string& name, const std::string& said) {
      return name + ": " + (said.empty() ? "its run is over" : said);
    };
    section.blocks.emplace_back(
        Code{line(each.reference, each.reference_says) + "\n" + line(each.other, each.other_says)});
  }
  return section;
}

}  // namespace

void add_compare_sections(Document& document, const SweepResult& sweep, const Comparison& comparison) {
  document.sections.push_back(ranking_section(sweep, comparison));
  const std::vector<std::string> trade_offs = trade_off_sentences(comparison);
  if (!trade_offs.empty()) {
    Section section{.id = "trade-offs", .title = "Trade-offs"};
    for (const std::string& each : trade_offs) section.blocks.emplace_back(Paragraph{each});
    document.sections.push_back(std::move(section));
  }
  if (comparison.intervals > 0) document.sections.push_back(difference_section(sweep, comparison));
  if (!comparison.partings.empty()) document.sections.push_back(parting_section(comparison));
}

}  // namespace crisper::reports
