#include "reports/document/time_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "properties/explain/fault_words.hpp"

namespace crisper::reports {
namespace {

/// What a chart shows. `rows`: SQL for all rows of it, each with name (of its series), id, at_ns and value.
struct ChartSpec {
  std::string_view id;
  std::string_view title;
  std::string_view meaning;
  ChartKind kind{};
  std::string_view rows;
};

constexpr auto chart_specs = std::to_array<ChartSpec>({
    {"latency", "Latency of commands", "from when a client first sends a command until it has its answer",
     ChartKind::spans,
     R"(SELECT 'until the answer' AS name, id, at_ns, b AS value FROM observation
        WHERE kind IN (SELECT id FROM kind WHERE name = 'command.answered'))"},
    {"throughput", "Throughput", "commands that were decided, per second", ChartKind::rate,
     R"(SELECT SUBSTR(kind.name, 9) AS name, o.id, at_ns, 1 AS value FROM observation o JOIN kind ON kind.id = o.kind
        WHERE o.kind IN (SELECT id FROM kind WHERE name IN ('command.handled', 'command.rejected')))"},
    {"queue", "Queue depth", "commands that wait in a queue", ChartKind::level,
     R"(SELECT process.name AS name, o.id, at_ns,
               CASE kind.name WHEN 'command.dispatched' THEN o.b ELSE o.a END AS value
        FROM observation o JOIN kind ON kind.id = o.kind JOIN process ON process.id = o.process
        WHERE o.kind IN (SELECT id FROM kind
                         WHERE name IN ('command.enqueued', 'command.dispatched', 'command.acknowledged')))"},
    {"staleness", "Staleness of consumers", "from when an event is stored until a consumer has taken its effect",
     ChartKind::spans,
     R"(WITH stored AS MATERIALIZED (SELECT message, at_ns FROM observation
                                     WHERE kind IN (SELECT id FROM kind WHERE name = 'event.appended'))
        SELECT process.name AS name, o.id, o.at_ns, MAX(o.at_ns - stored.at_ns, 0) AS value
        FROM observation o JOIN stored ON stored.message = o.message JOIN process ON process.id = o.process
        WHERE o.kind IN (SELECT id FROM kind WHERE name = 'event.applied'))"},
    {"locks", "Waits for locks", "from when a lock is asked for until it is granted, by the lock service's account",
     ChartKind::spans,
     R"(SELECT process.name AS name, o.id, at_ns, b AS value FROM observation o JOIN process ON process.id = o.process
        WHERE kind IN (SELECT id FROM kind WHERE name = 'lock.granted'))"},
    {"mailboxes", "Mailboxes", "messages that wait in the mailbox of a process", ChartKind::level,
     R"(SELECT process.name AS name, d.id, d.at_ns, d.value
        FROM (SELECT receiver, arrived_id AS id, arrived_at AS at_ns, depth_after_arrival AS value FROM delivery
              WHERE depth_after_arrival IS NOT NULL
              UNION ALL
              SELECT receiver, begun_id, begun_at, depth_after_begin FROM delivery WHERE depth_after_begin IS NOT NULL
              UNION ALL
              SELECT process, id, at_ns, 0 FROM observation
              WHERE kind IN (SELECT id FROM kind WHERE name IN ('process.crashed', 'process.ended'))) AS d
        JOIN process ON process.id = d.receiver)"},
    {"strikes", "Faults that struck", "messages and processes that an injected fault struck, per second",
     ChartKind::rate,
     R"(SELECT COALESCE(word.name, 'fault') AS name, o.id, at_ns, 1 AS value FROM observation o
        LEFT JOIN word ON word.list = 'FaultKind' AND word.value = o.b
        WHERE o.kind IN (SELECT id FROM kind WHERE name = 'fault.fired'))"},
});

/// A value in a slot is at most this, so that it fits behind the number of its observation.
constexpr std::int64_t level_max = (std::int64_t{1} << 20) - 1;
constexpr std::size_t bands_max = 40;

/// By series and slot: how many rows, the most, the mean, and the last value.
std::string sampled(const ChartSpec& spec, std::int64_t slot_ns) {
  return fmt::format(
      "SELECT name, at_ns / {0} AS slot, COUNT(*), MAX(value), CAST(TOTAL(value) AS INTEGER),"
      " MAX(id * {1} + MIN(value, {2})) % {1} FROM ({3}) GROUP BY name, slot ORDER BY name, slot",
      slot_ns, level_max + 1, level_max, spec.rows);
}

class Sampling {
 public:
  Sampling(const ChartSpec& spec, std::size_t slots, Duration slot, SimTime ended)
      : spec_(spec), slots_(slots), slot_(slot), ended_(ended) {}

  void take(const sim::TraceRow& row) {
    const std::string_view name = row.text(0);
    if (all_.empty() || all_.back().name != name) {
      finish();
      all_.push_back({.name = std::string(name)});
      all_.back().tops.resize(slots_);
      if (spec_.kind == ChartKind::spans) all_.back().means.resize(slots_);
      next_ = level_ = 0;
      total_ = 0;
    }
    ChartSeries& series = all_.back();
    const auto slot = std::min(static_cast<std::size_t>(std::max<std::int64_t>(row.integer(1), 0)), slots_ - 1);
    const auto count = static_cast<double>(row.integer(2));
    const auto sum = static_cast<double>(row.integer(4));
    auto top = static_cast<double>(row.integer(3));
    if (spec_.kind == ChartKind::rate) top = count / to_seconds(slot_);
    if (spec_.kind == ChartKind::spans) series.means[slot] = sum / count;
    if (spec_.kind == ChartKind::level) {
      fill(series, slot);
      top = std::max(top, static_cast<double>(level_));  // what was there when the slot began
      level_ = row.integer(5);
      next_ = slot + 1;
    }
    series.tops[slot] = std::max(series.tops[slot].value_or(0), top);
    series.count += static_cast<std::uint64_t>(row.integer(2));
    total_ += sum;
    if (top > series.most || series.count == static_cast<std::uint64_t>(row.integer(2))) {
      series.most = top;
      series.most_at = std::min(ended_, SimTime(slot_ * static_cast<std::int64_t>(slot + 1)));
    }
  }

