#include <gtest/gtest.h>

#include "core/command/protocol.hpp"
#include "core/message/delivery.hpp"
#include "core/publication/outbox_desk.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

constexpr ProcessId saga = refill;
constexpr ProcessId relay = customer_1;

Payload command(std::uint64_t id) {
  return Payload::of(SubmitCommand{.command = CommandId{id}, .stream = fridge(3), .body = {}, .correlation = {}});
}

/// A process manager, its relay and two receivers.
class OutboxStory : public Story {
 public:
  OutboxStory() : Story("outbox_delivered") {}

  OutboxStory& written(std::int64_t sequence) {
    say({.kind = ObservationKind::outbox_added, .process = saga, .a = sequence});
    return *this;
  }
  OutboxStory& handed_out(std::vector<OutboxEntry> rows, MessageId id = {}) {
    return sent(saga, relay, Payload::of(OutboxBatch{.entries = std::move(rows)}), id);
  }
  /// Rows go to this receiver, which has them or never hears of them.
  OutboxStory& carried(ProcessId receiver, std::vector<Payload> items, bool answered = true) {
    const MessageId call{++calls_};
    sent(relay, receiver, Payload::of(Delivery{.first = 1, .items = std::move(items)}), call);
    if (answered) sent(receiver, relay, Payload::of(Received{}), {}, CausationId{call.value});
    return *this;
  }
  OutboxStory& marked(std::int64_t through, MessageId id = {}) {
    return sent(relay, saga, Payload::of(FetchOutbox{.limit = 10, .published_through = through}), id);
  }
  OutboxStory& marked_row(std::int64_t row, MessageId id) {
    return sent(relay, saga, Payload::of(ClaimOutbox{.limit = 10, .published = {GlobalPosition{row}}}), id);
  }
  OutboxStory& left(std::vector<OutboxEntry> rows) {
    for (const OutboxEntry& row : rows) {
      holds({.kind = AuditKind::outbox_row,
             .process = saga,
             .peer = row.destination,
             .a = row.sequence,
             .payload = row.item});
    }
    holds({.kind = AuditKind::outbox_end, .process = saga, .a = 9, .b = static_cast<std::int64_t>(rows.size())});
    return *this;
  }

 private:
  OutboxStory& sent(ProcessId from, ProcessId to, const Payload& payload, MessageId id = {}, CausationId cause = {}) {
    say({.kind = ObservationKind::message_sent,
         .process = from,
         .peer = to,
         .message = id,
         .causation = cause,
         .payload = payload.get()});
    return *this;
  }
  std::uint64_t calls_ = 100;
};

const OutboxEntry to_store{1, command_store, command(7)};
const OutboxEntry to_payment{2, payment, command(8)};

TEST(OutboxDelivered, fails_when_a_row_is_marked_before_its_receiver_has_it) {
  // Wrong: a relay that marks first and dies would lose what it carried, and the process manager would wait for ever.
  OutboxStory story;
  story.written(1).handed_out({to_store}).carried(command_store, {command(7)}, false).marked(1).ended_quiet();
  EXPECT_EQ(story.reason(),
            "customer-1 says that row 1 of the outbox of refill is delivered, and command-store never said that it "
            "has it");
}

TEST(OutboxDelivered, fails_when_a_relay_goes_past_a_receiver_that_does_not_answer) {
  // Wrong: whatever is for a receiver that is down would be skipped.
  OutboxStory story;
  story.written(2).handed_out({to_store, to_payment}).carried(command_store, {command(7)}, false);
  story.carried(payment, {command(8)}).marked(2).ended_quiet();
  EXPECT_EQ(story.property().violation_count(), 1u);
}

TEST(OutboxDelivered, fails_when_a_row_is_gone_that_was_said_to_be_durable) {
  // Wrong: an outbox that isn't in the journal would be empty after a crash, and nobody would miss what was in it.
  OutboxStory story;
  story.written(1).left({}).ended_audited();
  EXPECT_EQ(story.reason(), "refill wrote row 1 into its outbox, and it is neither there nor delivered");
}

