// The panes about who does what: the table of processes, and the map of the pipeline.
#include <algorithm>

#include "gui/models/pipeline_map.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/panes/sums_pane.hpp"
#include "tests/gui/panes/panes.hpp"

namespace crisper::gui::by_sql {
namespace {

Rows process_rows(const Recorded& of, const RunState& state) {
  Rows rows;
  for (const auto& row : cells_of(tables::processes(), of, state)) {
    const bool is_up = row[2] == "idle" || row[2] == "works" || row[2] == "waits for an answer";
    const bool is_out = !is_up && row[2] != "waits for a lock";
    rows.push_back({row[0], row[1], is_up ? "up" : row[2], is_out ? row[3] : "?", row[5], row[6], row[7], row[8]});
  }
  return rows;
}

constexpr const char* processes_sql = R"sql(
WITH waits AS (
  SELECT w.who AS process FROM lock_wait w LEFT JOIN lock_held h ON h.stream = w.stream
  WHERE h.who IS NULL OR h.who <> w.who
  UNION SELECT process FROM state_of WHERE what = 'state.requested'),
depth AS (
  SELECT receiver AS process, arrived_id AS id, depth_after_arrival AS depth FROM wire WHERE depth_after_arrival >= 0
  UNION ALL SELECT receiver, begun_id, depth_after_begin FROM wire WHERE begun_id > 0 AND depth_after_begin >= 0
  UNION ALL SELECT process, id, 0 FROM past WHERE what IN ('process.crashed', 'process.ended')),
deep AS (SELECT depth.process, max(depth.id) AS id, depth.depth FROM depth, now WHERE depth.id <= now.id
         GROUP BY depth.process)
SELECT p.name, p.host,
       CASE l.what WHEN 'process.crashed' THEN 'crashed' WHEN 'process.ended' THEN 'ended'
            WHEN 'process.paused' THEN 'paused'
            ELSE CASE WHEN l.what IS NULL THEN 'not started'
                      WHEN p.name IN (SELECT process FROM waits) THEN 'waits for a lock' ELSE 'up' END END,
       CASE WHEN l.what IN ('process.crashed', 'process.ended', 'process.paused') THEN rough(now.at - l.at) END,
       coalesce(deep.depth, 0),
       (SELECT coalesce(max(depth_after_arrival), 0) FROM wire WHERE receiver = p.name AND arrived_id <= now.id),
       (SELECT count(*) FROM wire WHERE receiver = p.name AND begun_id <= now.id),
       coalesce((SELECT s.a FROM past s WHERE s.what = 'process.started' AND s.process = p.name
                 ORDER BY s.id DESC LIMIT 1), 0)
FROM process p JOIN now LEFT JOIN life l ON l.process = p.name LEFT JOIN deep ON deep.process = p.name
)sql";

/// What each does, phrase by phrase; but for whose answer it waits for, which a trace doesn't name
/// (doing_sql_test.cpp).
Rows deeds(const Recorded& of, const RunState& state) {
  Rows rows;
  for (const auto& row : cells_of(tables::processes(), of, state)) {
    const QStringList phrases = QString::fromStdString(row[4]).split("; ", Qt::SkipEmptyParts);
    for (const QString& phrase : phrases) {
      if (!phrase.contains(" to answer ")) rows.push_back({row[0], text(phrase)});
    }
  }
  return rows;
}

// Who is down or stands still is not asked what it is inside, or works on. What it was given before it began anew it
// has lost, even if its queue doesn't know that yet.
constexpr const char* deeds_sql = R"sql(
WITH up AS (SELECT process FROM life WHERE what IN ('process.started', 'process.resumed')),
running AS (SELECT receiver AS process, type FROM wire w, now WHERE w.begun_id <= now.id
            AND w.begun_id = (SELECT max(v.begun_id) FROM wire v WHERE v.receiver = w.receiver
                              AND v.begun_id <= now.id)
            AND (w.ended_id IS NULL OR w.ended_id > now.id)),
wanted AS (
  SELECT w.who AS process, w.stream_name, h.who AS holder, 0 AS rank, w.stream AS place FROM lock_wait w
  LEFT JOIN lock_held h ON h.stream = w.stream WHERE h.who IS NULL OR h.who <> w.who
  UNION ALL
  SELECT process, stream_name, NULL, 1, -id FROM state_of WHERE what = 'state.requested'),
first AS (SELECT *, row_number() OVER (PARTITION BY process ORDER BY rank, place) AS nth FROM wanted)
SELECT process, 'inside ' || stream_name FROM state_of WHERE what = 'state.entered'
AND process IN (SELECT process FROM up)
UNION ALL
SELECT handler, 'works on ' || (SELECT s.text FROM said s WHERE s.message = queued.message AND s.text IS NOT NULL
                                ORDER BY s.id LIMIT 1)
FROM queued WHERE handler IN (SELECT process FROM up)
AND given_id > (SELECT max(e.id) FROM past e WHERE e.process = queued.handler AND e.what = 'process.started')
UNION ALL
SELECT process, 'handles ' || type FROM running WHERE process NOT IN (
  SELECT process FROM life WHERE what IN ('process.crashed', 'process.ended'))
UNION ALL
SELECT process, 'waits for ' || stream_name || coalesce(', which ' || holder || ' holds', '') FROM first
WHERE nth = 1 AND process IN (SELECT process FROM up)
)sql";

