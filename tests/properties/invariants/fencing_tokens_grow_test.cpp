#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

Observation granted(StreamId stream, ProcessId owner, std::int64_t token) {
  return {.kind = ObservationKind::lock_granted, .process = lock_service, .peer = owner, .stream = stream, .a = token};
}

TEST(FencingTokensGrow, fails_when_a_token_is_given_twice) {
  // Wrong: a lock service that forgets over a failover would pass.
  Story story("fencing_tokens_grow");
  story.say(granted(fridge(3), handler_1, 4)).say(granted(fridge(3), handler_2, 4)).ended_quiet();
  EXPECT_EQ(story.reason(), "handler-2 got the lock on fridge-3 with token 4, after handler-1 had it with token 4");
}

TEST(FencingTokensGrow, fails_when_tokens_go_back) {
  // Wrong: the store would refuse the rightful owner.
  Story story("fencing_tokens_grow");
  story.say(granted(fridge(3), handler_1, 4)).say(granted(fridge(3), handler_2, 3)).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::fail);
}

TEST(FencingTokensGrow, passes_when_each_lock_counts_for_itself) {
  // Wrong: services that number each lock from one would be called broken.
  Story story("fencing_tokens_grow");
  story.say(granted(fridge(3), handler_1, 1))
      .say(granted(fridge(4), handler_2, 1))
      .say(granted(fridge(3), handler_2, 2))
      .ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass);
}

TEST(FencingTokensGrow, says_nothing_of_a_design_without_locks) {
  // Wrong: a judge that saw nothing would say pass.
  Story story("fencing_tokens_grow");
  story.ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::unknown);
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
