#include "reports/hunt_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "core/base/counted.hpp"
#include "properties/search/explore/strategy_registry.hpp"
#include "reports/support/text_table.hpp"
#include "reports/support/verdict_words.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Align = TextTable::Align;

/// More causes than this are counted; the JSON has them all.
constexpr std::size_t causes_told_max = 20;

std::string number(std::uint64_t value) { return fmt::format("{}", value); }

std::string headline(const HuntSummary& hunt, TerminalOptions options) {
  std::string text = fmt::format("{}  {}\n", verdict_word(hunt.verdict, options.colour), hunt.identity.name);
  if (!hunt.reason.empty()) text += fmt::format("      {}\n", hunt.reason);
  text += fmt::format("      {} on {}, strategy {}, hunt seed {}", counted(hunt.tally.runs, "run"),
                      hunt.identity.engine, hunt.identity.strategy, hunt.identity.seed);
  if (hunt.extent.shards != "1/1") text += fmt::format(", shard {}", hunt.extent.shards);
  if (!hunt.extent.end.empty() && hunt.extent.end != "complete") text += fmt::format("; ended: {}", hunt.extent.end);
  return text + "\n";
}

std::string shrunk_text(const HuntShrunk& shrunk) {
  return fmt::format("   shrunk from  {}\n   to           {}{}\n   {}\n   {}\n", text_of(shrunk.before),
                     text_of(shrunk.after), shrunk.minimal ? "" : ", and perhaps fewer: its budget was spent",
                     shrunk.reason, shrunk.replay);
}

std::string cause_of(const HuntCause& cause, std::size_t place) {
  std::string text = fmt::format("\n{}. {}, in {}, first in run {}\n", place, cause.property,
                                 counted(cause.runs, "run"), cause.first_run);
  text += fmt::format("   {}\n", cause.reason);
  if (cause.finished) text += fmt::format("   proved by: {}\n", cause.signature);
  text += fmt::format("   smallest: run {} ({}, seed {})", cause.smallest_run, cause.strategy, cause.seed);
  if (cause.finished)
    text += fmt::format(", {}, {}", counted(cause.deliveries, "delivery", "deliveries"),
                        counted(cause.faults_fired, "fault"));
  text += "\n";
  if (!cause.remark.empty()) text += fmt::format("   {}\n", cause.remark);
  if (!cause.replay.empty()) text += fmt::format("   {}\n", cause.replay);
  return cause.shrunk ? text + shrunk_text(*cause.shrunk) : text;
}

std::string causes(const HuntSummary& hunt) {
  std::string text;
  for (std::size_t i = 0; i < std::min(hunt.causes.size(), causes_told_max); ++i) {
    text += cause_of(hunt.causes[i], i + 1);
  }
  if (hunt.causes.size() > causes_told_max) {
    text +=
        fmt::format("\nand {}: --json tells them all\n", counted(hunt.causes.size() - causes_told_max, "more cause"));
  }
  return text;
}

std::string strategy_table(const HuntSummary& hunt, TerminalOptions options) {
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::left});
  table.add({"strategy", "runs", "pass", "fail", "unknown", "rate of failure, at 95 %"});
  for (const HuntStrategyRow& row : hunt.strategies) {
    const HuntTally& tally = row.tally;
    std::string bound = "-";
    if (row.independent && tally.failed == 0 && tally.passed > 0) {
      bound = fmt::format("under {:.2g} %", 100 * failure_rate_bound(tally.passed));
    }
    table.add(
        {row.strategy, number(tally.runs), number(tally.passed), number(tally.failed), number(tally.unknown), bound});
  }
  std::string text = "\n" + table.text("  ", options.columns);
  std::istringstream account(hunt.extent.account);
  for (std::string line; std::getline(account, line);) text += fmt::format("  {}\n", line);
  return text;
}

std::string coverage_table(const HuntSummary& hunt, TerminalOptions options) {
  std::vector<Align> alignments(12, Align::right);
  alignments[0] = Align::left;
  TextTable table(alignments);
  std::vector<std::string> titles{"met", "all"};
  for (int tenth = 1; tenth <= 10; ++tenth) titles.push_back(tenth == 1 ? "new in tenth 1" : fmt::format("{}", tenth));
  table.add(std::move(titles));
  const auto add = [&](const char* what, const HuntCurve& curve) {
    std::vector<std::string> cells{what, number(curve.met)};
    for (const std::uint64_t fresh : curve.fresh) cells.push_back(number(fresh));
    table.add(std::move(cells));
  };
  add("observation pairs", hunt.pairs);
  add("abstract states", hunt.states);
  return "\n" + table.text("  ", options.columns) +
         fmt::format("  {} in {}; {}\n", counted(hunt.digests, "different run"),
                     counted(hunt.schedules, "different order"), counted(hunt.deliveries, "delivery", "deliveries"));
}

