// The pictures of a whole run: the space-time diagram, the timeline and the plots.
#include <cmath>
#include <map>

#include "tests/gui/panes/panes.hpp"

namespace crisper::gui::by_sql {
namespace {

const std::string& lane(const Recorded& of, LaneNumber number) { return of.made.run->space->lanes()[number].name; }

Rows arrows(const Recorded& of, const RunState&) {
  Rows rows;
  const TraceData& data = of.made.run->trace();
  of.made.run->space->arrows_between(0, data.end_ns(), [&](const Arrow& arrow) {
    rows.push_back({lane(of, arrow.from), lane(of, arrow.to), text(arrow.begin), text(arrow.end), text(arrow.dropped),
                    text(arrow.duplicate), text(arrow.held), data.types[data.deliveries[arrow.delivery].type]});
  });
  return rows;
}

constexpr const char* arrows_sql = R"sql(
SELECT a.name, b.name, sent_at, coalesce(off_at, (SELECT max(at) FROM record)), coalesce(dropped, 0), duplicate,
       number IN (SELECT number FROM strike WHERE fault IN ('delay', 'reorder')), type
FROM wire JOIN lane a ON a.process = sender JOIN lane b ON b.process = receiver
WHERE sent_id IS NOT NULL AND sender <> receiver
)sql";

Rows turns(const Recorded& of, const RunState&) {
  Rows rows;
  const TraceData& data = of.made.run->trace();
  of.made.run->space->turns_between(0, data.end_ns(), [&](const TurnBox& turn) {
    rows.push_back({lane(of, turn.lane), text(turn.begin), text(turn.end)});
  });
  return rows;
}

constexpr const char* turns_sql = R"sql(
SELECT name, begun_at, coalesce(ended_at, (SELECT max(at) FROM record)) FROM wire JOIN lane ON lane.process = receiver
WHERE begun_id IS NOT NULL
)sql";

Rows bands(const Recorded& of, const RunState&) {
  Rows rows;
  for (const Band& band : of.made.run->space->bands()) {
    rows.push_back({lane(of, band.lane), text(band.begin), text(band.end), band.crashed ? "crashed" : "paused"});
  }
  return rows;
}

// From each crash or pause to what its process says of its life next.
constexpr const char* bands_sql = R"sql(
WITH step AS (SELECT process, what, at, lead(at) OVER (PARTITION BY process ORDER BY id) AS next FROM said
              WHERE what IN ('process.started', 'process.crashed', 'process.paused', 'process.resumed'))
SELECT lane.name, at, coalesce(next, (SELECT max(at) FROM record)), substr(what, 9)
FROM step JOIN lane ON lane.process = step.process WHERE what IN ('process.crashed', 'process.paused')
)sql";

Rows stays(const Recorded& of, const RunState&) {
  Rows rows;
  const TraceData& data = of.made.run->trace();
  of.made.run->space->stays_between(0, data.end_ns(), [&](const Stay& stay) {
    const char* const kinds[] = {"command", "inside", "lock"};
    rows.push_back({data.name_of(stay.process), kinds[static_cast<std::size_t>(stay.kind)], text(stay.begin),
                    text(stay.end)});
  });
  return rows;
}

// Each from what begins it to the first that ends it. What begins again before it has ended goes on.
constexpr const char* stays_sql = R"sql(
WITH step AS (
  SELECT 'command' AS kind, peer AS process, message AS what, id, at, 1 AS begins FROM said
  WHERE what = 'command.dispatched'
  UNION ALL
  SELECT 'command', d.peer, d.message, e.id, e.at, 0 FROM said d JOIN said e ON e.message = d.message AND e.id > d.id
  WHERE d.what = 'command.dispatched'
  AND (e.what IN ('command.acknowledged', 'command.expired', 'command.dead_lettered')
       OR (e.what = 'command.dispatched' AND e.peer <> d.peer) OR (e.what = 'command.retried' AND e.process = d.peer))
  UNION ALL
  SELECT 'command', d.peer, d.message, e.id, e.at, 0 FROM said d JOIN said e ON e.process = d.peer AND e.id > d.id
  WHERE d.what = 'command.dispatched' AND e.what IN ('process.crashed', 'process.ended')
  UNION ALL
  SELECT 'inside', process, stream, id, at, what = 'state.entered' FROM said
  WHERE what IN ('state.entered', 'state.left')
  UNION ALL
  SELECT 'inside', s.process, s.stream, e.id, e.at, 0
  FROM (SELECT DISTINCT process, stream FROM said WHERE what = 'state.entered') s
  JOIN said e ON e.process = s.process AND e.what IN ('process.crashed', 'process.ended')
  UNION ALL
  SELECT 'lock', who, stream, id, at, what = 'lock.requested' FROM said
  WHERE what IN ('lock.requested', 'lock.granted', 'lock.refused')
  UNION ALL
  SELECT 'lock', r.who, r.stream, e.id, e.at, 0 FROM (SELECT DISTINCT who, stream, process FROM said
    WHERE what = 'lock.requested') r
  JOIN said e ON (e.what = 'call.timed_out' AND e.process = r.who AND e.peer = r.process)
  OR (e.what IN ('process.crashed', 'process.ended') AND e.process IN (r.who, r.process))),
