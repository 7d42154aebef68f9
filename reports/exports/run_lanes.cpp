#include "reports/exports/run_lanes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <queue>
#include <utility>

#include "sim/trace/trace_schema.hpp"

namespace crisper::reports {
namespace {

/// Rows with kind-specific begin and end: process, from, to (NULL: to the end), name.
struct SpanQuery {
  LaneKind kind{};
  std::string_view rows;
};

constexpr auto span_queries = std::to_array<SpanQuery>({
    // The next of a process's starts, crashes and ends closes what the one before opened.
    {LaneKind::life,
     R"(SELECT process, at_ns, ended, 'running' FROM (
          SELECT o.process, o.at_ns, k.name AS what,
                 LEAD(o.at_ns) OVER (PARTITION BY o.process ORDER BY o.id) AS ended
          FROM observation o JOIN kind k ON k.id = o.kind
          WHERE o.kind IN (SELECT id FROM kind WHERE name IN ('process.started', 'process.crashed', 'process.ended')))
        WHERE what = 'process.started')"},
    {LaneKind::turns,
     R"(SELECT d.receiver, d.begun_at, d.ended_at, t.name FROM delivery d LEFT JOIN message_type t ON t.id = d.type
        WHERE d.begun_at IS NOT NULL)"},
    {LaneKind::states,
     R"(SELECT process, at_ns, left_at, 'on ' || stream FROM (
          SELECT o.process, o.at_ns, k.name AS what, COALESCE(s.name, o.stream) AS stream,
                 LEAD(o.at_ns) OVER (PARTITION BY o.process, o.stream ORDER BY o.id) AS left_at
          FROM observation o JOIN kind k ON k.id = o.kind LEFT JOIN stream s ON s.id = o.stream
          WHERE o.kind IN (SELECT id FROM kind WHERE name IN ('state.entered', 'state.left')))
        WHERE what = 'state.entered')"},
});

/// Of each wait its own span, and the one of what was got; whose lock it was, by its id: a name need not be anybody's.
std::string lock_spans() {
  return fmt::format(
      R"(WITH waited AS MATERIALIZED (
           SELECT COALESCE(o.peer, o.process) AS holder, w.requested_at, w.waited_ns, w.granted_at, w.held_ns, w.stream
           FROM ({}) AS w CROSS JOIN observation o ON o.id = w.id)
         SELECT holder, requested_at, requested_at + waited_ns, 'waits for ' || stream
         FROM waited WHERE waited_ns > 0 OR waited_ns IS NULL
         UNION ALL
         SELECT holder, granted_at, granted_at + held_ns, 'has ' || stream FROM waited WHERE granted_at IS NOT NULL)",
      sim::trace_lock_wait_sql);
}

constexpr std::array lane_names{std::string_view("life"), std::string_view("turns"), std::string_view("states"),
                                std::string_view("locks")};

}  // namespace

std::string_view lane_word(LaneKind kind) { return lane_names[static_cast<std::size_t>(kind)]; }

Result<std::vector<LaneSpan>, std::string> spans_of(const sim::TraceReader& trace, std::int64_t cut_ns) {
  std::vector<LaneSpan> spans;
  const std::string locks = lock_spans();
  std::vector<SpanQuery> queries(span_queries.begin(), span_queries.end());
  queries.push_back({LaneKind::locks, locks});
  for (const SpanQuery& query : queries) {
    const auto read = trace.for_each(query.rows, [&](const sim::TraceRow& row) {
      const std::int64_t from = row.integer(1);
      if (from > cut_ns || row.is_null(0)) return true;
      const std::int64_t to = row.is_null(2) ? cut_ns : std::min(row.integer(2), cut_ns);
      spans.push_back({.process = row.integer(0),
                       .kind = query.kind,
                       .from_ns = from,
                       .to_ns = std::max(from, to),
                       .name = std::string(row.text(3))});
      return true;
    });
    if (!read) return failure(read.error().message);
  }
  choose_lanes(spans);
  return spans;
}

namespace {

/// The lanes of one process and kind. Each has an end in `ends_` or is free.
class Lanes {
 public:
  std::size_t take(std::int64_t from_ns, std::int64_t to_ns) {
    for (; !ends_.empty() && ends_.top().first <= from_ns; ends_.pop()) free_.push(ends_.top().second);
    std::size_t lane = lanes_;
    if (free_.empty()) {
      ++lanes_;
    } else {
      lane = free_.top();
      free_.pop();
    }
    ends_.push({to_ns, lane});
    return lane;
  }

 private:
  template <class T>
  using LeastFirst = std::priority_queue<T, std::vector<T>, std::greater<>>;

  LeastFirst<std::pair<std::int64_t, std::size_t>> ends_;
  LeastFirst<std::size_t> free_;
  std::size_t lanes_ = 0;
};

}  // namespace

void choose_lanes(std::vector<LaneSpan>& spans) {
  std::ranges::stable_sort(spans, {}, &LaneSpan::from_ns);
  std::map<std::pair<std::int64_t, LaneKind>, Lanes> lanes;
  for (LaneSpan& each : spans) each.lane = lanes[{each.process, each.kind}].take(each.from_ns, each.to_ns);
}

}  // namespace crisper::reports