  TimeChart chart() && {
    finish();
    TimeChart chart{.id = spec_.id, .title = spec_.title, .meaning = spec_.meaning, .kind = spec_.kind};
    std::ranges::stable_sort(all_, std::ranges::greater{}, &ChartSeries::most);
    // A mailbox that was never deeper than the message that had just come has nothing to tell.
    const auto dull = [&](const ChartSeries& each) { return spec_.kind == ChartKind::level && each.most <= 1; };
    std::size_t shown = std::min(series_max, all_.size());
    while (shown > 1 && dull(all_[shown - 1])) --shown;
    chart.left_out = all_.size() - shown;
    all_.resize(shown);
    chart.series = std::move(all_);
    return chart;
  }

 private:
  void fill(ChartSeries& series, std::size_t to) {
    for (; next_ < to; ++next_) series.tops[next_] = static_cast<double>(level_);
  }

  void finish() {
    if (all_.empty()) return;
    ChartSeries& series = all_.back();
    if (spec_.kind == ChartKind::level) fill(series, slots_);
    if (spec_.kind == ChartKind::spans) series.mean = total_ / static_cast<double>(series.count);
    if (spec_.kind != ChartKind::rate) return;
    series.mean = static_cast<double>(series.count) / std::max(to_seconds(ended_), 1e-9);
    for (auto& each : series.tops) each = each.value_or(0);  // nobody decided: that is a rate, too
  }

  const ChartSpec& spec_;
  std::size_t slots_;
  Duration slot_;
  SimTime ended_;
  std::vector<ChartSeries> all_;
  std::size_t next_ = 0;     ///< slots before it are filled
  std::int64_t level_ = 0;   ///< as the last slot left it
  double total_ = 0;
};

/// Faults that fired, by their place in the plan: their kind, when a crash's last victim began again; else zero. From
/// the end of the run to its beginning, so that the next start is the least that the walk has met.
std::string struck_sql(SimTime ended) {
  return fmt::format(
      "SELECT a, b, MIN(at_ns), MAX(CASE WHEN b = {} THEN COALESCE(next_start, {}) ELSE 0 END) FROM ("
      " SELECT o.a, o.b, o.at_ns, k.name AS what, MIN(CASE WHEN k.name = 'process.started' THEN o.at_ns END)"
      " OVER (PARTITION BY o.process ORDER BY o.id DESC) AS next_start"
      " FROM observation o JOIN kind k ON k.id = o.kind"
      " WHERE o.kind IN (SELECT id FROM kind WHERE name IN ('fault.fired', 'process.started')))"
      " WHERE what = 'fault.fired' GROUP BY a ORDER BY a",
      static_cast<int>(sim::FaultKind::crash), to_ns(ended));
}

/// A band for each fault of the plan that lasts and did strike, by what the run said of it.
Result<void, sim::TraceError> add_bands(TimeCharts& charts, const sim::FaultPlan& plan, const sim::TraceReader& trace) {
  return trace.for_each(struck_sql(charts.ended), [&](const sim::TraceRow& row) {
    const auto place = static_cast<std::uint64_t>(row.integer(0));
    if (place >= plan.faults.size()) return true;
    const sim::Fault& fault = plan.faults[place];
    if (sim::is_message_fault(fault.kind) || static_cast<std::int64_t>(fault.kind) != row.integer(1)) return true;
    if (charts.bands.size() == bands_max) {
      ++charts.bands_left_out;
      return true;
    }
    FaultBand band{.words = properties::fault_title(fault), .from = fault.at, .to = charts.ended};
    if (fault.kind == sim::FaultKind::crash) {
      band.from = SimTime(Duration(row.integer(2)));
      band.to = std::min(charts.ended, SimTime(Duration(row.integer(3))));
    } else if (fault.lasting && *fault.lasting < charts.ended - fault.at) {
      band.to = fault.at + *fault.lasting;
    }
    charts.bands.push_back(std::move(band));
    return true;
  });
}

}  // namespace

Result<TimeCharts, std::string> charts_of(const sim::TraceReader& trace, const sim::FaultPlan& plan, SimTime ended) {
  const auto slot_ns = to_ns(ended) / static_cast<std::int64_t>(slots_max) + 1;
  const auto slots = static_cast<std::size_t>(to_ns(ended) / slot_ns) + 1;
  TimeCharts charts{.ended = ended, .slot = Duration(slot_ns)};
  for (const ChartSpec& spec : chart_specs) {
    Sampling sampling(spec, slots, charts.slot, ended);
    const auto read = trace.for_each(sampled(spec, slot_ns), [&](const sim::TraceRow& row) {
      sampling.take(row);
      return true;
    });
    if (!read) return failure(read.error().message);
    TimeChart chart = std::move(sampling).chart();
    if (chart.series.empty()) {
      charts.silent.emplace_back(spec.title);
    } else {
      charts.charts.push_back(std::move(chart));
    }
  }
  if (const auto read = add_bands(charts, plan, trace); !read) return failure(read.error().message);
  return charts;
}

}  // namespace crisper::reports