/// A scheduler's decisions are planned as reorders of a link, and most of them reorder links among each other.
std::string held_back(const HuntSummary& hunt) {
  const sim::FaultCount& count = hunt.faults[static_cast<std::size_t>(sim::FaultKind::reorder)].count;
  const bool by_scheduler = std::ranges::any_of(hunt.strategies, [](const HuntStrategyRow& row) {
    const StrategyEntry* entry = find_strategy(row.strategy);
    return entry && entry->fast_only;
  });
  if (!by_scheduler || count.planned == count.fired) return {};
  return "  reorder counts the messages that a scheduler held back, too; it fires where one was overtaken on its own\n"
         "  link, and the others let messages of other links go first\n";
}

std::string fault_table(const HuntSummary& hunt, TerminalOptions options) {
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right});
  for (std::size_t kind = 0; kind < hunt.faults.size(); ++kind) {
    const HuntFaultRow& row = hunt.faults[kind];
    if (row.count == sim::FaultCount{}) continue;
    if (table.empty()) table.add({"fault", "planned", "armed", "fired", "seen", "in runs"});
    table.add({std::string(sim::fault_kinds[kind].name), number(row.count.planned), number(row.count.armed),
               number(row.count.fired), number(row.count.seen), number(row.runs_fired)});
  }
  if (table.empty()) return {};
  return "\n" + table.text("  ", options.columns) + held_back(hunt);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// Bounds on time, where the strategy that made the runs moves messages in time.
std::string bounds_left_out(const HuntSummary& hunt) {
  std::string text;
  for (const HuntPropertyRow& row : hunt.properties) {
    if (row.not_judged == 0) continue;
    const std::uint64_t judged = row.passed + row.failed + row.open;
    text += fmt::format("  {}: not judged in {} of {} runs: the strategy moves messages in time\n", row.name,
                        row.not_judged, row.not_judged + judged + row.vacuous);
  }
  return text.empty() ? text : "\n" + text;
}

/// What nobody has looked at: a pass says nothing of it.
std::string blind_spots(const HuntSummary& hunt) {
  std::vector<std::string> vacuous;
  for (const HuntPropertyRow& row : hunt.properties) {
    if (row.passed + row.failed + row.open + row.not_judged == 0) vacuous.push_back(row.name);
  }
  std::vector<std::string> never;
  std::vector<std::string> reached;
  for (const HuntSometimesRow& row : hunt.sometimes) {
    if (row.runs > 0) reached.push_back(fmt::format("{} ({})", row.name, row.runs));
    if (row.runs == 0) never.push_back(row.name + (row.asked ? " (asked for)" : ""));
  }
  std::string text = "\n";
  if (!vacuous.empty()) text += fmt::format("  properties that saw nothing in any run: {}\n", joined(vacuous));
  if (!reached.empty()) text += fmt::format("  reached, in so many runs: {}\n", joined(reached));
  if (!never.empty()) text += fmt::format("  never reached: {}\n", joined(never));
  return text;
}

std::string conclusion(const HuntSummary& hunt) {
  if (hunt.tally.failed > 0 || hunt.tally.passed == 0) return {};
  const auto random = std::ranges::find(hunt.strategies, "random", &HuntStrategyRow::strategy);
  std::string text = fmt::format("\nNo failure in {}. ", counted(hunt.tally.runs, "run"));
  if (random != hunt.strategies.end() && random->tally.passed > 0) {
    text += fmt::format(
        "Of the runs that this scenario describes, fewer than {:.2g} % fail,\nat 95 % confidence "
        "(from the {} of `random`: 1 - 0.05^(1/n), about 3/n). ",
        100 * failure_rate_bound(random->tally.passed), counted(random->tally.passed, "run"));
  } else if (random != hunt.strategies.end()) {
    text += "None that `random` drew passed, so nothing follows for the rate\nat which runs of this scenario fail. ";
  } else {
    text += "None was drawn by `random`, so nothing follows for the rate\nat which runs of this scenario fail. ";
  }
  return text + "Nothing follows for other\nworkloads, faults or sizes, nor for what was never reached or seen.\n";
}

}  // namespace

std::string hunt_report(const HuntSummary& hunt, TerminalOptions options) {
  std::string text = headline(hunt, options);
  text += causes(hunt);
  if (hunt.tally.runs == 0) return text;
  text += strategy_table(hunt, options);
  text += coverage_table(hunt, options);
  text += fault_table(hunt, options);
  text += bounds_left_out(hunt);
  text += blind_spots(hunt);
  text += conclusion(hunt);
  return text;
}

}  // namespace crisper::reports
