// The tables about events, messages, faults and properties.
#include "gui/models/table_registry.hpp"
#include "tests/gui/panes/panes.hpp"

namespace crisper::gui::by_sql {
namespace {

/// "row 0 of show 4" and "show 4" are one row of a view that has one for each.
std::string row_name(std::string name) { return name.starts_with("row ") ? name.substr(name.find(" of ") + 4) : name; }

Rows view_rows(const Recorded& of, const RunState& state) {
  Rows rows = cells_of(tables::views(), of, state);
  for (auto& row : rows) {
    row[1] = row_name(row[1]);
    row[6].clear();
    row.pop_back();
    const bool says_nothing = row[3].empty() && row[4].empty() && row[5].empty();
    if (of.design->is_written && says_nothing) row[3] = row[4] = row[5] = "?";
  }
  return rows;
}

// Shows: what the view said last since its process began. Its events: each that it took, once. The store: all by now.
constexpr const char* views_sql = R"sql(
WITH told AS (
  SELECT u.process, u.stream, u.stream_name, coalesce(u.message, 0) AS item, max(u.id) AS id, u.a FROM past u
  WHERE u.what = 'view.updated' GROUP BY u.process, u.stream, coalesce(u.message, 0)),
started AS (SELECT process, max(id) AS id FROM past WHERE what = 'process.started' GROUP BY process),
took AS (
  SELECT DISTINCT p.process, c.message, c.stream, c.item, c.delta FROM past p
  JOIN change c ON c.message = p.message AND (c.view IS NULL OR c.view = p.process)
  WHERE p.what = 'event.applied'),
-- A view says what it shows a breath before it says why.
breath AS (SELECT s.process, s.message FROM said s, now WHERE s.id = now.id + 1 AND s.what = 'event.applied'
           AND EXISTS (SELECT 1 FROM past l WHERE l.id = now.id AND l.what = 'view.updated' AND l.process = s.process)),
taken AS (SELECT * FROM took UNION
          SELECT b.process, c.message, c.stream, c.item, c.delta FROM breath b
          JOIN change c ON c.message = b.message AND (c.view IS NULL OR c.view = b.process)),
stored AS (SELECT c.view, c.message, c.stream, c.item, c.delta FROM past p JOIN change c ON c.message = p.message
           WHERE p.what = 'event.appended'),
shown AS (
  SELECT told.*, told.id > coalesce(started.id, 0) AS is_told,
         (SELECT coalesce(sum(delta), 0) FROM taken t
          WHERE t.process = told.process AND t.stream = told.stream AND t.item = told.item) AS say,
         (SELECT count(*) FROM taken t
          WHERE t.process = told.process AND t.stream = told.stream AND t.item = told.item) AS took,
         (SELECT coalesce(sum(delta), 0) FROM stored s WHERE (s.view IS NULL OR s.view = told.process)
          AND s.stream = told.stream AND s.item = told.item) AS store,
         (SELECT count(*) FROM stored s WHERE (s.view IS NULL OR s.view = told.process)
          AND s.stream = told.stream AND s.item = told.item) AS stored
  FROM told LEFT JOIN started ON started.process = told.process)
SELECT process, CASE WHEN item > 0 THEN 'meal ' || item || ' of ' ELSE '' END || stream_name,
       CASE WHEN is_told THEN a END, say, store,
       CASE WHEN NOT is_told THEN 'not told yet' ELSE
         trim(CASE WHEN a <> say THEN 'wrong by ' || printf('%+d', a - say) ELSE '' END ||
              CASE WHEN took < stored THEN ', ' || (stored - took) || CASE WHEN stored - took = 1 THEN ' event' ELSE
                   ' events' END || ' behind' ELSE '' END ||
              CASE WHEN took > stored THEN ', ' || (took - stored) || CASE WHEN took - stored = 1 THEN ' event' ELSE
                   ' events' END || ' ahead' ELSE '' END, ', ') END
FROM shown
)sql";

Rows consumer_rows(const Recorded& of, const RunState& state) { return cells_of(tables::projections(), of, state); }

constexpr const char* consumers_sql = R"sql(
WITH applied AS (SELECT process, count(*) AS n, count(DISTINCT message) AS events FROM past
                 WHERE what = 'event.applied' GROUP BY process)
SELECT c.process, c.position, c.head, max(0, c.head - c.position), rough(now.at - c.last_at), coalesce(applied.n, 0),
       coalesce(applied.n - applied.events, 0),
       (SELECT count(*) FROM past i WHERE i.what = 'event.ignored' AND i.process = c.process AND i.b = 0),
       (SELECT count(DISTINCT h.a) FROM past h WHERE h.what = 'event.held' AND h.process = c.process
        AND h.id > coalesce((SELECT max(id) FROM past s WHERE s.what = 'process.started' AND s.process = c.process), 0)
        AND NOT EXISTS (SELECT 1 FROM past d WHERE d.what IN ('event.applied', 'event.ignored')
                        AND d.process = c.process AND d.a = h.a AND d.id > h.id))
FROM consumer c JOIN now LEFT JOIN applied ON applied.process = c.process
)sql";