/// Which process stands at which stage, as the map says; SQL adds up what there is at each.
void tell_stages(const Recorded& of, const PipelineMap& map) {
  const TraceData& data = of.made.run->trace();
  Rows stages;
  for (std::size_t node = 0; node < map.nodes.size(); ++node) {
    for (const ProcessNumber p : map.nodes[node].processes) stages.push_back({std::to_string(node), data.name_of(p)});
  }
  of.sql->fill("stage", "node INTEGER, process", stages);
  Rows edges;
  for (const MapEdge& edge : map.edges) edges.push_back({std::to_string(edge.from), std::to_string(edge.to)});
  of.sql->fill("edge", "source INTEGER, target INTEGER", edges);
}

Rows stages(const Recorded& of, const RunState& state) {
  const PipelineMap map = make_pipeline_map(of.made.run->trace());
  tell_stages(of, map);
  Rows rows;
  for (std::size_t node = 0; node < map.nodes.size(); ++node) {
    const NodeStatus status = status_of(map.nodes[node], *of.made.run, state);
    rows.push_back({std::to_string(node), text(status.up), text(status.paused), text(status.crashed),
                    text(status.waiting), text(status.mailbox)});
  }
  return rows;
}

constexpr const char* stages_sql = R"sql(
WITH waits AS (
  SELECT w.who AS process FROM lock_wait w LEFT JOIN lock_held h ON h.stream = w.stream
  WHERE h.who IS NULL OR h.who <> w.who
  UNION SELECT process FROM state_of WHERE what = 'state.requested'),
depth AS (
  SELECT receiver AS process, arrived_id AS id, depth_after_arrival AS depth FROM wire WHERE depth_after_arrival >= 0
  UNION ALL SELECT receiver, begun_id, depth_after_begin FROM wire WHERE begun_id > 0 AND depth_after_begin >= 0
  UNION ALL SELECT process, id, 0 FROM past WHERE what IN ('process.crashed', 'process.ended')),
deep AS (SELECT depth.process, max(depth.id) AS id, depth.depth FROM depth, now WHERE depth.id <= now.id
         GROUP BY depth.process)
SELECT s.node, sum(coalesce(l.what IN ('process.started', 'process.resumed'), 0)),
       sum(coalesce(l.what = 'process.paused', 0)), sum(coalesce(l.what = 'process.crashed', 0)),
       sum(coalesce(l.what IN ('process.started', 'process.resumed'), 0) AND s.process IN (SELECT process FROM waits)),
       sum(coalesce(deep.depth, 0))
FROM stage s LEFT JOIN life l ON l.process = s.process LEFT JOIN deep ON deep.process = s.process GROUP BY s.node
)sql";

Rows ways(const Recorded& of, const RunState& state) {
  const PipelineMap map = make_pipeline_map(of.made.run->trace());
  tell_stages(of, map);
  Rows rows;
  for (const MapEdge& edge : map.edges) {
    const EdgeLoad load = load_of(map, edge, of.made.run->trace(), state);
    rows.push_back({std::to_string(edge.from), std::to_string(edge.to), load.unit, text(load.depth)});
  }
  return rows;
}

constexpr const char* ways_sql = R"sql(
WITH flying AS (
  SELECT a.node AS source, b.node AS target, count(*) AS n FROM wire w JOIN now
  JOIN stage a ON a.process = w.sender JOIN stage b ON b.process = w.receiver
  WHERE CASE WHEN w.duplicate THEN (SELECT min(s.id) FROM strike s WHERE s.number = w.number AND s.fault = 'duplicate')
        ELSE w.sent_id END <= now.id AND (w.off_id IS NULL OR w.off_id > now.id) GROUP BY a.node, b.node),
