// What several panes ask of a trace, as tables and views: each says its question first. Of a view X_now, go_to makes
// the table X.
#include "tests/gui/panes/trace_sql.hpp"

namespace crisper::gui::by_sql {

const char* const trace_tables = R"sql(
CREATE TABLE now (id, at);
INSERT INTO now VALUES (0, 0);

CREATE TABLE process AS SELECT id, name, role, host FROM trace.process;

-- `who`: whom it concerns, or else who said it.
CREATE TABLE said AS
SELECT o.id, o.at_ns AS at, k.name AS what, p.name AS process, q.name AS peer, coalesce(q.name, p.name) AS who,
       o.message, o.causation, o.stream, n.name AS stream_name, o.a, o.b, t.name AS type, y.text AS text,
       w.name AS fault
FROM trace.observation o
JOIN trace.kind k ON k.id = o.kind
LEFT JOIN trace.process p ON p.id = o.process
LEFT JOIN trace.process q ON q.id = o.peer
LEFT JOIN trace.stream n ON n.id = o.stream
LEFT JOIN trace.payload y ON y.id = o.payload
LEFT JOIN trace.message_type t ON t.id = y.type
LEFT JOIN trace.word w ON k.name = 'fault.fired' AND w.list = 'FaultKind' AND w.value = o.b;
CREATE INDEX said_id ON said(id);
CREATE INDEX said_what ON said(what, id);
CREATE INDEX said_message ON said(message, what);
CREATE INDEX said_process ON said(process, what, id);

-- `off_*`: when it was off the wire.
CREATE TABLE wire AS
SELECT d.message, d.causation, s.name AS sender, r.name AS receiver, t.name AS type, d.bytes, d.sent_at, d.arrived_at,
       d.begun_at, d.ended_at, d.sent_id, d.arrived_id, d.begun_id, d.ended_id,
       coalesce(d.arrived_id, d.ended_id) AS off_id, coalesce(d.arrived_at, d.ended_at) AS off_at,
       d.depth_after_arrival, d.depth_after_begin, f.name AS fate, d.duplicate,
       f.name IN ('lost', 'corrupt', 'partitioned', 'receiver down', 'mailbox full', 'stale') AS dropped,
       d.rowid AS number
FROM trace.delivery d
LEFT JOIN trace.process s ON s.id = d.sender
LEFT JOIN trace.process r ON r.id = d.receiver
LEFT JOIN trace.message_type t ON t.id = d.type
LEFT JOIN trace.fate f ON f.id = d.fate;
CREATE INDEX wire_message ON wire(message);
CREATE INDEX wire_receiver ON wire(receiver, begun_id);

CREATE TABLE record (id INTEGER PRIMARY KEY, at, process, what, other);
INSERT INTO record SELECT id, at, process, what, peer FROM said;
INSERT OR IGNORE INTO record
SELECT sent_id, sent_at, sender, 'message.sent', receiver FROM wire WHERE sent_id IS NOT NULL AND NOT duplicate
UNION ALL SELECT arrived_id, arrived_at, receiver, 'message.delivered', sender FROM wire WHERE arrived_id IS NOT NULL
UNION ALL SELECT begun_id, begun_at, receiver, 'turn.begun', sender FROM wire WHERE begun_id IS NOT NULL
UNION ALL SELECT ended_id, ended_at, receiver, 'turn.ended', sender FROM wire WHERE fate = 'handled'
UNION ALL SELECT ended_id, ended_at, sender, 'message.dropped', receiver FROM wire WHERE dropped AND ended_id NOT NULL;

-- Milliseconds, unless something in the trace happens faster than that: then microseconds.
CREATE TABLE clock AS
SELECT CASE WHEN EXISTS (SELECT 1 FROM record a JOIN record b ON b.id = (SELECT min(id) FROM record WHERE id > a.id)
                         WHERE b.at > a.at AND b.at < a.at + 1000000) THEN 6 ELSE 3 END AS digits;

CREATE VIEW past AS SELECT said.* FROM said, now WHERE said.id <= now.id;

-- Which delivery did a fault of messages strike? The last that was sent before; a duplicate is the copy.
CREATE TABLE strike AS
SELECT f.id, f.at, f.fault, f.a AS plan_index,
       (SELECT w.number FROM wire w WHERE w.message = f.message AND w.sent_id < f.id
        AND w.duplicate = (f.fault = 'duplicate') ORDER BY w.sent_id DESC LIMIT 1) AS number
FROM said f WHERE f.what = 'fault.fired' AND f.message IS NOT NULL
AND f.fault IN ('loss', 'duplicate', 'delay', 'reorder', 'corrupt');
CREATE INDEX strike_number ON strike(number);

-- What did each process say of its life last? Nothing where it has not begun yet.
CREATE VIEW life_now AS
SELECT process, what, max(id) AS id, at, a FROM past
WHERE what IN ('process.started', 'process.ended', 'process.crashed', 'process.paused', 'process.resumed')
GROUP BY process;

-- Who has asked for which lock, since when, and has no answer? Who gives up, or goes down, waits no more; nor does
-- anybody when the service goes down.
CREATE VIEW lock_wait_now AS
WITH asked AS (SELECT stream, who, process AS service, id, at, stream_name FROM past WHERE what = 'lock.requested'),
over AS (
  SELECT stream, who, id FROM past WHERE what IN ('lock.granted', 'lock.refused')
  UNION ALL
  SELECT q.stream, q.who, e.id FROM (SELECT DISTINCT stream, who, service FROM asked) q
  JOIN past e ON e.what = 'call.timed_out' AND e.process = q.who AND e.peer = q.service
  UNION ALL
  SELECT q.stream, q.who, e.id FROM (SELECT DISTINCT stream, who, service FROM asked) q
  JOIN past e ON e.what IN ('process.crashed', 'process.ended') AND e.process IN (q.who, q.service)),
latest AS (SELECT stream, who, max(id) AS id FROM over GROUP BY stream, who)
SELECT asked.stream, asked.stream_name, asked.who, min(asked.id) AS id, min(asked.at) AS at
FROM asked LEFT JOIN latest ON latest.stream = asked.stream AND latest.who = asked.who
WHERE asked.id > coalesce(latest.id, 0) GROUP BY asked.stream, asked.who;

-- Who has which lock? A token ends once, whoever speaks of it later.
CREATE VIEW lock_held_now AS
WITH granted AS (SELECT stream, stream_name, who, a AS token, max(id) AS id, at FROM past WHERE what = 'lock.granted'
                 GROUP BY stream),
ended AS (SELECT stream, a AS token, max(id) AS id FROM past WHERE what IN ('lock.released', 'lock.expired')
          GROUP BY stream, a)
SELECT g.* FROM granted g LEFT JOIN ended e ON e.stream = g.stream AND e.token = g.token
WHERE g.id > coalesce(e.id, 0);

-- Which states does a process want to operate on, or does it operate on?
CREATE VIEW state_of_now AS
WITH latest AS (SELECT process, stream, stream_name, what, max(id) AS id, at FROM past
                WHERE what IN ('state.requested', 'state.entered', 'state.left') GROUP BY process, stream),
down AS (SELECT process, max(id) AS id FROM past WHERE what IN ('process.crashed', 'process.ended') GROUP BY process),
retried AS (SELECT process, max(id) AS id FROM past WHERE what = 'command.retried' GROUP BY process)
SELECT l.* FROM latest l LEFT JOIN down ON down.process = l.process LEFT JOIN retried r ON r.process = l.process
WHERE l.id > coalesce(down.id, 0) AND (l.what <> 'state.requested' OR l.id > coalesce(r.id, 0));

-- Commands that a queue has: since when, to whom it gave them last and how often, and whether they are still there.
CREATE VIEW queued_now AS
WITH c AS (SELECT id, at, what, message, process, peer, stream_name, a FROM past WHERE what LIKE 'command.%'),
gone AS (SELECT message, max(id) AS id FROM c WHERE what IN ('command.acknowledged', 'command.dead_lettered')
         GROUP BY message),
came AS (SELECT c.message, min(c.id) AS id, min(c.at) AS at, c.process, c.stream_name FROM c
         LEFT JOIN gone ON gone.message = c.message
         WHERE c.what IN ('command.enqueued', 'command.dispatched') AND c.id > coalesce(gone.id, 0)
         GROUP BY c.message),
given AS (SELECT c.message, max(c.id) AS id, c.at, c.peer, c.a FROM c JOIN came ON came.message = c.message
          WHERE c.what = 'command.dispatched' AND c.id >= came.id GROUP BY c.message)
SELECT came.message, came.id, came.at, came.process AS queue, came.stream_name, coalesce(given.a, 0) AS deliveries,
       given.id AS given_id,
       CASE WHEN NOT EXISTS (SELECT 1 FROM c back WHERE back.message = came.message AND back.id > given.id
                             AND (back.what = 'command.expired'
                                  OR (back.what = 'command.retried' AND back.process = given.peer)))
            THEN given.peer END AS handler
FROM came LEFT JOIN given ON given.message = came.message;

-- Who takes events, and how far is it?
CREATE VIEW consumer_now AS
WITH dealt AS (SELECT process, what, message, a, b, id, at FROM past WHERE what IN ('event.applied', 'event.ignored'))
SELECT heard.process, heard.id AS heard_id,
       (SELECT coalesce(max(a), 0) FROM dealt WHERE dealt.process = heard.process) AS position,
       (SELECT coalesce(max(a), 0) FROM past WHERE what = 'event.published') AS head,
       (SELECT max(at) FROM dealt WHERE dealt.process = heard.process) AS last_at
FROM (SELECT process, min(id) AS id FROM past
      WHERE what IN ('event.applied', 'event.ignored', 'event.held', 'checkpoint.saved', 'view.updated')
      GROUP BY process) AS heard;

-- Each event once, with its text.
CREATE TABLE event AS
SELECT message, stream, stream_name, type, text, min(id) AS id FROM said
WHERE what IN ('event.appended', 'event.published') AND text IS NOT NULL GROUP BY message;
CREATE INDEX event_message ON event(message);

-- Lanes of the diagram: a role of more than eight processes has one for all.
CREATE TABLE lane AS
SELECT name AS process, CASE WHEN n > 8 THEN role || 's (' || n || ')' ELSE name END AS name
FROM (SELECT name, role, count(*) OVER (PARTITION BY role) AS n FROM process);
CREATE INDEX lane_process ON lane(process);
)sql";

}  // namespace crisper::gui::by_sql