stepped AS (SELECT *, lag(begins) OVER (PARTITION BY kind, process, what ORDER BY id, begins) AS before FROM step),
turning AS (SELECT *, lead(at) OVER (PARTITION BY kind, process, what ORDER BY id, begins) AS next FROM stepped
            WHERE begins <> coalesce(before, 0))
SELECT process, kind, at, coalesce(next, (SELECT max(at) FROM record)) FROM turning WHERE begins
)sql";

/// Of each lane, what is worth a sign, but for what the result and the folds of views say (verdict_test.cpp,
/// views_sql_test.cpp).
Rows signs(const Recorded& of, const RunState&) {
  Rows rows;
  for (const Sign& sign : of.made.run->space->signs()) {
    if (sign.kind == Mark::Kind::departure || sign.kind == Mark::Kind::violation) continue;
    const char* const kinds[] = {"fault", "repeat", "", "negative", ""};
    rows.push_back({lane(of, sign.lane), kinds[static_cast<std::size_t>(sign.kind)], text(std::int64_t{sign.record})});
  }
  return rows;
}

// A row that falls below nothing, and not each that says how far.
constexpr const char* signs_sql = R"sql(
WITH step AS (SELECT process, stream, message AS item, id, a FROM said WHERE what = 'view.updated'
              UNION ALL SELECT v.process, v.stream, v.message, s.id, 0 FROM said s
              JOIN (SELECT DISTINCT process, stream, message FROM said WHERE what = 'view.updated') v
              ON v.process = s.process WHERE s.what = 'process.started'),
low AS (SELECT process, id, a, lag(a) OVER (PARTITION BY process, stream, item ORDER BY id) AS before FROM step),
taken AS (SELECT process, id, row_number() OVER (PARTITION BY process, message ORDER BY id) AS nth FROM said
          WHERE what = 'event.applied'),
sign AS (SELECT who AS process, 'fault' AS kind, id FROM said WHERE what = 'fault.fired'
         UNION ALL SELECT process, 'repeat', id FROM taken WHERE nth > 1
         UNION ALL SELECT process, 'negative', id FROM low WHERE a < 0 AND coalesce(before, 0) >= 0)
SELECT lane.name, kind, id FROM sign JOIN lane ON lane.process = sign.process
)sql";

/// What the strip of the whole run draws: arrivals, in its buckets.
Rows busy(const Recorded& of, const RunState&) {
  const SpaceTime& space = *of.made.run->space;
  const int level = space.levels() - 1;
  std::map<std::size_t, std::int64_t> sums;
  for (LaneNumber number = 0; number < space.lanes().size(); ++number) {
    const auto counts = space.density(number, level);
    for (std::size_t i = 0; i < counts.size(); ++i) sums[i] += counts[i];
  }
  of.sql->fill("bucket", "ns INTEGER", {{text(space.bucket_ns(level))}});
  Rows rows;
  for (const auto& [bucket, count] : sums) {
    if (count > 0) rows.push_back({text(static_cast<std::int64_t>(bucket)), text(count)});
  }
  return rows;
}

constexpr const char* busy_sql = R"sql(
SELECT arrived_at / ns, count(*) FROM wire, bucket
WHERE arrived_id IS NOT NULL AND sent_id IS NOT NULL AND sender <> receiver GROUP BY 1
)sql";

