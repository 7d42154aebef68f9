// What the window says that processes do, beside what SQL makes of the same trace.
#include "gui/models/doing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "gui/models/pipeline_map.hpp"
#include "gui/models/table_registry.hpp"
#include "gui/models/wait_for.hpp"
#include "sim/trace/trace_reader.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

/// Of a process, what: a stream or a command.
using Held = std::set<std::pair<std::string, std::int64_t>>;

Held held(const sim::TraceReader& trace, const std::string& sql) {
  const auto rows = trace.query(sql);
  EXPECT_TRUE(rows) << rows.error().message;
  Held found;
  for (const auto& row : rows->rows) found.emplace(std::get<std::string>(row[0]), std::get<std::int64_t>(row[1]));
  return found;
}

/// Who has asked for which lock and has no answer.
Held lock_waits(const sim::TraceReader& trace, RecordId at) {
  return held(trace, "SELECT peer, stream, max(CASE WHEN what = 'lock.requested' THEN id END) AS asked,"
                     " max(CASE WHEN what IN ('lock.granted', 'lock.refused') THEN id END) AS told FROM said"
                     " WHERE what IN ('lock.requested', 'lock.granted', 'lock.refused') AND id <= " +
                         std::to_string(at) + " GROUP BY peer, stream HAVING asked > coalesce(told, 0)");
}

Held insides(const sim::TraceReader& trace, RecordId at) {
  return held(trace, "SELECT process, stream FROM (SELECT process, stream, what, max(id) FROM said"
                     " WHERE what IN ('state.entered', 'state.left') AND id <= " +
                         std::to_string(at) + " GROUP BY process, stream) WHERE what = 'state.entered'");
}

Held commands(const sim::TraceReader& trace, RecordId at) {
  const std::string now = std::to_string(at);
  return held(trace, "WITH d AS (SELECT message, peer, max(id) AS id FROM said WHERE what = 'command.dispatched'"
                     " AND id <= " + now + " GROUP BY message),"
                     " e AS (SELECT message, process, what, id FROM said WHERE what IN ('command.acknowledged',"
                     " 'command.expired', 'command.retried', 'command.dead_lettered') AND id <= " + now + ")"
                     " SELECT peer, message FROM d WHERE NOT EXISTS (SELECT 1 FROM e WHERE e.message = d.message"
                     " AND e.id > d.id AND (e.what <> 'command.retried' OR e.process = d.peer))");
}

TEST(Doing, is_what_sqlite_makes_of_the_trace) {
  // Wrong: a handler that waits for a lock would be idle, its lane empty, and its stage "0 busy".
  const LoadedRun& run = *deadlocked_run();
  const TraceData& data = run.trace();
  const auto trace = sim::TraceReader::open(deadlocked_folder() / "trace.sqlite").value();
  std::size_t waits = 0;
  for (RecordId part = 1; part <= 24; ++part) {
    const RecordId at = data.last() / 25 * part;
    const RunState state = run.machine->state_at(at);
    const Held waiting = lock_waits(trace, at);
    const Held inside = insides(trace, at);
    const Held working = commands(trace, at);
    for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
      if (data.processes[p].role != "handler") continue;
      const Doing doing = doing_of(run, state, p);
      const std::string& name = data.name_of(p);
      const auto has = [&](const Held& in) {
        return std::ranges::any_of(in, [&](const auto& each) { return each.first == name; });
      };
      if (doing.kind == Doing::Kind::waits_for_lock && doing.holder != 0) {
        EXPECT_TRUE(waiting.contains({name, doing.lock})) << name << " at " << at;
        ++waits;
      }
      if (has(waiting)) {
        EXPECT_EQ(doing.kind, Doing::Kind::waits_for_lock) << name << " at " << at;
      }
      EXPECT_EQ(doing.command != 0, has(working)) << name << " at " << at;
      if (doing.command != 0) {
        EXPECT_TRUE(working.contains({name, doing.command}));
        EXPECT_NE(doing.kind, Doing::Kind::idle) << name << " at " << at;
      }
      EXPECT_EQ(!doing.inside.empty(), has(inside)) << name << " at " << at;
      for (const std::int64_t stream : doing.inside) EXPECT_TRUE(inside.contains({name, stream}));
    }
  }
  EXPECT_GT(waits, 10u);
}

