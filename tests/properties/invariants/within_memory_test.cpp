#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Story limited() {
  Story story("within_memory");
  story.say({.kind = ObservationKind::memory_limited, .process = handler_1, .a = 65536});
  return story;
}

TEST(WithinMemory, fails_with_what_filled_the_memory) {
  // Wrong: a mailbox without a bound would end in a crash that nobody can explain.
  Story mailbox = limited();
  mailbox.say({.kind = ObservationKind::memory_exhausted, .process = handler_1, .a = 240}).ended_quiet();
  EXPECT_EQ(mailbox.reason(), "handler-1 ran out of memory and died, with 240 messages waiting in its mailbox");
  Story spawns = limited();
  spawns.say({.kind = ObservationKind::memory_exhausted, .process = handler_1, .a = 1, .b = 15}).ended_quiet();
  EXPECT_EQ(spawns.reason(),
            "handler-1 ran out of memory and died, with 1 message waiting in its mailbox and 15 processes that it had "
            "spawned");
}

TEST(WithinMemory, passes_where_a_budget_is_kept_and_says_nothing_where_there_is_none) {
  // Wrong: a run in which no budget was set would be called within it.
  Story kept = limited();
  kept.ended_quiet();
  EXPECT_EQ(kept.verdict(), Verdict::pass);
  Story none("within_memory");
  none.ended_quiet();
  EXPECT_EQ(none.verdict(), Verdict::unknown);
}

}  // namespace
}  // namespace crisper::properties
