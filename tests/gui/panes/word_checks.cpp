// The panes of words: the event log, the inspector, two runs side by side, and the sentence above them all.
#include <QCoreApplication>
#include <QStringList>

#include "gui/models/causes.hpp"
#include "gui/models/comparison.hpp"
#include "gui/models/comparison_rows.hpp"
#include "gui/models/event_log_model.hpp"
#include "gui/models/record_words.hpp"
#include "gui/models/verdict.hpp"
#include "gui/panes/inspector.hpp"
#include "tests/gui/panes/panes.hpp"

namespace crisper::gui::by_sql {
namespace {

/// Each line as the log shows it; of its details, what stands before the first comma.
Rows log_lines(const Recorded& of, const RunState&) {
  const LoadedRun& run = *of.made.run;
  Rows rows;
  for (RecordId id = 1; id <= run.trace().last(); ++id) {
    if (run.trace().record(id).row == nowhere) continue;
    const RecordWords words = words_of(run.trace(), *run.index, id);
    rows.push_back({text(std::int64_t{id}), text(run.trace().at(id)), words.process, words.what, words.about,
                    words.text.substr(0, words.text.find(", "))});
  }
  return rows;
}

// The text of what was said, or of what it was said of. What has none is told in numbers, and those aren't looked at.
constexpr const char* log_sql = R"sql(
WITH named AS (SELECT message, text, min(id) FROM said WHERE text IS NOT NULL AND message IS NOT NULL GROUP BY message)
SELECT r.id, r.at, r.process, r.what,
       CASE WHEN s.id IS NULL OR s.what = 'fault.fired' THEN r.other
            ELSE trim(coalesce(s.stream_name, '') || coalesce(', ' || s.peer, ''), ', ') END,
       CASE WHEN s.what IN ('fault.fired', 'view.updated') THEN '?'
            ELSE coalesce(substr(s.text, 1, instr(s.text || ', ', ', ') - 1),
                          substr(named.text, 1, instr(named.text || ', ', ', ') - 1), '?') END
FROM record r LEFT JOIN said s ON s.id = r.id LEFT JOIN named ON named.message = s.message ORDER BY r.id
)sql";

/// With the filter that one begins with.
Rows log_numbers(const Recorded& of, const RunState&) {
  Cursor cursor;
  EventLogModel model(cursor);
  cursor.setRun(of.made.run);
  while (model.isFiltering()) QCoreApplication::processEvents();
  Rows rows;
  for (int row = 0; row < model.rowCount(); ++row) rows.push_back({text(std::int64_t{model.record(row)})});
  return rows;
}

constexpr const char* log_numbers_sql = "SELECT id FROM said ORDER BY id";

/// What the page of the record at the cursor says of it, and the first of its causes.
Rows inspected(const Recorded& of, const RunState& state) {
  if (state.at == 0) return {};
  Cursor cursor;
  Inspector inspector(cursor);
  cursor.setRun(of.made.run);
  cursor.moveTo(state.at);
  inspector.refresh();
  const QStringList lines = inspector.text().split('\n', Qt::SkipEmptyParts);
  const auto after = [&](const QString& title) {
    const qsizetype at = lines.indexOf(title);
    return at < 0 || at + 1 >= lines.size() ? std::string() : text(lines[at + 1].simplified());
  };
  const auto causes = causes_of(of.made.run->trace(), *of.made.run->index, state.at, 1);
  return {{text(lines.value(0).simplified()), after("said by"), causes.empty() ? "" : text(std::int64_t{causes[0]})}};
}

// A delivery from its sending, unless it is a copy; a turn from its delivery; what was said from the turn that it was
// said in, which is that of the message that caused it.
constexpr const char* inspector_sql = R"sql(
WITH at AS (SELECT r.id, r.at, r.process, r.what FROM record r, now WHERE r.id = now.id)
SELECT at.what || ' #' || at.id || ' ' || printf('%.9f', at.at / 1e9) || ' s', at.process,
  CASE
  WHEN at.what = 'message.sent' THEN (
    SELECT max(t.begun_id) FROM wire w JOIN wire t ON t.message = w.causation AND t.receiver = at.process
    WHERE w.sent_id = at.id AND NOT w.duplicate AND t.begun_id <= at.id)
  WHEN at.what = 'message.delivered' THEN (
    SELECT coalesce((SELECT min(s.id) FROM strike s
                     WHERE s.number = w.number AND w.duplicate AND s.fault = 'duplicate'), w.sent_id)
    FROM wire w WHERE w.arrived_id = at.id)
  WHEN at.what = 'message.dropped' THEN (
    SELECT coalesce((SELECT min(s.id) FROM strike s WHERE s.number = w.number), w.sent_id)
    FROM wire w WHERE w.ended_id = at.id AND w.dropped)
  WHEN at.what = 'turn.begun' THEN (SELECT w.arrived_id FROM wire w WHERE w.begun_id = at.id)
  WHEN at.what = 'turn.ended' THEN (SELECT w.begun_id FROM wire w WHERE w.ended_id = at.id AND w.fate = 'handled')
  WHEN at.what IN ('fault.fired', 'view.updated') OR at.what LIKE 'process.%' THEN '?'
  ELSE (SELECT max(t.begun_id) FROM said s JOIN wire t ON t.message = s.causation AND t.receiver = at.process
        WHERE s.id = at.id AND t.begun_id <= at.id) END
FROM at
)sql";

