#include "sim/trace/delivery_folder.hpp"

#include <gtest/gtest.h>

namespace crisper::sim {
namespace {

TraceRecord record(std::uint64_t id, ObservationKind kind, std::int64_t attempt, std::int64_t b = 0) {
  const bool by_receiver = kind != ObservationKind::message_sent && kind != ObservationKind::message_dropped;
  return {.said = {.kind = kind,
                   .at = SimTime(Duration(id)),
                   .process = ProcessId{by_receiver ? 2u : 1u},
                   .peer = ProcessId{by_receiver ? 1u : 2u},
                   .message = MessageId{(std::uint64_t{1} << 40) + static_cast<std::uint64_t>(attempt)},
                   .a = attempt,
                   .b = b},
          .id = ObservationId{id}};
}

TEST(DeliveryFolder, CutsTheOldestWhenTooManyAreOpen) {
  // If this fails, a design that floods its mailboxes fills the memory of the trace too.
  DeliveryFolder folder(16);
  std::vector<DeliveryRow> done;
  for (std::uint64_t i = 1; i <= 100; ++i) {
    folder.fold(record(i, ObservationKind::message_sent, static_cast<std::int64_t>(i)), done);
  }
  EXPECT_EQ(folder.cut(), done.size());
  EXPECT_EQ(done.size(), 84u);
  EXPECT_EQ(done.front().attempt, AttemptId{1});
  folder.finish(done);
  EXPECT_EQ(done.size(), 100u);
}

TEST(DeliveryFolder, WhatFollowsACutIsForgotten) {
  // If this fails, a cut delivery has a second row that knows nothing of its sending.
  DeliveryFolder folder(1);
  std::vector<DeliveryRow> done;
  folder.fold(record(1, ObservationKind::message_sent, 1), done);
  folder.fold(record(2, ObservationKind::message_delivered, 1, 1), done);
  folder.fold(record(3, ObservationKind::message_sent, 2), done);
  folder.fold(record(4, ObservationKind::turn_begun, 1), done);
  folder.fold(record(5, ObservationKind::turn_ended, 1), done);
  folder.finish(done);
  ASSERT_EQ(done.size(), 2u);
  EXPECT_EQ(done[0].fate, DeliveryFate::waiting);
  EXPECT_EQ(done[1].fate, DeliveryFate::in_flight);
}

TEST(DeliveryFolder, AReplyIsLateEvenWhenMuchIsSaidInBetween) {
  // If this fails, a reply that reached nobody passes for an answer: the timeout it causes is said before it is.
  DeliveryFolder folder(16);
  std::vector<DeliveryRow> done;
  folder.fold(record(1, ObservationKind::message_sent, 1), done);
  TraceRecord arrived = record(5, ObservationKind::message_delivered, 1, reply_past_the_mailbox);
  TraceRecord timed_out = record(6, ObservationKind::call_timed_out, 0);
  TraceRecord late = record(7, ObservationKind::reply_late, 1);
  timed_out.said.at = late.said.at = arrived.said.at;
  for (const TraceRecord& each : {arrived, timed_out, late}) folder.fold(each, done);
  folder.finish(done);
  ASSERT_EQ(done.size(), 1u);
  EXPECT_EQ(done[0].fate, DeliveryFate::late);
}

}  // namespace
}  // namespace crisper::sim
