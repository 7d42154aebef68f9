#include "reports/compare_table.hpp"

#include <fmt/format.h>

#include "core/base/counted.hpp"
#include "reports/compare_words.hpp"
#include "reports/support/text_table.hpp"
#include "reports/support/verdict_words.hpp"
#include "reports/sweep_table.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Align = TextTable::Align;

std::string ranking(const SweepResult& sweep, const Comparison& comparison, TerminalOptions options) {
  std::vector<Align> aligns{Align::right, Align::left, Align::left};
  aligns.resize(aligns.size() + comparison.criteria.size(), Align::right);
  TextTable table(aligns);
  std::vector<std::string> titles{"rank", design_title(sweep), "safety"};
  titles.insert(titles.end(), comparison.criteria.begin(), comparison.criteria.end());
  table.add(std::move(titles));
  for (const ComparedDesign& each : comparison.designs) {
    const SweepGroup& group = sweep.groups[each.group];
    const std::string_view colour = options.colour ? colour_of(group.verdict()) : std::string_view{};
    table.add(ranking_cells(each, group, comparison), colour, 2);
  }
  return "\n" + table.text("  ", options.columns);
}

std::string differences(const SweepResult& sweep, const Comparison& comparison, TerminalOptions options) {
  TextTable table({Align::left, Align::left, Align::left, Align::left});
  table.add({design_title(sweep), "measure", "stands", "difference"});
  bool any = false;
  for (const ComparedDesign& each : comparison.designs) {
    for (std::size_t i = 0; i < each.differences.size(); ++i) {
      const Difference& difference = each.differences[i];
      const std::string& title = comparison.criteria[difference.criterion];
      table.add({i == 0 ? each.name : "", title, standing_words(difference),
                 difference_cell(difference, criterion_titled(title))});
      any = true;
    }
  }
  if (!any) return {};
  return fmt::format("\nagainst {}\n{}  {}\n", comparison.designs[*comparison.reference].name,
                     table.text("  ", options.columns), interval_sentence(sweep, comparison));
}

std::string trade_offs(const Comparison& comparison) {
  std::string text;
  for (const std::string& each : trade_off_sentences(comparison)) text += "  " + each + "\n";
  return text.empty() ? "" : "\ntrade-offs\n" + text;
}

std::string partings(const Comparison& comparison) {
  std::string text;
  for (const Parting& each : comparison.partings) {
    text += "  " + parting_sentence(each) + "\n";
    if (!each.trouble.empty() || each.are_alike()) continue;
    const auto line = [](const std::string& name, const std::string& said) {
      return fmt::format("    {}: {}\n", name, said.empty() ? "its run is over" : said);
    };
    text += line(each.reference, each.reference_says) + line(each.other, each.other_says);
  }
  return text.empty() ? "" : "\nwhere they part\n" + text;
}

}  // namespace

std::string compare_table(const SweepResult& sweep, const Comparison& comparison, TerminalOptions options) {
  std::uint64_t runs = 0;
  for (const SweepGroup& group : sweep.groups) runs += group.runs();
  std::string text = fmt::format("{}  {}\n      {}: {}, {}; the same work, seeds and faults for each\n\n",
                                 verdict_word(sweep.verdict(), options.colour), comparison_title(sweep),
                                 counted(runs, "run"),
                                 counted(sweep.groups.size(), "design"), seeds_text(sweep.seeds));
  for (const std::string& each : ranking_sentences(sweep, comparison)) text += each + "\n";
  text += ranking(sweep, comparison, options);
  text += differences(sweep, comparison, options);
  text += trade_offs(comparison);
  text += partings(comparison);
  return text + sweep_troubles(sweep);
}

}  // namespace crisper::reports
