#include "core/message/waiting_requests.hpp"

#include <gtest/gtest.h>

#include "core/message/delivery.hpp"

namespace crisper {
namespace {

/// What is asked is told by `question`.
Envelope asked(std::uint32_t from, std::uint64_t id, std::int64_t question = 0) {
  return Envelope{.id = MessageId{id},
                  .from = ProcessId{from},
                  .payload = Payload::of(Delivery{.first = question, .items = {}})};
}

std::vector<std::uint64_t> taken(WaitingRequests& waiting) {
  std::vector<std::uint64_t> ids;
  for (const Envelope& each : waiting.take_all()) ids.push_back(each.id.value);
  return ids;
}

using Ids = std::vector<std::uint64_t>;

TEST(WaitingRequests, gives_the_place_of_an_asker_to_its_newer_request) {
  // Wrong: a request that its asker has given up would be answered, or wait for ever.
  WaitingRequests waiting;
  EXPECT_TRUE(waiting.add(asked(1, 5)));
  EXPECT_TRUE(waiting.add(asked(2, 1)));
  EXPECT_TRUE(waiting.add(asked(1, 7)));
  EXPECT_EQ(taken(waiting), (Ids{1, 7}));
  EXPECT_EQ(taken(waiting), Ids{});
}

TEST(WaitingRequests, lets_no_late_copy_push_out_the_newer_request) {
  // Wrong: the one that somebody waits for would never be answered.
  WaitingRequests waiting;
  waiting.add(asked(1, 7));
  EXPECT_FALSE(waiting.add(asked(1, 5))) << "held back by the network";
  EXPECT_FALSE(waiting.add(asked(1, 7))) << "doubled by the network";
  EXPECT_EQ(taken(waiting), (Ids{7}));
}

TEST(WaitingRequests, keeps_a_place_for_each_question_of_an_asker) {
  // Wrong: of two requests that an asker has under way, one would never be answered.
  WaitingRequests waiting(WaitingRequests::equal_question);
  EXPECT_TRUE(waiting.add(asked(1, 7, 100)));
  EXPECT_TRUE(waiting.add(asked(1, 5, 200))) << "another question, in whichever order they come";
  EXPECT_TRUE(waiting.add(asked(1, 9, 100)));
  EXPECT_EQ(taken(waiting), (Ids{5, 9}));
}

TEST(WaitingRequests, forgets_those_that_are_answered_and_no_others) {
  // Wrong: a request would be answered twice, or dropped.
  WaitingRequests waiting;
  for (const std::uint32_t asker : {1u, 2u, 3u}) waiting.add(asked(asker, asker));
  waiting.answer([](const Envelope& each) { return each.from == ProcessId{2}; });
  EXPECT_EQ(taken(waiting), (Ids{1, 3}));
}

}  // namespace
}  // namespace crisper
