#include "gui/models/time_machine.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/base/rng.hpp"
#include "sim/trace/trace_reader.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

std::vector<RecordId> random_instants(RecordId last, int count) {
  Rng rng(4711);
  std::vector<RecordId> instants{0, 1, last};
  while (static_cast<int>(instants.size()) < count) {
    instants.push_back(static_cast<RecordId>(rng.below(static_cast<std::uint64_t>(last) + 1)));
  }
  return instants;
}

TEST(TimeMachine, knows_at_any_instant_what_walking_there_would_have_shown) {
  // Wrong: stepping back would show another past than playing forward.
  const LoadedRun& run = *example_run();
  const std::vector<RecordId> instants = random_instants(run.trace().last(), 40);
  const std::set<RecordId> sorted(instants.begin(), instants.end());
  RunState walked(run.trace());
  RunState moved(run.trace());
  std::map<RecordId, RunState> truth;
  for (const RecordId instant : sorted) {
    while (walked.at < instant) walked.advance(run.trace(), *run.index);
    truth.emplace(instant, walked);
  }
  for (const RecordId instant : instants) {  // in no order, as a person scrubs
    EXPECT_EQ(run.machine->state_at(instant), truth.at(instant)) << instant;
    run.machine->move(moved, instant);
    EXPECT_EQ(moved, truth.at(instant)) << instant;
  }
}

TEST(TimeMachine, has_fewer_checkpoints_where_they_are_large_and_knows_the_same) {
  // Wrong: a run with many rows in its views would fill the memory, or be shown wrongly between two checkpoints.
  const LoadedRun& run = *example_run();
  const TimeMachine roomy(run.trace(), *run.index, 8);
  EXPECT_EQ(roomy.interval(), 8U);
  const std::size_t limit = roomy.bytes() / 3;
  const TimeMachine narrow(run.trace(), *run.index, 8, {}, limit);
  EXPECT_LE(narrow.bytes(), limit);
  EXPECT_GT(narrow.interval(), 8U);
  RunState moved(run.trace());
  for (const RecordId instant : random_instants(run.trace().last(), 40)) {
    EXPECT_EQ(narrow.state_at(instant), roomy.state_at(instant)) << instant;
    narrow.move(moved, instant);
    EXPECT_EQ(moved, roomy.state_at(instant)) << instant;
  }
}

/// What a column of a trace said last at or before a record.
std::int64_t last_said(const sim::TraceReader& trace, const std::string& select, RecordId at) {
  const auto rows = trace.query(select + " AND id <= " + std::to_string(at) + " ORDER BY id DESC LIMIT 1");
  EXPECT_TRUE(rows) << rows.error().message;
  if (!rows || rows->rows.empty()) return 0;
  const auto* value = std::get_if<std::int64_t>(&rows->rows[0][0]);
  return value ? *value : 0;
}

TEST(TimeMachine, agrees_with_what_sqlite_makes_of_the_trace) {
  // Wrong: the window would show depths, locks and views that the trace does not hold.
  const LoadedRun& run = *example_run();
  const auto trace = sim::TraceReader::open(example_folder() / "trace.sqlite").value();
  const auto count = [&](const std::string& what, RecordId at) {
    return std::get<std::int64_t>(
        trace.query("SELECT count(*) FROM said WHERE " + what + " AND id <= " + std::to_string(at))->rows[0][0]);
  };
  for (const RecordId at : random_instants(run.trace().last(), 25)) {
    const RunState state = run.machine->state_at(at);
    EXPECT_EQ(state.queues.empty() ? 0 : state.queues[0].waiting,
              last_said(trace, "SELECT waiting FROM queue_depth WHERE queue = 'command-queue'", at))
        << at;
    EXPECT_EQ(state.appended, count("what = 'event.appended'", at)) << at;
    for (ProcessNumber p = 1; p < run.trace().processes.size(); ++p) {
      const std::string& name = run.trace().name_of(p);
      if (name != "event-store" && name != "catalog" && name != "handler-2") continue;
      EXPECT_EQ(state.processes[p].mailbox,
                last_said(trace, "SELECT depth FROM mailbox_depth WHERE process = '" + name + "'", at))
          << name << " at " << at;
    }
    const std::int64_t held =
        count("what = 'lock.granted'", at) - count("what IN ('lock.released','lock.expired')", at);
    std::int64_t holders = 0;
    for (const LockState& lock : state.locks) holders += lock.holder != 0;
    EXPECT_EQ(holders, held) << at;
    for (const ConsumerState& consumer : state.consumers) {
      for (const ViewRow& row : consumer.rows) {
        EXPECT_EQ(row.shown, last_said(trace,
                                       "SELECT a FROM said WHERE what = 'view.updated' AND stream = " +
                                           std::to_string(row.stream) + " AND message = " + std::to_string(row.item),
                                       at));
      }
    }
  }
}

TEST(TimeMachine, tells_what_a_view_should_show_from_the_events_alone) {
  // Wrong: the mark beside a wrong row would be a guess.
  const LoadedRun& run = *example_run();
  const auto trace = sim::TraceReader::open(example_folder() / "trace.sqlite").value();
  const RunState end = run.machine->state_at(run.trace().last());
  int wrong = 0;
  for (const ConsumerState& consumer : end.consumers) {
    for (const ViewRow& row : consumer.rows) {
      const auto rows = trace.query("SELECT text FROM said WHERE what = 'event.appended' AND stream = " +
                                    std::to_string(row.stream));
      std::int64_t sum = 0;
      for (const auto& each : rows->rows) {
        const std::string text = std::get<std::string>(each[0]);
        const auto number = [&](const char* name) { return std::stoll(text.substr(text.find(name) + 9)); };
        if (text.find("meal=" + std::to_string(row.item) + " ") == std::string::npos) continue;
        if (text.starts_with("MealsLoaded") || text.starts_with("ReservationReleased")) sum += number("quantity=");
        if (text.starts_with("MealReserved")) sum -= number("quantity=");
      }
      EXPECT_EQ(row.events_say, sum);
      wrong += row.shown != row.events_say;
    }
  }
  EXPECT_GE(wrong, 1);
}

}  // namespace
}  // namespace crisper::gui