Rows stream_rows(const Recorded& of, const RunState& state) {
  Rows rows = cells_of(tables::streams(), of, state);
  if (!of.design->is_written) return rows;
  for (auto& row : rows) row[2] = row[3] = "?";  // its parts are no sums
  return rows;
}

constexpr const char* streams_sql = R"sql(
WITH appended AS (
  SELECT p.id, p.at, p.stream, p.stream_name, p.a, p.text, c.item,
         sum(c.delta) OVER (PARTITION BY p.stream, c.item ORDER BY p.id) AS after, c.delta,
         lag(p.text) OVER (PARTITION BY p.stream ORDER BY p.id) AS before,
         row_number() OVER (PARTITION BY p.stream ORDER BY p.id DESC) AS back
  FROM past p LEFT JOIN (SELECT DISTINCT message, item, delta FROM change) c ON c.message = p.message
  WHERE p.what = 'event.appended')
SELECT stream_name, a, CASE WHEN item IS NOT NULL THEN 'meal ' || item || ': ' || (after - delta) END,
       CASE WHEN item IS NOT NULL THEN 'meal ' || item || ': ' || after END, text, before, rough(now.at - appended.at)
FROM appended, now WHERE back = 1 ORDER BY appended.id DESC LIMIT 200
)sql";

Rows message_rows(const Recorded& of, const RunState& state) { return cells_of(tables::messages(), of, state); }

// A copy that a fault made is there from the fault on.
constexpr const char* messages_sql = R"sql(
SELECT w.type, w.sender, w.receiver,
       trim(CASE WHEN w.duplicate THEN '#2 ' ELSE '' END ||
            coalesce((SELECT group_concat(fault, ' ') FROM (SELECT s.fault FROM strike s WHERE s.number = w.number
                      AND s.fault <> 'duplicate' ORDER BY s.id)), '')),
       rough(now.at - w.sent_at), CASE WHEN w.off_id IS NULL THEN 'never' ELSE rough(w.off_at - now.at) END, w.fate
FROM wire w, now
WHERE CASE WHEN w.duplicate THEN (SELECT min(s.id) FROM strike s WHERE s.number = w.number AND s.fault = 'duplicate')
      ELSE w.sent_id END <= now.id AND (w.off_id IS NULL OR w.off_id > now.id)
)sql";

Rows fault_rows(const Recorded& of, const RunState& state) { return cells_of(tables::faults(), of, state); }

constexpr const char* faults_sql = R"sql(
SELECT printf('%.*f s', clock.digits, f.at / 1e9), f.fault, f.process, f.peer, w.type,
       CASE WHEN f.id <= now.id THEN 'struck' ELSE 'to come' END
FROM said f JOIN now JOIN clock LEFT JOIN strike s ON s.id = f.id LEFT JOIN wire w ON w.number = s.number
WHERE f.what = 'fault.fired' ORDER BY f.id LIMIT 500
)sql";

/// What is chosen by a plan of faults is not of the trace.
Rows next_rows(const Recorded& of, const RunState& state) {
  Rows rows = cells_of(tables::next(), of, state);
  for (auto& row : rows) row[5] = row[5] == "comes first as it is" ? "first" : "";
  return rows;
}

constexpr const char* next_sql = R"sql(
WITH coming AS (
  SELECT w.*, row_number() OVER (ORDER BY w.arrived_id) AS place,
         row_number() OVER (PARTITION BY w.receiver ORDER BY w.arrived_id) AS nth
  FROM wire w, now
  WHERE CASE WHEN w.duplicate THEN (SELECT min(s.id) FROM strike s WHERE s.number = w.number AND s.fault = 'duplicate')
        ELSE w.sent_id END <= now.id AND w.arrived_id > now.id AND NOT w.dropped)
SELECT place, type, sender, receiver, rough(arrived_at - now.at), CASE WHEN nth = 1 THEN 'first' END
FROM coming, now ORDER BY place LIMIT 60
)sql";

/// Since when each is there, whether it is over and when it moved last; for the rest: instances_test.cpp.
Rows instance_rows(const Recorded& of, const RunState& state) {
  Rows rows;
  for (const auto& row : cells_of(tables::instances(), of, state)) {
    rows.push_back({row[0], row[1], row[2].ends_with(", ended") ? "ended" : "", row[5], row[6]});
  }
  return rows;
}

constexpr const char* instances_sql = R"sql(
WITH said_of AS (SELECT process, stream, stream_name, min(at) AS begun_at, max(at) AS last_at,
                        max(what = 'saga.ended') AS ended FROM past WHERE what LIKE 'saga.%' GROUP BY process, stream)
