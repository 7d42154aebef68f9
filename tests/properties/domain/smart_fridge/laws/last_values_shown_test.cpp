#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Order 7 is placed and completed, and the board shows it so.
Story shown_as(std::int64_t standing) {
  Story story("last_values_shown");
  story.appended(order_stream(7), placed(7, 100)).published();
  story.shows(catalog, order_stream(7), meal(0), 1);
  story.appended(order_stream(7), OrderCompleted{order(7)}).published();
  story.shows(catalog, order_stream(7), meal(0), standing).ended_quiet();
  return story;
}

TEST(LastValuesShown, fails_where_an_order_is_shown_as_it_was_before_its_last_event) {
  // Wrong: a board that reads what a log has kept of each stream could have read the wrong one.
  EXPECT_EQ(shown_as(1).reason(), "catalog shows order-7 as placed, where its last event makes it completed");
  EXPECT_EQ(shown_as(2).verdict(), Verdict::pass);
}

TEST(LastValuesShown, fails_where_an_order_is_not_shown_at_all) {
  // Wrong: what a log has lost altogether would not be missed.
  Story story("last_values_shown");
  story.appended(order_stream(7), placed(7, 100)).published().shows(catalog, order_stream(7), meal(0), 1);
  story.appended(order_stream(8), placed(8, 100)).published().ended_quiet();
  EXPECT_EQ(story.reason(), "catalog shows order-8 as nothing, where its last event makes it placed");
}

TEST(LastValuesShown, says_nothing_where_there_is_no_board) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("last_values_shown");
  story.appended(order_stream(7), placed(7, 100)).published().ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
  Story open("last_values_shown");
  open.appended(order_stream(7), placed(7, 100)).published().restarted(catalog).ended_at_horizon();
  EXPECT_TRUE(open.property().judgement().vacuous) << "whether or not the run came to rest";
}

TEST(LastValuesShown, fails_where_a_board_has_taken_no_event_at_all) {
  // Wrong: a board that shows nothing would be judged by nobody.
  const RunResult run = real_run(R"(
crisper: 1
name: an empty board
design: {consumers: {order-board: {failures: {poison: 100%, attempts: 2, then: skip}}}}
workload: {orders: {rate: 40/s, count: 12, customers: 4, fridges: 2, meals: 1}, restock: {initial: 20}}
smart_fridge: {board: on}
)");
  EXPECT_EQ(run.verdict, Verdict::fail) << run.reason;
  EXPECT_TRUE(run.reason.starts_with("last_values_shown: order-board shows order-")) << run.reason;
}

TEST(LastValuesShown, passes_a_board_that_comes_late_to_a_compacted_log_and_no_event_is_lost_to_it) {
  // Wrong: what is only for those who need last values would be used by nobody, and be wrong unseen.
  const RunResult run = real_run(R"(
crisper: 1
name: a late board
design:
  ownership: {strategy: optimistic}
  publication: {method: log_is_truth, poll: 20ms, archive: off, compaction: on, compact_after: 500ms}
  consumers: {order-board: {read_scale: [{at: 4s, nodes: 2}]}}
workload: {orders: {rate: 20/s, for: 5s, customers: 50, fridges: 5, meals: 2}, restock: {initial: 50}}
smart_fridge: {board: on}
properties: [all]
)");
  EXPECT_EQ(run.verdict, Verdict::pass) << run.reason;
  for (const PropertyResult& each : run.properties) {
    if (each.name == "last_values_shown" || each.name == "compaction_keeps_last") {
      EXPECT_EQ(each.verdict, Verdict::pass) << each.name << ": " << each.reason;
    }
  }
}

}  // namespace
}  // namespace crisper::properties
