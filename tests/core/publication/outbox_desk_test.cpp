// Relays at the event store's outbox: which rows each gets, and who waits where there are none.
#include "core/publication/outbox_desk.hpp"

#include <gtest/gtest.h>

#include "tests/core/runtime/lone_context.hpp"
#include "tests/core/store/store_under_test.hpp"

namespace crisper {
namespace {

class AtTheOutbox : public testing::Test {
 protected:
  void send(std::uint64_t id, Payload payload, std::uint32_t from = 9) {
    const Envelope envelope{.id = MessageId{id}, .from = ProcessId{from}, .payload = std::move(payload)};
    Task<bool> turn = desk_.receive(context_, envelope);
    turn.start();
    EXPECT_TRUE(turn.done());
  }
  void append(std::uint64_t command) {
    const AppendRequest request{.command = CommandId{command},
                                .correlation = {},
                                .parts = {{.stream = StreamId{7}, .expected = {}, .token = {}, .events = {note("a")}}}};
    ASSERT_TRUE(store_.append(request));
    desk_.appended(context_);
  }
  static Payload claim(Duration wait) {
    return Payload::of(ClaimOutbox{.limit = 10,
                                   .claim = OutboxClaim::rows,
                                   .claim_for = std::chrono::seconds(1),
                                   .wait = wait,
                                   .published = {}});
  }
  std::size_t rows(std::size_t answer) const {
    return context_.answers.at(answer).payload.as<OutboxBatch>()->entries.size();
  }

  StoreUnderTest store_{Backend::memory};
  OutboxDesk desk_{*store_, ProcessId{3}};
  LoneContext context_;
};

constexpr Duration a_while = std::chrono::milliseconds(50);

TEST_F(AtTheOutbox, ARelayThatWaitsGetsWhatComes) {
  // If this fails, a relay that waits at the store hears of an event no sooner than one that looks now and then.
  send(5, claim(a_while));
  ASSERT_TRUE(context_.answers.empty());
  append(1);
  ASSERT_EQ(context_.answers.size(), 1u);
  EXPECT_EQ(context_.answers[0].request, MessageId{5});
  EXPECT_EQ(rows(0), 1u);
}

TEST_F(AtTheOutbox, ALateCopyOfAnOlderRequestTakesNoPlace) {
  // If this fails, the rows go to a request that nobody waits for, and stay claimed.
  send(5, claim(a_while));
  send(7, claim(a_while));
  send(5, claim(a_while));
  append(1);
  ASSERT_EQ(context_.answers.size(), 1u);
  EXPECT_EQ(context_.answers[0].request, MessageId{7});
  EXPECT_EQ(rows(0), 1u);
}

TEST_F(AtTheOutbox, AWaitEndsWithNothingAndOnce) {
  // If this fails, a relay is never told that nothing came, or is told of a wait that it has given up.
  send(5, claim(a_while));
  send(7, claim(a_while));
  ASSERT_EQ(context_.reminders.size(), 2u);
  send(8, context_.reminders[0]);
  EXPECT_TRUE(context_.answers.empty()) << "the first was given up";
  send(9, context_.reminders[1]);
  send(10, context_.reminders[1]);
  ASSERT_EQ(context_.answers.size(), 1u);
  EXPECT_EQ(rows(0), 0u);
}

TEST_F(AtTheOutbox, OneRelayFetchesAllThatFollowsAndMarksWhatWent) {
  // If this fails, what one relay has published is published again, or is left.
  append(1);
  append(2);
  send(5, Payload::of(FetchOutbox{.limit = 10, .published_through = 0}));
  send(6, Payload::of(FetchOutbox{.limit = 10, .published_through = 1}));
  ASSERT_EQ(context_.answers.size(), 2u);
  EXPECT_EQ(rows(0), 2u);
  ASSERT_EQ(rows(1), 1u);
  const OutboxEntry& entry = context_.answers[1].payload.as<OutboxBatch>()->entries[0];
  EXPECT_EQ(entry.sequence, 2);
  EXPECT_EQ(entry.destination, ProcessId{3});
}

TEST_F(AtTheOutbox, RowsThatAreClaimedAreKeptFromOthers) {
  // If this fails, two relays publish the same row.
  append(1);
  send(5, claim({}), 9);
  send(1, claim({}), 8);
  EXPECT_EQ(rows(0), 1u);
  EXPECT_EQ(rows(1), 0u);
  send(6, claim({}), 9);
  EXPECT_EQ(rows(2), 1u) << "who asks again has lost what it had";
}

}  // namespace
}  // namespace crisper