SELECT stream_name, process, CASE WHEN ended THEN 'ended' END, rough(now.at - begun_at), rough(now.at - last_at)
FROM said_of, now
)sql";

/// Without the lines under a property.
Rows property_rows(const Recorded& of, const RunState& state) {
  Rows rows = cells_of(tables::properties(), of, state);
  std::erase_if(rows, [](const auto& row) { return row[0].starts_with(' '); });
  return rows;
}

// When was it broken? At the last of what proves it, else at its time.
constexpr const char* properties_sql = R"sql(
WITH property AS (SELECT j.key AS number, j.value AS json FROM result, json_each(result.text, '$.properties') j),
violation AS (
  SELECT p.number, coalesce((SELECT max(json_extract(e.value, '$.id')) FROM json_each(v.value, '$.evidence') e
                             WHERE json_extract(e.value, '$.id') BETWEEN 1 AND (SELECT max(id) FROM record)),
                            (SELECT max(id) FROM record WHERE at <= json_extract(v.value, '$.at_ns'))) AS id
  FROM property p, json_each(p.json, '$.violations') v),
told AS (
  SELECT json_extract(json, '$.name') AS name, json_extract(json, '$.verdict') AS verdict,
         json_extract(json, '$.observed') AS saw, json_extract(json, '$.violation_count') AS times,
         (SELECT min(id) FROM violation v WHERE v.number = property.number) AS first FROM property)
SELECT name,
       CASE WHEN first IS NOT NULL THEN CASE WHEN first <= now.id THEN 'broken' ELSE 'breaks later' END ||
                                        CASE WHEN times > 1 THEN ', ' || times || ' times' ELSE '' END
            WHEN verdict = 'fail' THEN 'broken' WHEN verdict = 'pass' THEN 'holds' ELSE 'not seen' END,
       CASE WHEN first IS NOT NULL THEN (SELECT printf('%.*f s', digits, at / 1e9) FROM record, clock WHERE id = first)
            WHEN verdict = 'fail' THEN 'at the end' END,
       saw
FROM told, now
)sql";

/// What took each way: boxes are told apart by their processes.
Rows channels(const Recorded& of, const RunState&) {
  Rows rows;
  const LoadedRun& run = *of.made.run;
  for (const ChannelClaims& each : run.channels) {
    if (each.senders.size() != 1 || each.receivers.size() != 1) continue;
    const auto number = [](std::uint64_t count) { return text(static_cast<std::int64_t>(count)); };
    const Traffic& traffic = each.traffic;
    rows.push_back({run.trace().name_of(each.senders[0]), run.trace().name_of(each.receivers[0]), number(traffic.sent),
                    number(traffic.lost), number(traffic.twice), number(traffic.overtaken)});
  }
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  Rows asked;
  for (const auto& row : rows) asked.push_back({row[0], row[1]});
  of.sql->fill("one_to_one", "sender, receiver", asked);
  return rows;
}

constexpr const char* channels_sql = R"sql(
WITH crossed AS (SELECT * FROM wire WHERE bytes IS NOT NULL)
SELECT c.sender, c.receiver,
       (SELECT count(*) FROM crossed w WHERE w.sender = c.sender AND w.receiver = c.receiver AND NOT w.duplicate),
       (SELECT count(*) FROM crossed w WHERE w.sender = c.sender AND w.receiver = c.receiver AND NOT w.duplicate
        AND w.dropped),
       (SELECT count(*) FROM crossed w WHERE w.sender = c.sender AND w.receiver = c.receiver AND w.duplicate),
       (SELECT count(*) FROM crossed w WHERE w.sender = c.sender AND w.receiver = c.receiver AND NOT w.duplicate
        AND w.arrived_id IS NOT NULL
        AND EXISTS (SELECT 1 FROM crossed v WHERE v.sender = w.sender AND v.receiver = w.receiver AND NOT v.duplicate
                    AND v.sent_id > w.sent_id AND v.arrived_id < w.arrived_id))
FROM one_to_one c
)sql";

}  // namespace

std::span<const PaneCheck> table_checks() {
  static constexpr PaneCheck checks[] = {
      {"channels", "what took each way", channels, channels_sql, true},
      {"views", "three numbers of each row", view_rows, views_sql},
      {"projections", "consumers", consumer_rows, consumers_sql},
      {"streams", "streams", stream_rows, streams_sql, false, true},
      {"messages", "messages on the wire", message_rows, messages_sql},
      {"faults", "faults", fault_rows, faults_sql, false, true},
      {"properties", "properties", property_rows, properties_sql},
      {"next", "next messages", next_rows, next_sql, false, true},
      {"instances", "instances", instance_rows, instances_sql},
  };
  return checks;
}

}  // namespace crisper::gui::by_sql
