// The views: what a person asks a trace. Kinds are found by name, so the SQL reads the same in every version.
// Traces have millions of rows: each view costs no more than a sort of what it reads.
#include "sim/trace/trace_schema.hpp"

namespace crisper::sim {

const std::string_view trace_views_sql = R"sql(
CREATE VIEW message AS
SELECT d.id, d.attempt, d.message, t.name AS type, s.name AS sender, r.name AS receiver, d.bytes, d.sent_at,
       d.arrived_at - d.sent_at AS wire_ns, d.begun_at - d.arrived_at AS waited_ns,
       CASE WHEN d.begun_at IS NOT NULL THEN d.ended_at - d.begun_at END AS turn_ns,
       f.name AS fate, d.duplicate, d.correlation, d.causation
FROM delivery d
LEFT JOIN message_type t ON t.id = d.type
LEFT JOIN process s ON s.id = d.sender
LEFT JOIN process r ON r.id = d.receiver
LEFT JOIN fate f ON f.id = d.fate;

CREATE VIEW said AS
SELECT o.id, o.at_ns, k.name AS what, p.name AS process, q.name AS peer, o.message, o.correlation, o.causation,
       o.stream, COALESCE(s.name, o.stream) AS stream_name, o.a, o.b, t.name AS type,
       TRIM(COALESCE(y.text || ' ', '') ||
            CASE WHEN k.a = '' THEN '' ELSE k.a || ' ' || COALESCE(wa.name, o.a) || ' ' END ||
            CASE WHEN k.b = '' THEN '' ELSE k.b || ' ' || COALESCE(wb.name, o.b) END) AS text
FROM observation o
JOIN kind k ON k.id = o.kind
LEFT JOIN process p ON p.id = o.process
LEFT JOIN process q ON q.id = o.peer
LEFT JOIN stream s ON s.id = o.stream
LEFT JOIN payload y ON y.id = o.payload
LEFT JOIN message_type t ON t.id = y.type
LEFT JOIN word wa ON wa.list = k.a AND wa.value = o.a
LEFT JOIN word wb ON wb.list = k.b AND wb.value = o.b;

CREATE VIEW timeline AS
SELECT id, at_ns, process, what, peer, stream_name AS stream, text FROM said
UNION ALL
SELECT d.sent_id, d.sent_at, s.name, 'message.sent', r.name, NULL, t.name || ' ' || d.bytes || ' bytes'
FROM delivery d LEFT JOIN process s ON s.id = d.sender LEFT JOIN process r ON r.id = d.receiver
LEFT JOIN message_type t ON t.id = d.type WHERE d.sent_id IS NOT NULL AND NOT d.duplicate
UNION ALL
SELECT d.arrived_id, d.arrived_at, r.name, 'message.delivered', s.name, NULL,
       COALESCE(t.name, '') || COALESCE(' mailbox depth ' || d.depth_after_arrival, ' reply')
FROM delivery d LEFT JOIN process s ON s.id = d.sender LEFT JOIN process r ON r.id = d.receiver
LEFT JOIN message_type t ON t.id = d.type WHERE d.arrived_id IS NOT NULL
UNION ALL
SELECT d.begun_id, d.begun_at, r.name, 'turn.begun', s.name, NULL,
       COALESCE(t.name, '') || ' waited ' || (d.begun_at - d.arrived_at) || ' ns'
FROM delivery d LEFT JOIN process s ON s.id = d.sender LEFT JOIN process r ON r.id = d.receiver
LEFT JOIN message_type t ON t.id = d.type WHERE d.begun_id IS NOT NULL
UNION ALL
SELECT d.ended_id, d.ended_at, CASE f.name WHEN 'handled' THEN r.name ELSE s.name END,
       CASE f.name WHEN 'handled' THEN 'turn.ended' ELSE 'message.dropped' END,
       CASE f.name WHEN 'handled' THEN s.name ELSE r.name END, NULL,
       COALESCE(t.name, '') || CASE f.name WHEN 'handled' THEN '' ELSE ' ' || f.name END
FROM delivery d JOIN fate f ON f.id = d.fate AND f.name <> 'abandoned' LEFT JOIN process s ON s.id = d.sender
LEFT JOIN process r ON r.id = d.receiver LEFT JOIN message_type t ON t.id = d.type WHERE d.ended_id IS NOT NULL;

CREATE VIEW queue_depth AS
SELECT o.id, o.at_ns, p.name AS queue, CASE k.name WHEN 'command.dispatched' THEN o.b ELSE o.a END AS waiting,
       CASE k.name WHEN 'command.dispatched' THEN NULL ELSE o.b END AS in_flight, k.name AS why
FROM observation o JOIN kind k ON k.id = o.kind LEFT JOIN process p ON p.id = o.process
WHERE o.kind IN (SELECT id FROM kind
                 WHERE name IN ('command.enqueued', 'command.dispatched', 'command.acknowledged'));

CREATE VIEW mailbox_depth AS
SELECT d.arrived_id AS id, d.arrived_at AS at_ns, p.name AS process, d.depth_after_arrival AS depth, 'arrived' AS why
FROM delivery d LEFT JOIN process p ON p.id = d.receiver WHERE d.depth_after_arrival IS NOT NULL
UNION ALL
SELECT d.begun_id, d.begun_at, p.name, d.depth_after_begin, 'begun'
FROM delivery d LEFT JOIN process p ON p.id = d.receiver WHERE d.depth_after_begin IS NOT NULL
UNION ALL
SELECT o.id, o.at_ns, p.name, 0, 'down'
FROM observation o LEFT JOIN process p ON p.id = o.process
WHERE o.kind IN (SELECT id FROM kind WHERE name IN ('process.crashed', 'process.ended'));

CREATE VIEW projection_lag AS
WITH step AS (
  SELECT o.id, o.at_ns, k.name AS what, o.process, o.message, o.stream,
         MAX(CASE k.name WHEN 'event.appended' THEN o.b END) OVER (ORDER BY o.id) AS head
  FROM observation o JOIN kind k ON k.id = o.kind
  WHERE o.kind IN (SELECT id FROM kind WHERE name IN ('event.appended', 'event.applied')))
SELECT applied.id, applied.at_ns, p.name AS consumer, applied.message AS event,
       COALESCE(s.name, applied.stream) AS stream, appended.b AS position,
       -- Where store and view change in one transaction, the view may be the earlier.
       MAX(COALESCE(applied.head, 0) - appended.b, 0) AS behind_events,
       MAX(applied.at_ns - appended.at_ns, 0) AS behind_ns
FROM step AS applied
-- By its message: CROSS and + keep SQLite from walking through all that were appended for each that was applied.
CROSS JOIN observation AS appended ON appended.message = applied.message
  AND +appended.kind IN (SELECT id FROM kind WHERE name = 'event.appended')
LEFT JOIN process p ON p.id = applied.process LEFT JOIN stream s ON s.id = applied.stream
WHERE applied.what = 'event.applied';

CREATE VIEW fault_hit AS
WITH hit AS (
  SELECT o.id, o.at_ns, o.a AS plan_index, o.b AS fault, o.process, o.peer, o.message, d.attempt, d.type, d.fate,
         ROW_NUMBER() OVER (PARTITION BY o.id ORDER BY d.sent_id DESC, d.duplicate DESC) AS nearness
  FROM observation o LEFT JOIN delivery d ON d.message = o.message AND d.sent_id < o.id
  WHERE o.kind IN (SELECT id FROM kind WHERE name = 'fault.fired'))
SELECT hit.id, hit.at_ns, w.name AS fault, hit.plan_index, p.name AS process, q.name AS peer, hit.message, hit.attempt,
       t.name AS type, f.name AS fate
FROM hit
LEFT JOIN word w ON w.list = 'FaultKind' AND w.value = hit.fault
LEFT JOIN process p ON p.id = hit.process LEFT JOIN process q ON q.id = hit.peer
LEFT JOIN message_type t ON t.id = hit.type LEFT JOIN fate f ON f.id = hit.fate
WHERE hit.nearness = 1;

CREATE VIEW command_life AS
WITH command AS (
  SELECT message AS command, MIN(at_ns) AS began_at FROM observation
  WHERE kind IN (SELECT id FROM kind WHERE name LIKE 'command.%') GROUP BY message),
conversation AS (
  SELECT DISTINCT message AS command, correlation FROM observation
  WHERE kind IN (SELECT id FROM kind WHERE name LIKE 'command.%') AND correlation IS NOT NULL),
-- What a handler does with locks is part of the last command that it was given.
handler_step AS (
  SELECT id, peer AS handler, id AS dispatched_id FROM observation
  WHERE kind IN (SELECT id FROM kind WHERE name = 'command.dispatched')
  UNION ALL
  SELECT id, process, NULL FROM observation WHERE kind IN (SELECT id FROM kind WHERE name LIKE 'lock.%')
  UNION ALL
  SELECT id, peer, NULL FROM observation WHERE kind IN (SELECT id FROM kind WHERE name LIKE 'lock.%')),
handling AS (
  SELECT id, MAX(dispatched_id) OVER (PARTITION BY handler ORDER BY id) AS dispatched_id
  FROM handler_step WHERE handler IS NOT NULL),
belongs AS (
  SELECT c.command, o.id FROM command c JOIN observation o ON o.message = c.command
  UNION
  SELECT d.message, o.id
  FROM handling h JOIN observation d ON d.id = h.dispatched_id JOIN observation o ON o.id = h.id
  WHERE h.id > h.dispatched_id AND o.stream = d.stream
  UNION
  SELECT e.command, o.id FROM command_event e JOIN observation o ON o.message = e.event)
SELECT b.command, o.id, o.at_ns, o.at_ns - c.began_at AS since_ns, k.name AS what, p.name AS process, q.name AS peer,
       y.text
FROM belongs b JOIN observation o ON o.id = b.id JOIN command c ON c.command = b.command
JOIN kind k ON k.id = o.kind LEFT JOIN process p ON p.id = o.process LEFT JOIN process q ON q.id = o.peer
LEFT JOIN payload y ON y.id = o.payload
UNION ALL
SELECT v.command, COALESCE(d.sent_id, d.arrived_id), COALESCE(d.sent_at, d.arrived_at),
       COALESCE(d.sent_at, d.arrived_at) - c.began_at, 'delivery: ' || f.name, s.name, r.name, t.name
FROM conversation v JOIN delivery d ON d.correlation = v.correlation JOIN command c ON c.command = v.command
JOIN fate f ON f.id = d.fate LEFT JOIN process s ON s.id = d.sender LEFT JOIN process r ON r.id = d.receiver
LEFT JOIN message_type t ON t.id = d.type;
)sql";

