#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// A customer's question in this turn, asked or answered by a view as of an offset.
Observation query(ObservationKind kind, std::uint64_t turn, std::int64_t offset = 0) {
  return {.kind = kind, .process = customer_1, .peer = catalog, .causation = CausationId{turn}, .a = 3, .b = offset};
}

TEST(ReadsMonotonic, fails_when_a_client_is_shown_an_older_view_than_before) {
  // Wrong: stock that comes back on the screen would look like stock.
  Story story("reads_monotonic");
  story.say(query(ObservationKind::query_asked, 1)).say(query(ObservationKind::query_answered, 1, 9));
  story.say(query(ObservationKind::query_asked, 2)).say(query(ObservationKind::query_answered, 2, 8)).ended_quiet();
  EXPECT_EQ(story.reason(),
            "customer-1 had seen catalog as of offset 9, and was then shown it as of 8 by catalog");
}

TEST(ReadsMonotonic, passes_when_it_goes_on_or_stands_still) {
  // Wrong: a view that has nothing new would be blamed.
  Story story("reads_monotonic");
  story.say(query(ObservationKind::query_asked, 1)).say(query(ObservationKind::query_answered, 1, 9));
  story.say(query(ObservationKind::query_asked, 2)).say(query(ObservationKind::query_answered, 2, 9)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(ReadsMonotonic, asks_nothing_of_questions_that_were_under_way_together) {
  // Wrong: two answers that cross on the network would be called a step back.
  Story story("reads_monotonic");
  story.say(query(ObservationKind::query_asked, 1)).say(query(ObservationKind::query_asked, 2));
  story.say(query(ObservationKind::query_answered, 2, 9)).say(query(ObservationKind::query_answered, 1, 8));
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

}  // namespace
}  // namespace crisper::properties
