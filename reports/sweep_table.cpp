#include "reports/sweep_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/counted.hpp"
#include "core/base/in_a_row.hpp"
#include "reports/compare_words.hpp"
#include "reports/support/text_table.hpp"
#include "reports/support/verdict_words.hpp"
#include "reports/sweep_columns.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Align = TextTable::Align;

/// More troubles than this are counted; the JSON has them all.
constexpr std::size_t troubles_told_max = 20;

std::string rows(const SweepResult& result, TerminalOptions options) {
  const std::vector<SweepColumn> measured = sweep_columns(result);
  std::vector<Align> aligns(result.axes.size() + 1, Align::left);
  aligns.resize(aligns.size() + measured.size(), Align::right);
  TextTable table(aligns);
  std::vector<std::string> titles;
  for (const sim::SweepAxis& axis : result.axes) titles.push_back(axis.path);
  titles.emplace_back("safety");
  for (const SweepColumn& column : measured) titles.emplace_back(column.title);
  table.add(std::move(titles));
  for (const SweepGroup& group : result.groups) {
    std::vector<std::string> cells;
    for (const SweepSetting& setting : group.settings) cells.push_back(setting.value);
    cells.push_back(safety_of(group));
    for (const SweepColumn& column : measured) cells.push_back(sweep_cell(group, column));
    table.add(std::move(cells), options.colour ? colour_of(group.verdict()) : std::string_view{}, result.axes.size());
  }
  return "\n" + table.text("  ", options.columns);
}

std::string trouble_of(const SweepGroup& group) {
  std::string text = "\n" + design_text(group.settings) + "\n";
  for (const SweepFailure& failure : group.failures) {
    text += fmt::format("  {} failed in {} of {}, first with seed {}: {}\n", failure.property, failure.runs,
                        group.runs(), failure.first_seed, failure.reason);
  }
  if (group.unknown > 0) {
    const auto first = std::ranges::find(group.seeds, Verdict::unknown, &SeedOutcome::verdict);
    text += fmt::format("  unknown in {} of {}, first with seed {}: {}\n", group.unknown, group.runs(), first->seed,
                        first->reason);
  }
  if (!group.replay.empty()) text += fmt::format("  {}\n", group.replay);
  return text;
}

}  // namespace

std::string safety_of(const SweepGroup& group) {
  std::string text = fmt::format("{}/{} pass", group.passed, group.runs());
  if (group.failed > 0) text += fmt::format(", {} fail", group.failed);
  if (group.unknown > 0) text += fmt::format(", {} unknown", group.unknown);
  return text;
}

std::string seeds_text(const std::vector<std::uint64_t>& seeds) {
  if (seeds.size() == 1) return fmt::format("seed {}", seeds.front());
  if (seeds.empty()) return "no seeds";
  constexpr std::size_t listed_max = 6;
  std::vector<std::uint64_t> all = seeds;
  std::ranges::sort(all);
  const bool is_whole = all.back() - all.front() == all.size() - 1;
  if (is_whole) return fmt::format("{} seeds, {} to {}", all.size(), all.front(), all.back());
  if (all.size() > listed_max) return fmt::format("{} seeds between {} and {}", all.size(), all.front(), all.back());
  std::vector<std::string> words;
  for (const std::uint64_t seed : all) words.push_back(std::to_string(seed));
  return fmt::format("{} seeds, {}", all.size(), in_a_row(words));
}

std::string sweep_troubles(const SweepResult& result) {
  std::string text;
  if (result.against_baseline) text += "\nagainst the baseline\n";
  for (const std::string& each : baseline_sentences(result)) text += "  " + each + "\n";
  if (!result.flaw.empty()) text += fmt::format("\nnot the whole of it: {}\n", result.flaw);
  if (!result.left_out.empty()) {
    const char* them = result.left_out.size() == 1 ? "it" : "them";
    text += fmt::format("\nleft out, since the other settings refuse {}:\n", them);
    for (std::size_t i = 0; i < std::min(result.left_out.size(), troubles_told_max); ++i) {
      text += "  " + result.left_out[i].reason + "\n";
    }
    if (result.left_out.size() > troubles_told_max) {
      text += fmt::format("  and {} more: --json tells them all\n", result.left_out.size() - troubles_told_max);
    }
  }
  std::size_t troubles = 0;
  for (const SweepGroup& group : result.groups) {
    if (group.verdict() != Verdict::pass && ++troubles <= troubles_told_max) text += trouble_of(group);
  }
  if (troubles > troubles_told_max) {
    text += fmt::format("\nand {} more: --json tells them all\n", troubles - troubles_told_max);
  }
  return text;
}

std::string sweep_table(const SweepResult& result, TerminalOptions options) {
  std::uint64_t runs = 0;
  for (const SweepGroup& group : result.groups) runs += group.runs();
  std::string text = fmt::format("{}  {}\n      {}: {}, {}; medians over seeds\n",
                                 verdict_word(result.verdict(), options.colour), result.scenario,
                                 counted(runs, "run"), counted(result.groups.size(), "design"),
                                 seeds_text(result.seeds));
  return text + rows(result, options) + sweep_troubles(result);
}

}  // namespace crisper::reports
