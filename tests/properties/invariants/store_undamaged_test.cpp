#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation stored() {
  return {.kind = ObservationKind::event_appended, .process = event_store, .message = MessageId{1}, .a = 1, .b = 1};
}

TEST(StoreUndamaged, fails_when_a_store_finds_its_file_damaged_and_says_where) {
  // Wrong: a file that a crash has broken would go unnoticed, or without a name.
  Story story("store_undamaged");
  story.say(stored())
      .say({.kind = ObservationKind::store_damaged,
            .process = event_store,
            .a = static_cast<std::int64_t>(StoreDamageKind::checksum),
            .b = 17})
      .ended_quiet();
  EXPECT_NE(story.reason().find("the event at position 17 isn't what was stored"), std::string::npos)
      << story.reason();
}

TEST(StoreUndamaged, passes_where_events_were_stored_and_none_was_damaged) {
  // Wrong: a sound store would be called broken.
  Story story("store_undamaged");
  story.say(stored()).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(StoreUndamaged, says_nothing_where_nothing_was_stored) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("store_undamaged");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace crisper::properties
