#include "core/store/open_transactions.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace crisper {
namespace {

/// An append of one event, whatever it is, to this stream.
Envelope append_to(std::uint64_t stream) {
  AppendEvents append{.command = CommandId{stream}, .correlation = {}, .parts = {}};
  append.parts.push_back({.stream = StreamId{stream}, .expected = {}, .token = {}, .events = {Payload()}});
  Envelope envelope;
  envelope.payload = Payload::of(std::move(append));
  return envelope;
}

std::uint64_t stream_in(const Envelope& append) {
  return append.payload.as<AppendEvents>()->parts.front().stream.value;
}

TEST(OpenTransactions, are_as_many_as_there_are_connections) {
  // Wrong: a pool that lends more connections than it has would never be what ends a load.
  OpenTransactions open(2);
  const auto first = open.insert(append_to(1));
  const auto second = open.insert(append_to(2));
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(open.insert(append_to(3)));
  EXPECT_FALSE(open.insert(append_to(4)));
  EXPECT_FALSE(open.next_unblocked()) << "nobody has given one back";
  (void)open.take(*first);
  const auto next = open.next_unblocked();
  ASSERT_TRUE(next);
  EXPECT_EQ(stream_in(*next), 3u) << "in line";
  ASSERT_TRUE(open.insert(*next));
  EXPECT_FALSE(open.next_unblocked()) << "the one that was given back is taken again";
  (void)open.take(*second);
  ASSERT_TRUE(open.next_unblocked());
}

TEST(OpenTransactions, of_one_stream_wait_for_each_other_though_connections_are_free) {
  // Wrong: with a pool, two transactions would write to one stream at once.
  OpenTransactions open(8);
  const auto first = open.insert(append_to(1));
  ASSERT_TRUE(first);
  EXPECT_FALSE(open.insert(append_to(1)));
  EXPECT_TRUE(open.insert(append_to(2)));
  EXPECT_FALSE(open.next_unblocked());
  (void)open.take(*first);
  EXPECT_TRUE(open.next_unblocked());
}

TEST(OpenTransactions, without_a_bound_are_any_number) {
  // Wrong: zero connections taken for none.
  OpenTransactions open(0);
  for (std::uint64_t stream = 1; stream <= 500; ++stream) ASSERT_TRUE(open.insert(append_to(stream)));
  EXPECT_EQ(open.lowest(), GlobalPosition{1});
}

}  // namespace
}  // namespace crisper