/// Point by point, in ns; lengths of time in ns as well.
Rows plotted(const Recorded& of, const RunState&) {
  Rows rows;
  const auto ns = [](double value, double unit) { return text(static_cast<std::int64_t>(std::llround(value * unit))); };
  for (const Series& series : of.made.run->plots.series()) {
    if (series.panel == Series::Panel::throughput) continue;
    const bool counts = series.panel == Series::Panel::queue || series.panel == Series::Panel::behind;
    const char* const panels[] = {"queue", "behind", "staleness", "waits", "latency"};
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      rows.push_back({panels[static_cast<std::size_t>(series.panel)], series.name, ns(series.seconds[i], 1e9),
                      ns(series.values[i], counts ? 1 : 1e6)});
    }
  }
  return rows;
}

// A level is told where it changes, and once more at the end.
constexpr const char* plots_sql = R"sql(
WITH dealt AS (SELECT id, process, at, a, what FROM said
               WHERE what IN ('event.published', 'event.applied', 'event.ignored')),
head AS (SELECT *, max(CASE WHEN what = 'event.published' THEN a ELSE 0 END) OVER (ORDER BY id) AS head FROM dealt),
heard AS (SELECT process, min(id) AS id FROM said
          WHERE what IN ('event.applied', 'event.ignored', 'event.held', 'checkpoint.saved', 'view.updated')
          GROUP BY process),
far AS (SELECT heard.process, h.id, h.at, h.head,
               max(CASE WHEN h.process = heard.process AND h.what <> 'event.published' THEN h.a ELSE 0 END)
               OVER (PARTITION BY heard.process ORDER BY h.id) AS position
        FROM heard JOIN head h ON h.id >= heard.id AND (h.what = 'event.published' OR h.process = heard.process)),
level AS (
  SELECT 'queue' AS panel, process AS name, id, at, CASE what WHEN 'command.dispatched' THEN b ELSE a END AS value
  FROM said WHERE what IN ('command.enqueued', 'command.dispatched', 'command.acknowledged')
  UNION ALL SELECT 'behind', process, id, at, max(0, head - position) FROM far),
changed AS (SELECT *, lag(value) OVER (PARTITION BY panel, name ORDER BY id) AS before,
                   row_number() OVER (PARTITION BY panel, name ORDER BY id DESC) AS back FROM level)
SELECT panel, name, at, value FROM changed WHERE before IS NULL OR before <> value
UNION ALL SELECT panel, name, (SELECT max(at) FROM record), value FROM changed WHERE back = 1
UNION ALL SELECT 'staleness', s.process, s.at, max(0, s.at - (SELECT e.at FROM said e WHERE e.message = s.message
          AND e.what IN ('event.appended', 'event.published') ORDER BY e.id LIMIT 1))
FROM said s WHERE s.what = 'event.applied'
UNION ALL SELECT 'waits', 'until granted', at, b FROM said WHERE what = 'lock.granted'
UNION ALL SELECT 'latency', 'until the answer', at, b FROM said WHERE what = 'command.answered'
)sql";

/// Commands decided, in a hundred and twenty parts of the run.
Rows throughput(const Recorded& of, const RunState&) {
  Rows rows;
  for (const Series& series : of.made.run->plots.series()) {
    if (series.panel != Series::Panel::throughput) continue;
    const std::int64_t width = of.made.run->trace().end_ns() / 120 + 1;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const auto count = std::llround(series.values[i] * static_cast<double>(width) / 1e9);
      const auto at = std::llround(series.seconds[i] * 1e9);
      if (count > 0) rows.push_back({text(std::int64_t{at}), text(std::int64_t{count})});
    }
  }
  return rows;
}

constexpr const char* throughput_sql = R"sql(
WITH width AS (SELECT max(at) / 120 + 1 AS ns FROM record)
SELECT at / ns * ns, count(*) FROM said, width WHERE what IN ('command.handled', 'command.rejected') GROUP BY 1
)sql";

}  // namespace

std::span<const PaneCheck> picture_checks() {
  static constexpr PaneCheck checks[] = {
      {"diagram", "arrows", arrows, arrows_sql, true},
      {"diagram", "turns", turns, turns_sql, true},
      {"diagram", "crashes and pauses", bands, bands_sql, true},
      {"diagram", "stays", stays, stays_sql, true},
      {"diagram", "signs", signs, signs_sql, true},
      {"timeline", "how much goes on", busy, busy_sql, true},
      {"plots", "curves and points", plotted, plots_sql, true},
      {"plots", "throughput", throughput, throughput_sql, true},
  };
  return checks;
}

}  // namespace crisper::gui::by_sql
