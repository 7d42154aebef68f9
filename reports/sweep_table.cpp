#include "reports/sweep_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/counted.hpp"
#include "reports/support/text_table.hpp"
#include "reports/support/verdict_words.hpp"

namespace crisper::reports {
namespace {

using namespace properties;
using Align = TextTable::Align;

/// More troubles than this are counted; the JSON has them all.
constexpr std::size_t troubles_told_max = 20;

/// What a column tells more about.
enum class About : std::uint8_t { everything, ownership, delivery };

struct Column {
  std::string_view title;
  std::string_view measure;
  bool is_time = false;
  About about = About::everything;
};

constexpr auto columns = std::to_array<Column>({
    {"commands/s", "commands_per_second"},
    {"order p50", "order_latency.p50_ns", true},
    {"order p99", "order_latency.p99_ns", true},
    {"command p50", "command_latency.p50_ns", true},
    {"command p99", "command_latency.p99_ns", true},
    {"own wait p99", "ownership_wait.p99_ns", true, About::ownership},
    {"longest open", "command_completion.max_ns", true, About::ownership},
    {"fairness", "fairness", false, About::ownership},
    {"msgs/command", "messages_per_command", false, About::ownership},
    {"append p50", "append_latency.p50_ns", true, About::delivery},
    {"stale p50", "staleness.p50_ns", true, About::delivery},
    {"stale p99", "staleness.p99_ns", true, About::delivery},
    {"lag", "lag", false, About::delivery},
    {"msgs/event", "messages_per_event", false, About::delivery},
});

/// A sweep that varies how events travel is read for other numbers than one that varies who owns a state.
About subject_of(const SweepResult& result) {
  const auto is_delivery = [](const sim::SweepAxis& axis) {
    return std::ranges::any_of(
        std::to_array<std::string_view>(
            {"design.publication", "design.event_store", "design.event_log", "design.consumers", "design.respond"}),
        [&](std::string_view section) { return axis.path.starts_with(section); });
  };
  return std::ranges::any_of(result.axes, is_delivery) ? About::delivery : About::ownership;
}

bool is_measured(const SweepResult& result, const Column& column) {
  return std::ranges::any_of(
      result.groups, [&](const SweepGroup& group) { return group.measures.contains(std::string(column.measure)); });
}

/// Those of the sweep's subject that anybody measured; of orders and commands only one.
std::vector<Column> columns_of(const SweepResult& result) {
  std::vector<Column> chosen;
  bool has_orders = false;
  const About subject = subject_of(result);
  for (const Column& column : columns) {
    if (column.about != About::everything && column.about != subject) continue;
    has_orders |= column.title.starts_with("order") && is_measured(result, column);
    if (has_orders && column.title.starts_with("command p")) continue;
    if (is_measured(result, column)) chosen.push_back(column);
  }
  return chosen;
}

std::string cell_of(const SweepGroup& group, const Column& column) {
  const auto found = group.measures.find(std::string(column.measure));
  if (found == group.measures.end()) return "-";
  const double median = found->second.median;
  if (!column.is_time) return fmt::format("{:.{}f}", median, median < 10 ? 3 : 1);
  // Three digits are enough to compare; the JSON has them all.
  auto ns = static_cast<std::int64_t>(median + 0.5);
  std::int64_t unit = 1;
  while (ns / unit >= 1000) unit *= 10;
  ns = (ns + unit / 2) / unit * unit;
  return to_text(Duration(ns));
}

std::string safety_of(const SweepGroup& group) {
  std::string text = fmt::format("{}/{} pass", group.passed, group.runs());
  if (group.failed > 0) text += fmt::format(", {} fail", group.failed);
  if (group.unknown > 0) text += fmt::format(", {} unknown", group.unknown);
  return text;
}

std::string seeds_text(const std::vector<std::uint64_t>& seeds) {
  if (seeds.size() == 1) return fmt::format("seed {}", seeds.front());
  return fmt::format("{} seeds, {} to {}", seeds.size(), *std::ranges::min_element(seeds),
                     *std::ranges::max_element(seeds));
}

std::string rows(const SweepResult& result, TerminalOptions options) {
  const std::vector<Column> measured = columns_of(result);
  std::vector<Align> aligns(result.axes.size() + 1, Align::left);
  aligns.resize(aligns.size() + measured.size(), Align::right);
  TextTable table(aligns);
  std::vector<std::string> titles;
  for (const sim::SweepAxis& axis : result.axes) titles.push_back(axis.path);
  titles.emplace_back("safety");
  for (const Column& column : measured) titles.emplace_back(column.title);
  table.add(std::move(titles));
  for (const SweepGroup& group : result.groups) {
    std::vector<std::string> cells;
    for (const SweepSetting& setting : group.settings) cells.push_back(setting.value);
    cells.push_back(safety_of(group));
    for (const Column& column : measured) cells.push_back(cell_of(group, column));
    table.add(std::move(cells), options.colour ? colour_of(group.verdict()) : std::string_view{}, result.axes.size());
  }
  return "\n" + table.text("  ", options.columns);
}

std::string name_of_group(const SweepGroup& group) {
  std::string text;
  for (const SweepSetting& setting : group.settings) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ", ", setting.path, setting.value);
  }
  return text.empty() ? "this design" : text;
}

std::string trouble_of(const SweepGroup& group) {
  std::string text = "\n" + name_of_group(group) + "\n";
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

std::string sweep_table(const SweepResult& result, TerminalOptions options) {
  std::uint64_t runs = 0;
  for (const SweepGroup& group : result.groups) runs += group.runs();
  std::string text = fmt::format("{}  {}\n      {}: {}, {}; medians over seeds\n",
                                 verdict_word(result.verdict(), options.colour), result.scenario,
                                 counted(runs, "run"), counted(result.groups.size(), "design"),
                                 seeds_text(result.seeds));
  text += rows(result, options);
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

}  // namespace crisper::reports
