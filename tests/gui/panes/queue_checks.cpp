// The panes about what waits: command queues, their commands, and locks, as tables and as the picture of who waits for
// whom.
#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/wait_for_map.hpp"
#include "tests/gui/panes/panes.hpp"

namespace crisper::gui::by_sql {
namespace {

Rows queue_rows(const Recorded& of, const RunState& state) { return cells_of(tables::queues(), of, state); }

constexpr const char* queues_sql = R"sql(
WITH account AS (
  SELECT process AS queue, max(id) AS id, CASE what WHEN 'command.dispatched' THEN b ELSE a END AS waiting FROM past
  WHERE what IN ('command.enqueued', 'command.dispatched', 'command.acknowledged') GROUP BY process),
waits AS (SELECT q.*, (SELECT min(s.id) FROM said s, now WHERE s.what = 'command.dispatched'
                       AND s.message = q.message AND s.id > now.id) AS next FROM queued q WHERE handler IS NULL),
counted AS (
  SELECT account.queue, waiting,
    (SELECT max(a) FROM past WHERE what = 'command.enqueued' AND process = account.queue) AS peak,
    (SELECT at FROM waits WHERE waits.queue = account.queue ORDER BY next IS NULL, next, waits.id LIMIT 1) AS head_at,
    (SELECT min(at) FROM waits WHERE waits.queue = account.queue) AS oldest_at,
    (SELECT count(handler) FROM queued WHERE queued.queue = account.queue) AS in_flight,
    (SELECT count(*) FROM past, now WHERE what = 'command.acknowledged' AND process = account.queue
     AND past.at > max(0, now.at - 1000000000)) AS done,
    (SELECT count(*) FROM past WHERE what = 'command.dispatched' AND process = account.queue AND a > 1) AS again,
    (SELECT count(*) FROM past WHERE what = 'command.dead_lettered' AND process = account.queue) AS dead,
    (SELECT count(*) FROM queued WHERE queued.queue = account.queue
     AND deliveries > CASE WHEN handler IS NULL THEN 0 ELSE 1 END) AS back
  FROM account)
SELECT queue, waiting, peak, rough(now.at - head_at), rough(now.at - oldest_at), in_flight,
       printf('%.1f', done * 1e9 / min(now.at, 1000000000)), again, dead,
       CASE WHEN dead > 0 THEN 'gave up on ' || dead || CASE WHEN dead = 1 THEN ' command' ELSE ' commands' END
            WHEN back > 0 THEN back || CASE WHEN back = 1 THEN ' command' ELSE ' commands' END ||
                               ' in it came back from a handler' END
FROM counted, now
)sql";

Rows command_rows(const Recorded& of, const RunState& state) { return cells_of(tables::commands(), of, state); }

constexpr const char* commands_sql = R"sql(
WITH q AS (
  SELECT queued.*, CASE WHEN handler IS NULL THEN (SELECT min(s.id) FROM said s, now WHERE s.message = queued.message
                   AND s.what = 'command.dispatched' AND s.id > now.id) END AS next FROM queued),
placed AS (SELECT *, row_number() OVER (PARTITION BY handler IS NULL AND next IS NOT NULL, queue ORDER BY next) AS place
           FROM q)
SELECT (SELECT s.text FROM said s WHERE s.message = placed.message AND s.text IS NOT NULL ORDER BY s.id LIMIT 1),
       stream_name,
       CASE WHEN handler IS NOT NULL THEN 'at ' || handler WHEN next IS NULL THEN 'waits to the end'
            ELSE 'waits as no. ' || place END,
       rough(now.at - placed.at), deliveries
FROM placed, now
)sql";

/// Without the lines of circles.
Rows lock_rows(const Recorded& of, const RunState& state) {
  Rows rows = cells_of(tables::locks(), of, state);
  std::erase_if(rows, [](const auto& row) { return row[0] == "deadlock"; });
  return rows;
}

