#include "reports/sweep_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace crisper::reports {
namespace {

using namespace properties;

/// What a column tells more about.
enum class About : std::uint8_t { everything, ownership, delivery };

struct Column {
  SweepColumn column;
  About about = About::everything;
};

constexpr auto columns = std::to_array<Column>({
    {{"commands/s", "commands_per_second"}},
    {{"order p50", "order_latency.p50_ns", true}},
    {{"order p99", "order_latency.p99_ns", true}},
    {{"command p50", "command_latency.p50_ns", true}},
    {{"command p99", "command_latency.p99_ns", true}},
    {{"own wait p99", "ownership_wait.p99_ns", true}, About::ownership},
    {{"longest open", "command_completion.max_ns", true}, About::ownership},
    {{"fairness", "fairness"}, About::ownership},
    {{"msgs/command", "messages_per_command"}, About::ownership},
    {{"append p50", "append_latency.p50_ns", true}, About::delivery},
    {{"stale p50", "staleness.p50_ns", true}, About::delivery},
    {{"stale p99", "staleness.p99_ns", true}, About::delivery},
    {{"lag", "lag"}, About::delivery},
    {{"msgs/event", "messages_per_event"}, About::delivery},
    {{"order mean", "order_latency.mean_ns", true, "order_latency.mean_within_ns"}},
    {{"command mean", "command_latency.mean_ns", true, "command_latency.mean_within_ns"}},
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

bool is_measured(const SweepResult& result, const SweepColumn& column) {
  // A mean of few samples has a column of its own nowhere: who reads a table would take it for a sure one.
  const std::string_view needed = column.within.empty() ? column.measure : column.within;
  return std::ranges::any_of(result.groups,
                             [&](const SweepGroup& group) { return group.measures.contains(std::string(needed)); });
}

}  // namespace

std::vector<SweepColumn> sweep_columns(const SweepResult& result) {
  std::vector<SweepColumn> chosen;
  bool has_orders = false;
  const About subject = subject_of(result);
  for (const auto& [column, about] : columns) {
    if (about != About::everything && about != subject) continue;
    has_orders |= column.title.starts_with("order") && is_measured(result, column);
    if (has_orders && column.title.starts_with("command ")) continue;
    if (is_measured(result, column)) chosen.push_back(column);
  }
  return chosen;
}

std::string sweep_value(double value, const SweepColumn& column) {
  if (!column.is_time) return fmt::format("{:.{}f}", value, value < 10 ? 3 : 1);
  // Three digits are enough to compare; the JSON has them all.
  auto ns = static_cast<std::int64_t>(value + 0.5);
  std::int64_t unit = 1;
  while (ns / unit >= 1000) unit *= 10;
  ns = (ns + unit / 2) / unit * unit;
  return to_text(Duration(ns));
}

std::string time_within(double mean_ns, double within_ns) {
  const auto told = [](double ns) { return sweep_value(ns, {"", "", true}); };
  if (within_ns > 0 && within_ns >= mean_ns) return "up to " + told(mean_ns + within_ns);
  return told(mean_ns) + " ±" + told(within_ns);
}

std::string sweep_cell(const SweepGroup& group, const SweepColumn& column) {
  const auto found = group.measures.find(std::string(column.measure));
  if (found == group.measures.end()) return "-";
  const auto within = group.measures.find(std::string(column.within));
  if (column.within.empty()) return sweep_value(found->second.median, column);
  if (within == group.measures.end()) return "-";
  return time_within(found->second.median, within->second.median);
}

}  // namespace crisper::reports