/// A run beside itself: what became of each command, in both columns.
Rows compared(const Recorded& of, const RunState&) {
  const LoadedRun& run = *of.made.run;
  const Comparison comparison = compare_runs(run, run);
  Rows rows;
  if (comparison.first.exists()) rows.push_back({"it parts from itself"});
  for (const TableRow& row : command_rows(comparison, run, run)) {
    std::vector<std::string>& cells = rows.emplace_back();
    for (const QString& each : row.cells) cells.push_back(text(each));
  }
  return rows;
}

constexpr const char* compare_sql = R"sql(
WITH first AS (SELECT message, min(id) AS id FROM said WHERE what = 'command.submitted' GROUP BY message),
sent AS (SELECT s.message, s.id, s.at, s.process FROM first JOIN said s ON s.id = first.id),
fate AS (
  SELECT sent.*,
    (SELECT count(*) FROM said d WHERE d.message = sent.message AND d.what = 'command.handled') AS handled,
    (SELECT count(*) FROM said d WHERE d.message = sent.message AND d.what = 'command.rejected') AS rejected,
    (SELECT max(a) FROM said d WHERE d.message = sent.message AND d.what = 'command.handled') AS events,
    (SELECT count(*) FROM said d WHERE d.message = sent.message AND d.what = 'command.gave_up') AS gave_up,
    (SELECT d.at FROM said d WHERE d.message = sent.message AND d.what IN ('command.answered', 'command.gave_up')
     ORDER BY d.id LIMIT 1) AS ended_at
  FROM sent),
told AS (SELECT *, CASE WHEN handled > 0 THEN 'handled' WHEN rejected > 0 THEN 'rejected' ELSE 'open' END ||
                   CASE WHEN events > 1 THEN ', ' || events || ' events' WHEN events = 1 THEN ', 1 event' ELSE '' END ||
                   CASE WHEN gave_up > 0 THEN ', client gave up' ELSE '' END AS words FROM fate)
SELECT (SELECT s.text FROM said s WHERE s.message = told.message AND s.text IS NOT NULL ORDER BY s.id LIMIT 1),
       words, words, CASE WHEN ended_at IS NOT NULL THEN 'same' END, span(ended_at - at), span(ended_at - at), process
FROM told ORDER BY id
)sql";

Rows verdict(const Recorded& of, const RunState&) {
  const VerdictWords words = verdict_of(*of.made.run);
  return {{text(words.head), text(words.sentence)}};
}

constexpr const char* verdict_sql = R"sql(
WITH told AS (SELECT json_extract(text, '$.verdict') AS verdict, json_extract(text, '$.reason') AS reason,
                     json_extract(text, '$.scenario') AS scenario FROM result),
property AS (SELECT json_extract(j.value, '$.verdict') AS verdict, json_extract(j.value, '$.judged') AS judged,
                    json_extract(j.value, '$.observed') AS saw FROM result, json_each(result.text, '$.properties') j),
counted AS (SELECT sum(verdict = 'pass') AS hold, sum(verdict = 'unknown' AND judged AND saw = 0) AS unseen,
                   sum(verdict = 'unknown' AND NOT judged) AS not_judged,
                   sum(verdict = 'unknown' AND judged AND saw > 0) AS open FROM property)
SELECT upper(verdict),
       CASE WHEN verdict <> 'pass' THEN reason ELSE
         hold || CASE WHEN hold = 1 THEN ' holds' ELSE ' hold' END ||
         CASE WHEN unseen > 0 THEN ', ' || unseen || ' saw nothing' ELSE '' END ||
         CASE WHEN not_judged > 0 THEN ', ' || not_judged || ' not judged' ELSE '' END ||
         CASE WHEN open > 0 THEN ', ' || open || ' open' ELSE '' END || ': ' || scenario END
FROM told, counted
)sql";

}  // namespace

std::span<const PaneCheck> word_checks() {
  static constexpr PaneCheck checks[] = {
      {"log", "lines", log_lines, log_sql, true, true},
      {"log", "which lines", log_numbers, log_numbers_sql, true, true},
      {"inspector", "record and cause", inspected, inspector_sql},
      {"compare", "fates of commands", compared, compare_sql, true, true},
      {"story", "verdict", verdict, verdict_sql, true},
  };
  return checks;
}

}  // namespace crisper::gui::by_sql
