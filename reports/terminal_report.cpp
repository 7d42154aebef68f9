#include "reports/terminal_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/counted.hpp"
#include "properties/run_remarks.hpp"
#include "reports/stage_rows.hpp"
#include "reports/support/text_table.hpp"
#include "reports/support/verdict_words.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Align = TextTable::Align;

std::string spaced(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// The verdict, what it must not be read without, and which run it is of.
std::string headline(const RunResult& result, TerminalOptions options) {
  std::string text = fmt::format("{}  {}\n", verdict_word(result.verdict, options.colour), result.run.scenario);
  if (!result.reason.empty()) text += fmt::format("      {}\n", result.reason);
  for (const std::string& remark : remarks_of(result)) text += fmt::format("      {}\n", remark);
  text += fmt::format("      engine {}, seed {}, digest {}\n", result.run.engine, result.run.seed,
                      digest_text(result.run.digest));
  text += fmt::format("      ended {} at {} after {}\n",
                      result.quiet ? "quiet" : spaced(std::string(name_of(result.ending))), to_text(result.ended),
                      counted(result.run.deliveries, "delivery", "deliveries"));
  return text;
}

std::string property_table(const RunResult& result, TerminalOptions options) {
  TextTable table({Align::left, Align::left, Align::right, Align::left});
  table.add({"property", "verdict", "saw", ""});
  for (const PropertyResult& property : result.properties) {
    const std::string verdict = property.counts ? std::string(name_of(property.verdict)) : "-";
    std::string remark = property.reason;
    if (property.violation_count > 1) remark += fmt::format(" (and {} more)", property.violation_count - 1);
    for (const NoteResult& note : property.notes) {
      remark += fmt::format("{}{}: {}", remark.empty() ? "" : "; ", note.what, note.count);
    }
    const bool painted = options.colour && property.counts;
    table.add({property.name, verdict, fmt::format("{}", property.observed), remark},
              painted ? colour_of(property.verdict) : std::string_view{});
  }
  return "\n" + table.text("  ", options.columns);
}

std::string fault_table(const RunResult& result, TerminalOptions options) {
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right});
  for (std::size_t kind = 0; kind < result.faults.size(); ++kind) {
    const sim::FaultCount& count = result.faults[kind];
    if (count == sim::FaultCount{}) continue;
    if (table.empty()) table.add({"fault", "planned", "armed", "fired", "seen"});
    table.add({std::string(sim::fault_kinds[kind].name), fmt::format("{}", count.planned),
               fmt::format("{}", count.armed), fmt::format("{}", count.fired), fmt::format("{}", count.seen)});
  }
  return table.empty() ? "" : "\n" + table.text("  ", options.columns);
}

/// What a person looks for first; all the rest is in the run's JSON.
bool is_telling_time(std::string_view name) {
  return name.starts_with("staleness.") || (name.find('.') == name.npos && name != "staleness");
}

constexpr auto telling_counts = std::to_array<std::string_view>(
    {"commands_handled", "commands_rejected", "commands_redelivered", "commands_dead_lettered", "commands_given_up",
     "commands_open", "ownership_given_up", "command_queue_peak", "events_appended", "events_duplicate",
     "appends_refused", "appends_merged", "locks_expired", "locks_refused", "messages_sent", "messages_dropped",
     "calls_timed_out"});

std::string time_table(const Metrics& metrics, TerminalOptions options) {
  TextTable table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right});
  for (const auto& [name, times] : metrics.times) {
    if (times.max == Duration(0) || !is_telling_time(name)) continue;  // zero: nobody ever waited
    if (table.empty()) table.add({"time", "count", "p50", "p90", "p99", "max"});
    table.add({spaced(name), fmt::format("{}", times.count), to_text(times.p50), to_text(times.p90), to_text(times.p99),
               to_text(times.max)});
  }
  return table.empty() ? "" : "\n" + table.text("  ", options.columns);
}

std::string number_table(const Metrics& metrics, TerminalOptions options) {
  TextTable table({Align::left, Align::right});
  for (const auto& [name, rate] : metrics.rates) {
    if (rate <= 0 || name.find('.') != name.npos) continue;  // parts are in the run's JSON
    table.add({spaced(name), rate < 10 ? fmt::format("{:.3g}", rate) : fmt::format("{:.1f}", rate)});
  }
  for (const std::string_view name : telling_counts) {
    const auto found = metrics.counts.find(std::string(name));
    if (found == metrics.counts.end() || found->second == 0) continue;
    table.add({spaced(std::string(name)), fmt::format("{}", found->second)});
  }
  return table.empty() ? "" : "\n" + table.text("  ", options.columns);
}

/// What was issued in a stage is told of it, whenever it was done.
std::string stage_table(const RunResult& result, TerminalOptions options) {
  if (!has_several_stages(result.stages)) return {};
  std::vector<Align> columns(stage_columns().size(), Align::right);
  columns.front() = columns.back() = Align::left;
  TextTable table(std::move(columns));
  table.add(stage_columns());
  for (std::vector<std::string>& row : stage_rows(result.stages)) table.add(std::move(row));
  return "\n" + table.text("  ", options.columns);
}

/// For each property that failed, the first violation with what proves it.
std::string failures(const RunResult& result) {
  std::string text;
  for (const PropertyResult& property : result.properties) {
    if (property.violations.empty()) continue;
    const Violation& first = property.violations.front();
    text += fmt::format("\n{} failed at {}: {}\n", property.name, to_text(first.at), first.reason);
    for (const Evidence& evidence : first.evidence) {
      const bool kept = !evidence.text.empty();
      text += fmt::format("  {:>8}  {}\n", fmt::format("#{}", evidence.id.value),
                          kept ? evidence.text : "(not kept: the trace of a replay tells it)");
    }
    if (!first.aside.empty()) text += fmt::format("  {}\n", first.aside);
  }
  return text;
}

}  // namespace

std::string terminal_report(const RunResult& result, TerminalOptions options) {
  std::string text = headline(result, options);
  text += property_table(result, options);
  text += fault_table(result, options);
  text += time_table(result.metrics, options);
  text += number_table(result.metrics, options);
  text += stage_table(result, options);
  text += failures(result);
  if (result.verdict != Verdict::pass && !result.run.replay.empty()) {
    text += fmt::format("\nTo see it again: {}\n", result.run.replay);
  }
  return text;
}

}  // namespace crisper::reports