account AS (
  SELECT process, max(id) AS id, CASE what WHEN 'command.dispatched' THEN b ELSE a END AS waiting FROM past
  WHERE what IN ('command.enqueued', 'command.dispatched', 'command.acknowledged') GROUP BY process),
role AS (SELECT DISTINCT s.node, p.role FROM stage s JOIN process p ON p.name = s.process),
behind AS (
  SELECT e.source, e.target, max(c.head - c.position) AS n FROM edge e JOIN stage s ON s.node = e.target
  JOIN consumer c ON c.process = s.process
  WHERE e.source < e.target AND e.source IN (SELECT node FROM role WHERE role IN ('event-store', 'event-log',
    'event-grid', 'log-door', 'publisher', 'coordinator')) GROUP BY e.source, e.target)
SELECT e.source, e.target,
       CASE WHEN f.role = 'command-queue' AND t.role = 'handler' THEN 'waiting'
            WHEN b.n IS NOT NULL THEN 'behind' ELSE 'on the wire' END,
       CASE WHEN f.role = 'command-queue' AND t.role = 'handler' THEN (SELECT coalesce(sum(waiting), 0) FROM account)
            WHEN b.n IS NOT NULL THEN max(0, b.n)
            ELSE (SELECT coalesce(sum(n), 0) FROM flying WHERE (source = e.source AND target = e.target)
                                                          OR (source = e.target AND target = e.source)) END
FROM edge e LEFT JOIN role f ON f.node = e.source AND f.role = 'command-queue'
LEFT JOIN role t ON t.node = e.target AND t.role = 'handler'
LEFT JOIN behind b ON b.source = e.source AND b.target = e.target
)sql";

/// Of the second half of what has been.
Rows sums(const Recorded& of, const RunState& state) {
  const LoadedRun& run = *of.made.run;
  const std::int64_t now = run.trace().at(state.at);
  Rows rows;
  for (const TableRow& row : sums_rows(run, sums_in(run, {now / 2, now}))) {
    std::vector<std::string> cells;
    for (const QString& cell : row.cells) cells.push_back(cell.isEmpty() ? "0" : text(cell));
    cells[5] = cells[5] == "0" ? "" : cells[5];
    cells[6] = "?";  // waits for locks: of stays, which doing_sql_test.cpp compares
    rows.push_back(cells);
  }
  return rows;
}

constexpr const char* sums_sql = R"sql(
WITH last AS (SELECT max(at) AS at FROM record),
half AS (SELECT r.* FROM record r, now WHERE r.at BETWEEN now.at / 2 AND now.at),
turn AS (SELECT w.receiver AS process,
                min(now.at, coalesce(w.ended_at, last.at)) - max(now.at / 2, w.begun_at) AS ns
         FROM wire w, now, last WHERE w.begun_id IS NOT NULL),
each AS (
  SELECT p.id, p.name,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'message.sent') AS sent,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'message.delivered') AS received,
         (SELECT count(*) FROM half WHERE other = p.name AND what = 'message.dropped') AS lost,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'turn.begun') AS turns,
         (SELECT coalesce(sum(ns), 0) FROM turn WHERE process = p.name AND ns > 0) AS ns,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'command.handled') AS handled,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'event.appended') AS stored,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'event.applied') AS applied,
         (SELECT count(*) FROM half WHERE process = p.name AND what = 'fault.fired') AS faults
  FROM process p)
SELECT 'all', sum(sent), sum(received), sum(lost), sum(turns), CASE WHEN sum(ns) > 0 THEN span(sum(ns)) END, '?',
       sum(handled), sum(stored), sum(applied), sum(faults) FROM each
UNION ALL
SELECT name, sent, received, lost, turns, CASE WHEN ns > 0 THEN span(ns) END, '?', handled, stored, applied, faults
FROM each WHERE sent + received + lost + turns + ns + handled + stored + applied + faults > 0
)sql";

}  // namespace

std::span<const PaneCheck> process_checks() {
  static constexpr PaneCheck checks[] = {
      {"processes", "life, locks and mailboxes", process_rows, processes_sql},
      {"processes", "deeds", deeds, deeds_sql},
      {"sums", "of the second half", sums, sums_sql},
      {"map", "stages", stages, stages_sql},
      {"map", "ways", ways, ways_sql},
  };
  return checks;
}

}  // namespace crisper::gui::by_sql
