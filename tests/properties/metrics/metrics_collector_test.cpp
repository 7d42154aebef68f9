#include "properties/metrics/metrics_collector.hpp"

#include <gtest/gtest.h>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

class MetricsCollectorTest : public ::testing::Test {
 protected:
  void say(Duration at, Observation observation) {
    observation.at = sim_start + at;
    if (collector_.wants(observation.kind)) collector_.observe(observation, ObservationId{++id_});
  }
  Percentiles times(const std::string& name) { return collector_.metrics().times[name]; }
  std::uint64_t count(const std::string& name) { return collector_.metrics().counts[name]; }

  Names names_ = cast();
  MetricsCollector collector_{names_};
  std::uint64_t id_ = 0;
};

TEST_F(MetricsCollectorTest, latencies_are_those_that_clients_had) {
  // Wrong: order latency would hold the kitchen's commands, or lack a retry's time.
  say(1s, {.kind = command_submitted, .process = customer_1, .message = MessageId{1}, .stream = order_stream(7)});
  say(1s, {.kind = command_submitted, .process = customer_1, .message = MessageId{2}, .stream = fridge(3)});
  say(2s, {.kind = command_answered, .process = customer_1, .message = MessageId{1}, .b = to_ns(Duration(1s))});
  say(4s, {.kind = command_answered, .process = customer_1, .message = MessageId{2}, .b = to_ns(Duration(3s))});
  EXPECT_EQ(times("order_latency").max, 1s);
  EXPECT_EQ(times("command_latency").max, 3s);
  EXPECT_EQ(times("command_latency.customer").count, 2u);
}

TEST_F(MetricsCollectorTest, handling_begins_at_the_last_dispatch) {
  // Wrong: a command that waited out a crashed handler would look slow to handle.
  say(1s, {.kind = command_dispatched, .message = MessageId{1}, .a = 1});
  say(6s, {.kind = command_dispatched, .message = MessageId{1}, .a = 2});
  say(6010ms, {.kind = command_handled, .message = MessageId{1}, .a = 1});
  EXPECT_EQ(times("handling_time").max, 10ms);
  EXPECT_EQ(count("commands_redelivered"), 1u);
}

TEST_F(MetricsCollectorTest, staleness_is_from_append_to_effect_for_each_consumer) {
  // Wrong: a fast consumer would hide a slow one.
  say(1s, {.kind = event_appended, .message = MessageId{1}, .stream = fridge(3)});
  say(1020ms, {.kind = event_applied, .process = catalog, .message = MessageId{1}});
  say(3s, {.kind = event_applied, .process = refill, .message = MessageId{1}});
  EXPECT_EQ(times("staleness.catalog").max, 20ms);
  EXPECT_EQ(times("staleness.refill").max, 2s);
  EXPECT_EQ(times("staleness").count, 2u);
}

TEST_F(MetricsCollectorTest, an_order_takes_from_its_placing_to_its_end) {
  // Wrong: the time a customer waits for a meal would not be known.
  const Payload begun = Payload::of(placed(7, 900));
  const Payload done = Payload::of(OrderCompleted{order(7)});
  say(1s, {.kind = event_appended, .message = MessageId{1}, .stream = order_stream(7), .payload = begun.get()});
  say(3s, {.kind = event_appended, .message = MessageId{2}, .stream = order_stream(7), .payload = done.get()});
  EXPECT_EQ(times("order_completion").max, 2s);
}

TEST_F(MetricsCollectorTest, peaks_and_waits_belong_to_roles) {
  // Wrong: a flooded handler would hide among idle processes.
  say(1s, {.kind = message_delivered, .process = handler_1, .b = 3});
  say(1s, {.kind = message_delivered, .process = handler_2, .b = 8});
  say(1s, {.kind = message_delivered, .process = catalog, .b = 1});
  say(1s, {.kind = turn_begun, .process = handler_2, .b = to_ns(Duration(5ms))});
  say(1s, {.kind = command_enqueued, .process = command_queue, .a = 12});
  EXPECT_EQ(count("mailbox_peak.handler"), 8u);
  EXPECT_EQ(count("mailbox_peak.consumer"), 1u);
  EXPECT_EQ(times("mailbox_wait.handler").max, 5ms);
  EXPECT_EQ(count("command_queue_peak"), 12u);
}

TEST_F(MetricsCollectorTest, throughput_is_over_the_time_of_work) {
  // Wrong: a long drain would make every design look slow.
  for (int second = 0; second <= 10; ++second) {
    const MessageId command{static_cast<std::uint64_t>(second)};
    say(std::chrono::seconds(second), {.kind = command_accepted, .message = command});
    say(std::chrono::seconds(second), {.kind = command_handled, .message = command, .a = 1});
    say(std::chrono::seconds(second), {.kind = message_sent});
    say(std::chrono::seconds(second), {.kind = message_sent});
  }
  Metrics metrics = collector_.metrics();
  EXPECT_DOUBLE_EQ(metrics.rates["commands_per_second"], 1.1);
  EXPECT_DOUBLE_EQ(metrics.rates["messages_per_command"], 2);
}

TEST_F(MetricsCollectorTest, losses_are_told_by_reason) {
  // Wrong: a full mailbox would be taken for a bad network.
  say(1s, {.kind = message_dropped, .b = static_cast<std::int64_t>(DropReason::mailbox_full)});
  say(1s, {.kind = message_dropped, .b = static_cast<std::int64_t>(DropReason::loss)});
  say(1s, {.kind = message_dropped, .b = static_cast<std::int64_t>(DropReason::loss)});
  say(1s, {.kind = event_ignored, .b = static_cast<std::int64_t>(IgnoreReason::duplicate)});
  EXPECT_EQ(count("messages_dropped.loss"), 2u);
  EXPECT_EQ(count("messages_dropped.mailbox_full"), 1u);
  EXPECT_EQ(count("messages_dropped"), 3u);
  EXPECT_EQ(count("events_duplicate"), 1u);
}

TEST_F(MetricsCollectorTest, what_was_not_measured_is_absent) {
  // Wrong: a run without orders would claim a latency of zero.
  EXPECT_TRUE(collector_.metrics().times.empty());
}

}  // namespace
}  // namespace crisper::properties