constexpr const char* locks_sql = R"sql(
WITH waiting AS (SELECT stream, stream_name, group_concat(who, ', ') AS who, min(at) AS at
                 FROM (SELECT * FROM lock_wait ORDER BY id) GROUP BY stream)
SELECT h.stream_name, h.who, rough(now.at - h.at), h.token, w.who, rough(now.at - w.at)
FROM lock_held h JOIN now LEFT JOIN waiting w ON w.stream = h.stream
UNION ALL
SELECT w.stream_name, 'free', NULL, NULL, w.who, rough(now.at - w.at) FROM waiting w, now
WHERE w.stream NOT IN (SELECT stream FROM lock_held)
)sql";

/// Of each lock that is drawn: by whom it is held, for how long, and how many wait for it; and how many aren't drawn.
Rows lock_picture(const Recorded& of, const RunState& state) {
  const WaitForMap map = make_wait_for_map(of.made.run->trace(), state);
  Rows rows;
  for (std::size_t node = 0; node < map.nodes.size(); ++node) {
    if (map.nodes[node].kind != WaitNode::Kind::lock) continue;
    std::string holder;
    int waiting = 0;
    for (const WaitArrow& arrow : map.arrows) {
      if (arrow.from == node) holder = map.nodes[arrow.to].title;
      if (arrow.to != node) continue;
      const bool many = map.nodes[arrow.from].kind == WaitNode::Kind::more;
      waiting += many ? std::stoi(map.nodes[arrow.from].title) : 1;
    }
    rows.push_back({map.nodes[node].title, holder, map.nodes[node].note, std::to_string(waiting)});
  }
  if (map.quiet > 0) rows.push_back({"not drawn", "", "", std::to_string(map.quiet)});
  return rows;
}

// Who asks again for what it has waits for nobody.
constexpr const char* lock_picture_sql = R"sql(
WITH waiting AS (SELECT w.stream, w.stream_name, count(*) AS n FROM lock_wait w
                 LEFT JOIN lock_held h ON h.stream = w.stream WHERE h.who IS NULL OR h.who <> w.who GROUP BY w.stream)
SELECT w.stream_name, h.who, CASE WHEN h.who IS NULL THEN 'free' ELSE 'held ' || rough(now.at - h.at) END, w.n
FROM waiting w JOIN now LEFT JOIN lock_held h ON h.stream = w.stream
UNION ALL
SELECT 'not drawn', NULL, NULL, count(*) FROM lock_held WHERE stream NOT IN (SELECT stream FROM waiting)
HAVING count(*) > 0
)sql";

/// Where somebody waits in a circle: that the table says so, and that the picture draws it.
Rows circles(const Recorded& of, const RunState& state) {
  Rows rows;
  const Rows table = cells_of(tables::locks(), of, state);
  if (std::ranges::any_of(table, [](const auto& row) { return row[0] == "deadlock"; })) rows.push_back({"told"});
  if (!make_wait_for_map(of.made.run->trace(), state).told.empty()) rows.push_back({"drawn"});
  return rows;
}

constexpr const char* circles_sql = R"sql(
WITH RECURSIVE edge AS (SELECT w.who AS waiter, h.who AS holder FROM lock_wait w
                        JOIN lock_held h ON h.stream = w.stream AND h.who <> w.who),
reach (a, b) AS (SELECT waiter, holder FROM edge UNION SELECT r.a, e.holder FROM reach r JOIN edge e ON e.waiter = r.b)
SELECT word FROM (SELECT 'told' AS word UNION SELECT 'drawn') WHERE EXISTS (SELECT 1 FROM reach WHERE a = b)
)sql";

}  // namespace

std::span<const PaneCheck> queue_checks() {
  static constexpr PaneCheck checks[] = {
      {"queues", "queues", queue_rows, queues_sql},
      {"commands", "commands", command_rows, commands_sql},
      {"locks", "locks", lock_rows, locks_sql},
      {"locks", "picture of who waits", lock_picture, lock_picture_sql},
      {"locks", "circles", circles, circles_sql},
  };
  return checks;
}

}  // namespace crisper::gui::by_sql
