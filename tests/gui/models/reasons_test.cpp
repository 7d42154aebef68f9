// Why? leads beside the chain of messages to the other writer, to the loss, and to who holds the lock.
#include "gui/models/reasons.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gui/models/cursor.hpp"
#include "gui/models/verdict.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

std::vector<Reason> of_kind(const LoadedRun& run, RecordId id, Reason::Kind kind) {
  std::vector<Reason> found = reasons_of(run, id);
  std::erase_if(found, [&](const Reason& each) { return each.kind != kind; });
  return found;
}

TEST(Reasons, of_a_deadlock_lead_from_who_waits_to_who_holds) {
  // Wrong: from the request that closed the circle one would come to the message that carried it, and to no lock.
  Cursor cursor;
  cursor.setRun(deadlocked_run());
  const LoadedRun& run = *deadlocked_run();
  const RecordId closed = breaks_of(run).front().at;
  ASSERT_EQ(run.trace().record(closed).kind, ObservationKind::lock_requested);
  const Said& asked = *run.trace().said_of(closed);
  const auto reasons = of_kind(run, closed, Reason::Kind::lock_holder);
  ASSERT_EQ(reasons.size(), 1u);
  const Said& granted = *run.trace().said_of(reasons[0].record);
  EXPECT_EQ(run.trace().record(reasons[0].record).kind, ObservationKind::lock_granted);
  EXPECT_EQ(granted.stream, asked.stream);
  EXPECT_NE(granted.peer, asked.peer);
  EXPECT_NE(reasons[0].words.find(run.trace().name_of(granted.peer) + " has "), std::string::npos);
  cursor.moveTo(closed);
  ASSERT_TRUE(cursor.toCause());
  EXPECT_EQ(cursor.at(), reasons[0].record);
}

TEST(Reasons, of_a_lock_that_is_granted_at_once_are_none) {
  // Wrong: each request would blame whoever had the lock before.
  const LoadedRun& run = *deadlocked_run();
  std::size_t free = 0;
  RunState state(run.trace());
  while (state.at < run.trace().last() && free < 40) {
    state.advance(run.trace(), *run.index);
    if (run.trace().record(state.at).kind != ObservationKind::lock_requested) continue;
    const std::int64_t stream = run.trace().said_of(state.at)->stream;
    const auto lock = std::ranges::find(state.locks, stream, &LockState::stream);
    ASSERT_NE(lock, state.locks.end());
    if (lock->holder != 0) continue;
    ++free;
    const auto holders = of_kind(run, state.at, Reason::Kind::lock_holder);
    for (const Reason& each : holders) EXPECT_NE(run.trace().said_of(each.record)->stream, stream);
  }
  EXPECT_GT(free, 5u);
}

TEST(Reasons, of_a_lost_update_lead_to_the_other_writer) {
  // Wrong: one would see who wrote last, and not whose change was undone.
  const MadeRun made = make_run("lost-update", "two_writers.yaml", {{"engine", "fast"},
                                                                    {"design.ownership.strategy", "none"},
                                                                    {"design.event_store.append", "any"}});
  const LoadedRun& run = *made.run;
  std::size_t broken = 0;
  for (const JudgedProperty& property : run.folder.result->properties) {
    if (property.name != "single_writer") continue;
    for (const Violation& each : property.violations) {
      const RecordId append = run.record_of(each);
      const auto reasons = of_kind(run, append, Reason::Kind::other_writer);
      ASSERT_FALSE(reasons.empty()) << append;
      const Said& mine = *run.trace().said_of(append);
      const Said& other = *run.trace().said_of(reasons[0].record);
      EXPECT_EQ(run.trace().record(reasons[0].record).kind, ObservationKind::event_appended);
      EXPECT_EQ(other.stream, mine.stream);
      EXPECT_NE(other.peer, mine.peer);
      EXPECT_LT(reasons[0].record, append);
      ++broken;
    }
  }
  EXPECT_GT(broken, 0u);
}

TEST(Reasons, of_a_refused_append_lead_to_whose_was_there_before) {
  // Wrong: an optimistic writer would lose, and nobody could say against whom.
  const MadeRun made = make_run("refused", "lunch_rush_no_inbox.yaml", {{"engine", "fast"},
                                                                        {"faults", "[]"},
                                                                        {"design.ownership.strategy", "optimistic"}});
  const LoadedRun& run = *made.run;
  std::size_t refused = 0;
  for (RecordId id = 1; id <= run.trace().last(); ++id) {
    if (run.trace().record(id).kind != ObservationKind::append_refused) continue;
    for (const Reason& each : of_kind(run, id, Reason::Kind::other_writer)) {
      ++refused;
      EXPECT_EQ(run.trace().said_of(each.record)->stream, run.trace().said_of(id)->stream);
      EXPECT_NE(run.trace().said_of(each.record)->peer, run.trace().said_of(id)->peer);
      EXPECT_LT(each.record, id);
    }
  }
  EXPECT_GT(refused, 0u);
}

TEST(Reasons, of_a_call_without_an_answer_lead_to_the_loss) {
  // Wrong: a person would see that somebody gave up, and have to find the lost message by eye.
  const auto small = *load_run(small_trace_file(), {});
  // client-1 sent a command, a fault dropped it, it gave up: records 2 to 5.
  const auto reasons = of_kind(*small, 5, Reason::Kind::loss);
  ASSERT_EQ(reasons.size(), 1u);
  EXPECT_EQ(reasons[0].record, 3u);
  EXPECT_EQ(reasons[0].words, "ReserveMeal from client-1 to command-store did not arrive");
  EXPECT_TRUE(reasons_of(*small, 2).empty());
  EXPECT_TRUE(reasons_of(*small, 0).empty());
}

TEST(Reasons, of_a_run_in_which_nothing_is_lost_name_no_loss) {
  // Wrong: every time limit would blame the network.
  const MadeRun made = make_run("without-loss", "lunch_rush_no_inbox.yaml", {{"engine", "fast"}, {"faults", "[]"}});
  for (RecordId id = 1; id <= made.run->trace().last(); ++id) {
    const ObservationKind kind = made.run->trace().record(id).kind;
    if (kind != ObservationKind::event_appended && kind != ObservationKind::call_timed_out) continue;
    EXPECT_TRUE(of_kind(*made.run, id, Reason::Kind::loss).empty()) << id;
  }
}

}  // namespace
}  // namespace crisper::gui