TEST(Doing, is_the_same_in_the_map_the_table_and_the_lanes) {
  // Wrong: two panes would say different things of one process.
  const LoadedRun& run = *deadlocked_run();
  const TraceData& data = run.trace();
  const PipelineMap map = make_pipeline_map(data);
  for (RecordId part = 1; part <= 12; ++part) {
    const RecordId at = data.last() / 13 * part;
    const RunState state = run.machine->state_at(at);
    const std::vector<TableRow> rows = tables::processes().rows(run, state);
    std::map<ProcessNumber, Doing::Kind> kinds;
    for (const TableRow& row : rows) {
      const Doing doing = doing_of(run, state, row.process);
      kinds[row.process] = doing.kind;
      EXPECT_EQ(row.cells[2].toStdString(), name_of(doing.kind));
    }
    for (const MapNode& node : map.nodes) {
      const auto count = [&](Doing::Kind kind) {
        return std::ranges::count_if(node.processes, [&](ProcessNumber p) { return kinds[p] == kind; });
      };
      const NodeStatus status = status_of(node, run, state);
      EXPECT_EQ(status.waiting, count(Doing::Kind::waits_for_lock));
      EXPECT_EQ(status.busy, count(Doing::Kind::works) + count(Doing::Kind::waits_for_answer));
    }
    run.space->stays_between(data.at(at), data.at(at), [&](const Stay& stay) {
      const bool within = stay.begin < data.at(at) && data.at(at) < stay.end;
      if (!within || data.processes[stay.process].role != "handler") return;
      EXPECT_NE(kinds[stay.process], Doing::Kind::idle) << data.name_of(stay.process) << " at " << at;
    });
  }
}

TEST(Doing, waits_for_an_answer_from_the_question_until_it_is_there) {
  // Wrong: who waits for somebody else would look as if it worked, or as if it had nothing to do.
  const LoadedRun& run = *example_run();
  const auto trace = sim::TraceReader::open(example_folder() / "trace.sqlite").value();
  const auto rows = trace.query(
      "SELECT p.name, q.name, min(asked.sent_id), min(answer.arrived_id) FROM delivery answer"
      " JOIN delivery asked ON asked.message = answer.causation AND asked.sender = answer.receiver"
      " AND asked.receiver = answer.sender JOIN process p ON p.id = asked.sender"
      " JOIN process q ON q.id = asked.receiver"
      " WHERE answer.begun_id IS NULL AND answer.depth_after_arrival IS NULL AND answer.arrived_id IS NOT NULL"
      " AND asked.duplicate = 0 AND answer.duplicate = 0 AND p.role = 'handler' AND q.role = 'event-store'"
      " GROUP BY asked.message LIMIT 200");
  ASSERT_TRUE(rows);
  ASSERT_GT(rows->rows.size(), 50u);
  for (const auto& row : rows->rows) {
    const auto caller = static_cast<ProcessNumber>(
        std::ranges::find(run.trace().processes, std::get<std::string>(row[0]), &ProcessInfo::name) -
        run.trace().processes.begin());
    const auto sent = static_cast<RecordId>(std::get<std::int64_t>(row[2]));
    const auto arrived = static_cast<RecordId>(std::get<std::int64_t>(row[3]));
    const Call* call = run.calls.waiting(caller, sent, sent);  // it may have asked another before
    ASSERT_NE(call, nullptr) << sent;
    EXPECT_EQ(run.trace().name_of(call->asked), std::get<std::string>(row[1])) << sent;
    EXPECT_EQ(call->end, arrived) << sent;
    const Doing doing = doing_of(run, run.machine->state_at(sent), caller);
    EXPECT_EQ(doing.kind, Doing::Kind::waits_for_answer) << sent;
    EXPECT_NE(doing_words(run, doing).find("waits for event-store to answer"), std::string::npos);
  }
}

TEST(Deadlock, breaks_its_property_where_its_circle_closes) {
  // Wrong: Properties would say "breaks later" beside a circle that Locks draws; and what broke would be shown a lease
  // too late.
  const LoadedRun& run = *deadlocked_run();
  const auto& properties = run.folder.result->properties;
  const auto found = std::ranges::find(properties, "no_deadlock", &JudgedProperty::name);
  ASSERT_NE(found, properties.end());
  ASSERT_GT(found->violations.size(), 3u);
  std::size_t closing = 0;
  for (const Violation& violation : found->violations) {
    const RecordId at = run.record_of(violation);
    const auto circles = [&](RecordId when) {
      const WaitFor graph = wait_for_graph(run.machine->state_at(when));
      return std::ranges::count_if(graph.edges, &WaitEdge::in_cycle);
    };
    closing += circles(at) > circles(at - 1);
  }
  EXPECT_EQ(closing, found->violations.size());
}

}  // namespace
}  // namespace crisper::gui
