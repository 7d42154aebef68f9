#include "reports/capacity_table.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <vector>

#include "core/base/counted.hpp"
#include "reports/capacity_words.hpp"
#include "reports/support/text_table.hpp"
#include "reports/support/verdict_words.hpp"
#include "reports/sweep_table.hpp"

namespace crisper::reports {

using namespace properties;

std::string capacity_table(const SweepResult& sweep, const Capacity& capacity, TerminalOptions options) {
  std::uint64_t runs = 0;
  for (const SweepGroup& group : sweep.groups) runs += group.runs();
  std::string text = fmt::format("{}  {}\n      {}, {} to {}, to within {:g} %: {}, {}\n\n",
                                 verdict_word(capacity.verdict(), options.colour), sweep.scenario, capacity.path,
                                 rate_text(capacity.range.lowest), rate_text(capacity.range.highest),
                                 100 * capacity.range.tolerance, counted(capacity.steps.size(), "rate"),
                                 counted(runs, "run"));
  using Align = TextTable::Align;
  std::vector<Align> aligns{Align::right, Align::left, Align::left};
  aligns.resize(rate_titles().size(), Align::right);
  TextTable table(aligns);
  table.add(rate_titles());
  for (const CapacityStep& each : capacity.steps) {
    table.add(rate_cells(sweep, each), options.colour ? colour_of(each.rate.verdict) : std::string_view{});
  }
  for (const std::string& each : capacity_sentences(sweep, capacity)) text += each + "\n";
  text += "\n" + table.text("  ", options.columns);
  if (!capacity.first_not_held) return text;
  const std::string& replay = sweep.groups[capacity.steps[*capacity.first_not_held].group].replay;
  return replay.empty() ? text : text + "\n  " + replay + "\n";
}

}  // namespace crisper::reports
