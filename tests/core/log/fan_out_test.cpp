// Whom a source sends what, and when: to all subscribers at once, or to one after the other.
#include "core/log/fan_out.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/core/runtime/lone_context.hpp"

namespace crisper {
namespace {

constexpr ProcessId in_front{5};
constexpr ProcessId in_the_middle{6};
constexpr ProcessId at_the_end{7};

/// Events at these positions.
class Positions final : public EventSource {
 public:
  LogOffset head() const override { return LogOffset{there.empty() ? 0 : there.back()}; }
  std::vector<Payload> read(LogOffset after, std::uint32_t limit) const override {
    std::vector<Payload> events;
    for (const std::int64_t position : there) {
      if (position <= after.value || events.size() == limit) continue;
      RecordedEvent event;
      event.position = GlobalPosition{position};
      events.push_back(Payload::of(std::move(event)));
    }
    return events;
  }
  std::vector<std::int64_t> there;
};

/// Knows what went to whom: "5: 1 2" are the events 1 and 2, "5: ?" is the question how far it has come.
class Mailroom final : public LoneContext {
 public:
  void cast(ProcessId to, Payload message) override {
    const auto* batch = message.as<LogBatch>();
    ASSERT_NE(batch, nullptr);
    std::string text = std::to_string(to.value) + ":";
    for (const LoggedEvent& each : placed(OffsetKind::position, batch->first, batch->events)) {
      text += " " + std::to_string(each.offset.value);
    }
    sent.push_back(batch->events.empty() ? text + " ?" : text);
  }
  std::vector<std::string> sent;
};

class FanOutToThree : public testing::Test {
 protected:
  explicit FanOutToThree(std::vector<ProcessId> line = {in_front, in_the_middle, at_the_end}) : line_(std::move(line)) {
    begin();
  }

  void begin() {
    FanOutOptions options{.redeliver_after = std::chrono::seconds(1), .offsets = OffsetKind::position};
    if (!line_.empty()) options.line = std::make_shared<const std::vector<ProcessId>>(line_);
    fan_out_ = std::make_unique<FanOut>(options, source_);
  }
  void restart() {
    begin();
    for (const Payload& record : context_.kept.records()) fan_out_->restore(context_, record);
    fan_out_->push(context_);
  }
  void comes(std::vector<std::int64_t> positions) {
    source_.there.insert(source_.there.end(), positions.begin(), positions.end());
    fan_out_->push(context_);
  }
  void send(ProcessId from, Payload payload) {
    const Envelope envelope{.id = MessageId{1}, .from = from, .payload = std::move(payload)};
    Task<> turn = fan_out_->receive(context_, envelope);
    turn.start();
    if (context_.is_syncing()) context_.end_sync({});
    EXPECT_TRUE(turn.done());
  }
  void subscribe(ProcessId who, std::int64_t after = 0) {
    send(who, Payload::of(Subscribe{.after = LogOffset{after}}));
  }
  void acknowledge(ProcessId who, std::int64_t through) {
    send(who, Payload::of(LogAcknowledge{.through = LogOffset{through}}));
  }
  /// What was sent since this was asked last.
  std::vector<std::string> sent() { return std::exchange(context_.sent, {}); }

