#include "properties/search/shrink/case_size.hpp"

#include <gtest/gtest.h>

#include "core/command/outbox.hpp"
#include "core/command/protocol.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/message/delivery.hpp"

namespace crisper::properties {
namespace {

Payload submitted_load() {
  return Payload::of(SubmitCommand{.command = {},
                                   .stream = {},
                                   .body = Payload::of(smart_fridge::LoadMeals{}),
                                   .correlation = {}});
}

std::uint64_t counted(const Payload& body) {
  MessageCount count;
  count.observe({.kind = ObservationKind::message_sent, .message = MessageId{7}, .payload = body.get()}, {});
  count.observe({.kind = ObservationKind::message_delivered, .message = MessageId{7}}, {});
  return count.count();
}

TEST(MessageCount, counts_what_carries_a_command_or_an_event_and_nothing_else) {
  // Wrong: a shrunk run would be told smaller or larger than it is.
  const Payload submit = submitted_load();
  EXPECT_EQ(counted(submit), 1u);
  EXPECT_EQ(counted(Payload::of(OutboxBatch{.entries = {{.sequence = 1, .destination = {}, .item = submit}}})), 1u);
  EXPECT_EQ(counted(Payload::of(Delivery{.items = {submit}})), 1u);
  EXPECT_EQ(counted(Payload::of(OutboxBatch{})), 0u) << "an empty answer to a poll";
  EXPECT_EQ(counted(Payload::of(FetchOutbox{.limit = 50})), 0u);
  EXPECT_EQ(counted(Payload::of(CommandOutcome{})), 0u);
  EXPECT_EQ(counted(Payload::of(Received{})), 0u);
}

TEST(MessageCount, counts_every_arrival) {
  // Wrong: a message that came twice would look like one, and a lost one like an arrival.
  const Payload submit = submitted_load();
  MessageCount count;
  for (const std::uint64_t id : {7, 8}) {
    count.observe({.kind = ObservationKind::message_sent, .message = MessageId{id}, .payload = submit.get()}, {});
  }
  for (int i = 0; i < 2; ++i) count.observe({.kind = ObservationKind::message_delivered, .message = MessageId{8}}, {});
  EXPECT_EQ(count.count(), 2u);
}

TEST(CaseSize, is_told_so_that_the_two_counts_of_messages_can_not_be_mistaken) {
  EXPECT_EQ(text_of({.steps = 1, .clients = 1, .faults = 1, .messages = 10, .deliveries = 49}),
            "1 step by 1 client, 1 fault, 10 messages with a command or event (49 of any sort)");
}

}  // namespace
}  // namespace crisper::properties