TEST(OutboxDelivered, fails_when_a_row_is_left_at_rest) {
  // Wrong: a run would be called done while somebody waits for what lies in an outbox.
  OutboxStory story;
  story.written(1).handed_out({to_store}).left({to_store}).ended_audited();
  EXPECT_EQ(story.reason(), "row 1 of the outbox of refill never reached command-store");
}

TEST(OutboxDelivered, names_a_row_that_stands_still_when_time_was_up) {
  // Wrong: a relay that has stopped would be on its way for ever.
  OutboxStory still;
  still.written(1).left({to_store}).at(60s);
  still.ended({.ending = RunEnding::horizon, .quiet = false, .audited = true});
  EXPECT_EQ(still.reason(), "row 1 of the outbox of refill never reached command-store: it stands still");
  OutboxStory fresh;
  fresh.at(60s);
  fresh.written(1).left({to_store}).ended({.ending = RunEnding::horizon, .quiet = false, .audited = true});
  EXPECT_NE(fresh.verdict(), Verdict::fail) << "it has only just been written";
  OutboxStory down;
  down.written(1).left({to_store}).at(60s).holds({.kind = AuditKind::process_down, .process = command_store});
  down.ended({.ending = RunEnding::horizon, .quiet = false, .audited = true});
  EXPECT_NE(down.verdict(), Verdict::fail) << "nobody can expect it to move";
}

TEST(OutboxDelivered, passes_when_rows_are_answered_for_and_then_marked) {
  // Wrong: a relay that hands over twice, or an owner that forgets a mark in a crash, would be called wrong.
  OutboxStory story;
  story.written(2).handed_out({to_store, to_payment}).carried(command_store, {command(7)}, false);
  story.handed_out({to_store, to_payment}).carried(command_store, {command(7)}).carried(payment, {command(8)});
  story.marked(2).handed_out({to_store, to_payment}).carried(command_store, {command(7)}).left({}).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(OutboxDelivered, takes_no_message_that_a_session_sends_again_for_a_new_one) {
  // Wrong: rows that are delivered and marked, and whose handing out is sent once more since its receipt was lost,
  // would be handed out anew, and the relay's mark, sent once more, too early.
  OutboxStory story;
  story.written(1).handed_out({to_store}, MessageId{50}).carried(command_store, {command(7)}).marked(1, MessageId{51});
  story.handed_out({to_store}, MessageId{50}).marked(1, MessageId{51}).left({}).ended_audited();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  OutboxStory by_row;
  by_row.handed_out({to_store}, MessageId{50}).carried(command_store, {command(7)});
  by_row.marked_row(1, MessageId{51});
  by_row.handed_out({to_store}, MessageId{50}).marked_row(1, MessageId{51}).left({}).ended_audited();
  EXPECT_EQ(by_row.verdict(), Verdict::pass) << by_row.reason();
}

TEST(OutboxDelivered, forgets_no_claim_that_is_still_on_its_way) {
  // Wrong: of three relays that share the rows, the second to say that one is delivered would be blamed, since its
  // owner had handed the row out to the third before it heard of the first.
  OutboxStory story;
  story.handed_out({to_store}).carried(command_store, {command(7)}).carried(command_store, {command(7)});
  story.marked_row(1, MessageId{50}).handed_out({to_store}).marked_row(1, MessageId{51}).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
  // A row that a crash has made anew is another one.
  OutboxStory anew;
  anew.handed_out({to_store}).carried(command_store, {command(7)}).marked_row(1, MessageId{50});
  anew.handed_out({{1, command_store, command(9)}}).marked_row(1, MessageId{51}).ended_quiet();
  EXPECT_EQ(anew.verdict(), Verdict::fail);
}

TEST(OutboxDelivered, says_nothing_where_nothing_was_handed_out) {
  // Wrong: a judge that saw nothing would say pass.
  OutboxStory story;
  story.ended_audited();
  EXPECT_TRUE(story.property().judgement().vacuous);
}

}  // namespace
}  // namespace crisper::properties
