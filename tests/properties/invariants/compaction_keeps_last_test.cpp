#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Design compacting() {
  Design design;
  design.publication.method = PublicationMethod::log_is_truth;
  design.publication.compaction = true;
  design.publication.retention = 1h;
  return design;
}

Observation taken_away(std::uint64_t event) {
  return {.kind = ObservationKind::event_given_up,
          .process = event_store,
          .peer = catalog,
          .message = MessageId{1000 + event},
          .stream = fridge(3)};
}

TEST(CompactionKeepsTheLast, fails_where_the_last_event_of_a_stream_is_gone) {
  // Wrong: a log that keeps the wrong event of each stream would be as good as any, until somebody reads it.
  Story story("compaction_keeps_last", compacting());
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).appended(fridge(3), MealsLoaded{meal(1), 1});
  story.say(taken_away(2)).ended_quiet();
  EXPECT_EQ(story.reason(), "event-store has taken away version 2 of fridge-3, the last that there is");
}

TEST(CompactionKeepsTheLast, passes_what_others_follow_and_what_is_too_old) {
  // Wrong: compaction would be blamed for what it is for, or for retention.
  Story story("compaction_keeps_last", compacting());
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).appended(fridge(3), MealsLoaded{meal(1), 1});
  story.say(taken_away(1)).at(2h).say(taken_away(2)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(CompactionKeepsTheLast, says_nothing_where_nothing_is_compacted) {
  // Wrong: what a grid gives up would be compacted.
  Story story("compaction_keeps_last");
  story.appended(fridge(3), MealsLoaded{meal(1), 1}).say(taken_away(1)).ended_quiet();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

TEST(CompactionKeepsTheLast, passes_a_real_log_that_a_new_read_node_reads_from_its_beginning) {
  // Wrong: nobody would ever read what compaction has left.
  const PropertyResult found = of_real_run(R"(
crisper: 1
name: a late reader
design:
  ownership: {strategy: optimistic}
  publication: {method: log_is_truth, poll: 20ms, archive: off, compaction: on, compact_after: 500ms}
  consumers: {order-board: {read_scale: [{at: 4s, nodes: 2}]}}
workload: {orders: {rate: 20/s, for: 5s, customers: 50, fridges: 5, meals: 2}, restock: {initial: 50}}
smart_fridge: {board: on}
properties: [compaction_keeps_last]
)",
                                           "compaction_keeps_last");
  EXPECT_EQ(found.verdict, Verdict::pass) << found.reason;
  EXPECT_GT(found.observed, 20u);
}

}  // namespace
}  // namespace crisper::properties