  using Sent = std::vector<std::string>;
  Positions source_;
  std::vector<ProcessId> line_;
  Mailroom context_;
  std::unique_ptr<FanOut> fan_out_;
};

class FanOutToAll : public FanOutToThree {
 protected:
  FanOutToAll() : FanOutToThree(std::vector<ProcessId>()) {}
};

TEST_F(FanOutToAll, waits_for_nobody) {
  // Wrong: a subscriber that doesn't acknowledge would hold the others.
  subscribe(at_the_end);
  subscribe(in_front);
  comes({1, 2});
  EXPECT_EQ(sent(), (Sent{"7: 1 2", "5: 1 2"}));
  acknowledge(at_the_end, 2);
  comes({3});
  EXPECT_EQ(sent(), (Sent{"7: 3", "5: 3"}));
}

TEST_F(FanOutToThree, sends_to_the_next_what_all_before_it_have_acknowledged) {
  // R44. Wrong: an event would be with somebody before it is with whom the design has before that one.
  for (const ProcessId each : line_) subscribe(each);
  comes({1, 2, 3});
  EXPECT_EQ(sent(), Sent{"5: 1 2 3"});
  acknowledge(in_front, 2);
  EXPECT_EQ(sent(), Sent{"6: 1 2"});
  acknowledge(in_front, 3);
  EXPECT_EQ(sent(), Sent{"6: 3"});
  acknowledge(in_the_middle, 1);
  EXPECT_EQ(sent(), Sent{"7: 1"}) << "as far as the one before it, not the one in front";
}

TEST_F(FanOutToThree, goes_by_the_line_and_not_by_who_came_first) {
  // Wrong: whoever subscribes late, or again after a crash, would have lost its place.
  subscribe(at_the_end);
  subscribe(in_the_middle);
  comes({1});
  EXPECT_EQ(sent(), Sent{}) << "who is in front has yet to come";
  subscribe(in_front);
  EXPECT_EQ(sent(), Sent{"5: 1"});
  acknowledge(in_front, 1);
  EXPECT_EQ(sent(), Sent{"6: 1"});
  subscribe(in_front, 1);
  comes({2});
  EXPECT_EQ(sent(), Sent{"5: 2"});
}

TEST_F(FanOutToThree, goes_on_when_one_that_lost_its_acknowledgement_subscribes_again) {
  // Wrong: what whoever is in front says when it comes back would let nobody go on, until there is another event.
  for (const ProcessId each : line_) subscribe(each);
  comes({1, 2});
  sent();
  subscribe(in_front, 2);
  EXPECT_EQ(sent(), Sent{"6: 1 2"});
}

TEST_F(FanOutToThree, cuts_a_batch_where_positions_have_gaps) {
  // Wrong: of a store's positions, which have gaps, as many would be sent as there are numbers up to there.
  for (const ProcessId each : line_) subscribe(each);
  comes({3, 9, 12});
  EXPECT_EQ(sent(), Sent{"5: 3 9 12"});
  acknowledge(in_front, 9);
  EXPECT_EQ(sent(), Sent{"6: 3 9"});
}

TEST_F(FanOutToThree, sends_again_no_further_than_the_line_has_come) {
  // Wrong: a repetition would overtake whoever is before, or those behind would never be sent theirs again.
  for (const ProcessId each : line_) subscribe(each);
  comes({1, 2, 3});
  acknowledge(in_front, 2);
  sent();
  context_.time += std::chrono::seconds(2);
  send(in_front, context_.reminders.back());
  EXPECT_EQ(sent(), (Sent{"5: 3", "6: 1 2"}));
}

TEST_F(FanOutToThree, keeps_the_line_through_a_restart_of_the_source) {
  // Wrong: a source that has forgotten how far each had come would let one pass that answers sooner.
  for (const ProcessId each : line_) subscribe(each);
  comes({1, 2, 3});
  acknowledge(in_front, 2);
  acknowledge(in_the_middle, 1);
  sent();
  restart();
  EXPECT_EQ(sent(), (Sent{"5: ?", "6: ?", "7: ?"}));
  acknowledge(at_the_end, 1);
  acknowledge(in_the_middle, 2);
  EXPECT_EQ(sent(), Sent{}) << "who is in front is unsure, and has been asked";
  acknowledge(in_front, 3);
  EXPECT_EQ(sent(), (Sent{"6: 3", "7: 2"}));
}

TEST_F(FanOutToThree, asks_again_who_does_not_say_how_far_it_has_come) {
  // Wrong: a question that was lost would hold the line for ever. And who was asked would be asked again with each
  // answer of another.
  for (const ProcessId each : line_) subscribe(each);
  comes({1});
  restart();
  sent();
  acknowledge(in_the_middle, 0);
  acknowledge(at_the_end, 0);
  EXPECT_EQ(sent(), Sent{});
  context_.time += std::chrono::seconds(2);
  send(in_front, context_.reminders.back());
  EXPECT_EQ(sent(), Sent{"5: ?"});
  acknowledge(in_front, 0);
  EXPECT_EQ(sent(), Sent{"5: 1"});
}

TEST_F(FanOutToThree, sends_to_who_is_not_in_the_line_what_all_in_it_have) {
  // Wrong: whoever the design doesn't name would be in front of those whom it does.
  constexpr ProcessId in_no_line{8};
  subscribe(in_no_line);
  for (const ProcessId each : line_) subscribe(each);
  comes({1, 2});
  acknowledge(in_front, 2);
  acknowledge(in_the_middle, 2);
  sent();
  acknowledge(at_the_end, 1);
  EXPECT_EQ(sent(), Sent{"8: 1"});
}

}  // namespace
}  // namespace crisper
