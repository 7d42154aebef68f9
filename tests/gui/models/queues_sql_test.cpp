// What the window says of command queues, beside what SQL makes of the same trace.
#include <gtest/gtest.h>

#include <algorithm>

#include "gui/models/table_registry.hpp"
#include "gui/models/tables/cells.hpp"
#include "sim/trace/trace_reader.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

/// Handlers crash with commands in their hands: what they had comes back, and waits a second time.
const MadeRun& busy_run() {
  static const MadeRun made = make_run("busy-queue", "publication.yaml",
                                       {{"engine", "fast"},
                                        {"design.command_queue.handlers", "3"},
                                        {"workload.orders.for", "9s"},
                                        {"workload.orders.rate", "15/s"}});
  return made;
}

class QueueBySql {
 public:
  explicit QueueBySql(const std::filesystem::path& folder)
      : trace_(sim::TraceReader::open(folder / "trace.sqlite").value()) {}

  /// Commands that wait, and when each came; in the order in which the queue gives them out from now on.
  std::vector<std::pair<std::int64_t, RecordId>> waiting(RecordId at) const {
    const std::string now = std::to_string(at);
    const auto rows = trace_.query(
        "WITH c AS (SELECT id, what, message, process, peer FROM said WHERE what LIKE 'command.%'),"
        " came AS (SELECT message, min(id) AS id FROM c WHERE what = 'command.enqueued' AND id <= " + now +
        " GROUP BY message),"
        " given AS (SELECT message, peer, max(id) AS id FROM c WHERE what = 'command.dispatched' AND id <= " + now +
        " GROUP BY message),"
        " later AS (SELECT message, min(id) AS id FROM c WHERE what = 'command.dispatched' AND id > " + now +
        " GROUP BY message),"
        " gone AS (SELECT message FROM c WHERE what IN ('command.acknowledged', 'command.dead_lettered') AND id <= " +
        now + "),"
        " back AS (SELECT c.message FROM c JOIN given ON given.message = c.message AND c.id > given.id WHERE c.id <= " +
        now + " AND (what = 'command.expired' OR (what = 'command.retried' AND c.process = given.peer)))"
        " SELECT came.message, came.id FROM came LEFT JOIN later ON later.message = came.message"
        " WHERE came.message NOT IN gone AND (came.message NOT IN (SELECT message FROM given)"
        " OR came.message IN back) ORDER BY later.id IS NULL, later.id");
    EXPECT_TRUE(rows) << rows.error().message;
    std::vector<std::pair<std::int64_t, RecordId>> found;
    for (const auto& row : rows->rows) {
      found.emplace_back(std::get<std::int64_t>(row[0]), static_cast<RecordId>(std::get<std::int64_t>(row[1])));
    }
    return found;
  }
  std::int64_t number(const std::string& sql) const { return std::get<std::int64_t>(trace_.query(sql)->rows[0][0]); }

 private:
  sim::TraceReader trace_;
};

/// All over the run, and where the queue is longest, and just after something came back to it.
std::vector<RecordId> instants(const LoadedRun& run) {
  std::vector<RecordId> found;
  RecordId longest = 0;
  RecordId back = 0;
  std::int64_t most = 0;
  RunState state(run.trace());
  while (state.at < run.trace().last()) {
    state.advance(run.trace(), *run.index);
    if (state.queues.empty()) continue;
    if (state.queues[0].waiting > most) {
      most = state.queues[0].waiting;
      longest = state.at;
    }
    if (run.trace().record(state.at).kind == ObservationKind::command_expired) back = state.at;
  }
  for (RecordId part = 1; part <= 6; ++part) found.push_back(run.trace().last() / 7 * part);
  found.push_back(longest);
  found.push_back(back);
  return found;
}

TEST(Queues, are_what_sqlite_makes_of_the_trace) {
  // Wrong: "head's age" would be somebody else's, "done" the average since the beginning, and the list in no order that
  // the queue knows.
  const MadeRun& made = busy_run();
  const LoadedRun& run = *made.run;
  const TraceData& data = run.trace();
  const QueueBySql sql(made.folder);
  std::size_t waited = 0;
  for (const RecordId at : instants(run)) {
    const RunState state = run.machine->state_at(at);
    const std::vector<TableRow> queues = tables::queues().rows(run, state);
    ASSERT_EQ(queues.size(), 1u);
    const auto waiting = sql.waiting(at);
    const auto age = [&](RecordId since) { return age_cell(data, since, at); };
    RecordId oldest = 0;
    for (const auto& [command, since] : waiting) oldest = oldest == 0 ? since : std::min(oldest, since);
    EXPECT_EQ(queues[0].cells[3], waiting.empty() ? QString() : age(waiting.front().second)) << at;
    EXPECT_EQ(queues[0].cells[4], waiting.empty() ? QString() : age(oldest)) << at;
    const std::int64_t now = data.at(at);
    const std::int64_t done =
        sql.number("SELECT count(*) FROM said WHERE what = 'command.acknowledged' AND id <= " + std::to_string(at) +
                   " AND at_ns > " + std::to_string(now - 1'000'000'000));
    if (now >= 1'000'000'000) {
      EXPECT_EQ(queues[0].cells[6], QString::number(static_cast<double>(done), 'f', 1)) << at;
    }
    std::vector<RecordId> listed;
    for (const TableRow& row : tables::commands().rows(run, state)) {
      if (row.cells[2].startsWith("waits")) listed.push_back(row.jump);
    }
    std::vector<RecordId> expected;
    for (const auto& [command, since] : waiting) expected.push_back(since);
    EXPECT_EQ(listed, expected) << at;
    waited = std::max(waited, waiting.size());
  }
  EXPECT_GT(waited, 5u);
}

TEST(Queues, have_a_colour_only_while_there_is_a_reason_and_say_it) {
  // Wrong: one redelivery would make a queue amber for the rest of the run, and nobody would know why.
  const LoadedRun& run = *busy_run().run;
  int amber = 0;
  bool plain_again = false;
  RunState state(run.trace());
  while (state.at < run.trace().last()) {
    state.advance(run.trace(), *run.index);
    if (state.at % 199 != 0 || state.queues.empty()) continue;
    const QueueState& queue = state.queues[0];
    const TableRow row = tables::queues().rows(run, state)[0];
    EXPECT_EQ(row.tone == Tone::plain, row.explanation.isEmpty());
    EXPECT_EQ(row.tone == Tone::bad, queue.dead_lettered > 0);
    const bool again = std::ranges::any_of(queue.commands, [](const QueuedCommand& command) {
      return command.deliveries > (command.handler == 0 ? 0u : 1u);
    });
    if (queue.dead_lettered == 0) {
      EXPECT_EQ(row.tone == Tone::warning, again) << state.at;
    }
    amber += row.tone == Tone::warning;
    plain_again = plain_again || (queue.redelivered > 0 && row.tone == Tone::plain);
  }
  EXPECT_GT(amber, 0);
  EXPECT_TRUE(plain_again);
}

}  // namespace
}  // namespace crisper::gui