// `ended_id`: the least that says that this token is no longer held; of requests and refusals nothing is read from it.
const std::string_view trace_lock_wait_sql = R"sql(
WITH lock AS (
  SELECT o.id, o.at_ns, k.name AS what, o.stream, COALESCE(o.peer, o.process) AS holder, o.a,
         MIN(CASE WHEN k.name IN ('lock.released', 'lock.expired') THEN o.id END)
           OVER (PARTITION BY o.stream, o.a) AS ended_id
  FROM observation o JOIN kind k ON k.id = o.kind
  WHERE o.kind IN (SELECT id FROM kind WHERE name LIKE 'lock.%')),
asked AS (
  SELECT id, at_ns, what, stream, holder, a AS waiters, LEAD(what) OVER asks AS outcome,
         LEAD(at_ns) OVER asks AS outcome_at, LEAD(a) OVER asks AS outcome_a, LEAD(ended_id) OVER asks AS ended_id
  FROM lock WHERE what IN ('lock.requested', 'lock.granted', 'lock.refused')
  WINDOW asks AS (PARTITION BY stream, holder ORDER BY id))
SELECT asked.id, COALESCE(s.name, asked.stream) AS stream, p.name AS holder, asked.waiters,
       asked.at_ns AS requested_at,
       CASE asked.outcome WHEN 'lock.granted' THEN asked.outcome_at END AS granted_at,
       asked.outcome_at - asked.at_ns AS waited_ns,
       CASE asked.outcome WHEN 'lock.granted' THEN asked.outcome_a END AS token,
       CASE asked.outcome WHEN 'lock.granted' THEN ended.at_ns - asked.outcome_at END AS held_ns,
       CASE asked.outcome WHEN 'lock.granted' THEN COALESCE(SUBSTR(k.name, 6), 'held')
                          WHEN 'lock.refused' THEN 'refused' WHEN 'lock.requested' THEN 'asked again'
                          ELSE 'waiting' END AS ending
FROM asked
LEFT JOIN observation ended ON ended.id = asked.ended_id LEFT JOIN kind k ON k.id = ended.kind
LEFT JOIN stream s ON s.id = asked.stream LEFT JOIN process p ON p.id = asked.holder
WHERE asked.what = 'lock.requested'
)sql";

}  // namespace crisper::sim
