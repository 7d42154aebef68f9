// Measures of how events travel.
#include <gtest/gtest.h>

#include "core/store/store_protocol.hpp"
#include "core/subscription/transaction.hpp"
#include "tests/properties/metrics/measured.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

Observation of_event(ObservationKind kind, std::uint64_t event, ProcessId process, ProcessId peer = {}) {
  return {.kind = kind, .process = process, .peer = peer, .message = MessageId{event}, .stream = fridge(1)};
}

TEST(Lag, is_the_most_events_that_a_consumer_had_not_dealt_with) {
  // Wrong: a projection that falls behind under load would look as if it kept up.
  Measured run;
  run.say(1s, of_event(event_delivered, 1, event_log, catalog));
  run.say(1s, of_event(event_delivered, 1, event_log, refill));
  run.say(1s, of_event(event_appended, 1, event_store)).say(2s, of_event(event_appended, 2, event_store));
  run.say(3s, of_event(event_applied, 1, refill)).say(3s, of_event(event_applied, 2, refill));
  run.say(4s, of_event(event_appended, 3, event_store)).say(5s, of_event(event_applied, 1, catalog)).ended(10s);
  EXPECT_EQ(run.count("lag.catalog"), 3u);
  EXPECT_EQ(run.count("lag.refill"), 2u);
  EXPECT_EQ(run.count("lag"), 3u);
}

TEST(Lag, has_percentiles_of_what_a_consumer_was_behind_as_each_event_was_stored) {
  // R32. Wrong: one bad moment would be all that is known of a consumer.
  Measured run;
  run.say(0s, {.kind = checkpoint_saved, .process = catalog});
  for (std::uint64_t event = 1; event <= 98; ++event) {
    run.say(Duration(1s) * event, of_event(event_appended, event, event_store));
    run.say(Duration(1s) * event, of_event(event_applied, event, catalog));
  }
  for (std::uint64_t event = 99; event <= 100; ++event) run.say(200s, of_event(event_appended, event, event_store));
  run.ended(300s);
  EXPECT_EQ(run.count("lag_p50.catalog"), 1u);
  EXPECT_EQ(run.count("lag_p95"), 1u);
  EXPECT_EQ(run.count("lag_p99.catalog"), 1u);
  EXPECT_EQ(run.count("lag.catalog"), 2u);
}

TEST(InDoubt, counts_from_the_first_question_to_the_decision_or_to_the_end) {
  // R33. Wrong: nobody would see for how long a crashed coordinator leaves everybody in doubt.
  const Payload question = Payload::of(AskDecision{.transaction = TransactionId{4}});
  const Payload decision = Payload::of(Decide{.transaction = TransactionId{4}, .commit = true});
  Measured run;
  for (const ProcessId each : {catalog, refill}) {
    for (const Duration at : {Duration(1s), Duration(2s)}) {
      run.say(at, {.kind = message_sent, .process = each, .peer = event_log, .payload = question.get()});
    }
  }
  run.say(3s, {.kind = message_sent,
               .process = event_log,
               .peer = catalog,
               .message = MessageId{9},
               .payload = decision.get()});
  run.say(4s, {.kind = message_delivered, .process = catalog, .message = MessageId{9}}).ended(10s);
  EXPECT_EQ(run.count("in_doubt"), 2u);
  EXPECT_EQ(run.time("in_doubt_time").p50, Duration(3s));
  EXPECT_EQ(run.time("in_doubt_time").max, Duration(9s)) << "nobody ever told it";
}

TEST(InDoubt, is_over_with_a_decision_that_was_sent_before_the_question_and_counts_one_that_comes_twice_once) {
  // Wrong: a slow decision would leave its participant in doubt for ever, or a repetition would end another doubt.
  const Payload question = Payload::of(AskDecision{.transaction = TransactionId{4}});
  const Payload decision = Payload::of(Decide{.transaction = TransactionId{4}, .commit = true});
  Measured run;
  run.say(1s, {.kind = message_sent,
               .process = event_log,
               .peer = catalog,
               .message = MessageId{9},
               .payload = decision.get()});
  run.say(2s, {.kind = message_sent, .process = catalog, .peer = event_log, .payload = question.get()});
  run.say(5s, {.kind = message_delivered, .process = catalog, .message = MessageId{9}});
  run.say(6s, {.kind = message_delivered, .process = catalog, .message = MessageId{9}}).ended(10s);
  EXPECT_EQ(run.count("in_doubt"), 1u);
  EXPECT_EQ(run.time("in_doubt_time").max, Duration(3s));
}

TEST(Lag, is_not_lessened_by_an_event_that_comes_twice) {
  // Wrong: duplicates would hide that a consumer is behind.
  Measured run;
  run.say(1s, of_event(event_appended, 1, event_store)).say(2s, of_event(event_applied, 1, catalog));
  run.say(3s, of_event(event_ignored, 1, catalog)).say(4s, of_event(event_appended, 2, event_store));
  run.say(5s, of_event(event_appended, 3, event_store)).ended(10s);
  EXPECT_EQ(run.count("lag.catalog"), 2u);
}

TEST(LagTime, counts_what_a_consumer_ignored_and_what_it_never_had) {
  // R32. Wrong: a consumer that stands still would look prompt, since only what it has done would count.
  Measured run;
  run.say(0s, {.kind = checkpoint_saved, .process = catalog}).say(0s, {.kind = checkpoint_saved, .process = refill});
  run.say(1s, of_event(event_appended, 1, event_store)).say(2s, of_event(event_appended, 2, event_store));
  run.say(4s, of_event(event_applied, 1, catalog)).say(5s, of_event(event_ignored, 2, catalog)).ended(10s);
  EXPECT_EQ(run.time("lag_time.catalog").count, 2u);
  EXPECT_EQ(run.time("lag_time.catalog").max, Duration(3s));
  EXPECT_EQ(run.time("lag_time.refill").max, Duration(9s)) << "from its being stored to the end of the run";
  EXPECT_EQ(run.time("lag_time").count, 4u);
  EXPECT_EQ(run.count("lag.refill"), 2u);
}

TEST(LagTime, is_zero_where_a_view_had_an_event_no_later_than_the_store) {
  // R31. Wrong: what a two-phase commit keeps in step would not be measured at all, and pass for zero.
  Measured run;
  run.say(0s, {.kind = checkpoint_saved, .process = catalog});
  run.say(1s, of_event(event_applied, 1, catalog)).say(2s, of_event(event_appended, 1, event_store));
  run.say(3s, of_event(event_appended, 2, event_store)).say(4s, of_event(event_applied, 2, catalog)).ended(5s);
  EXPECT_EQ(run.time("staleness.catalog").count, 2u);
  EXPECT_EQ(run.time("staleness.catalog").p50, Duration(0s));
  EXPECT_EQ(run.time("staleness.catalog").max, Duration(1s));
  EXPECT_EQ(run.time("lag_time.catalog").count, 2u);
  EXPECT_EQ(run.time("lag_time.catalog").max, Duration(1s));
}

TEST(LagTime, of_a_read_node_counts_from_its_beginning_to_its_end) {
  // R41. Wrong: a node that comes late would lag by the age of the system, and one that left would lag for ever.
  Measured run;
  run.say(1s, of_event(event_appended, 1, event_store)).say(5s, {.kind = consumer_joined, .process = catalog});
  run.say(6s, of_event(event_applied, 1, catalog)).say(7s, {.kind = consumer_left, .process = catalog});
  run.say(8s, of_event(event_appended, 2, event_store)).ended(60s);
  EXPECT_EQ(run.time("lag_time.catalog").max, Duration(1s));
  EXPECT_EQ(run.count("lag.catalog"), 1u);
}

TEST(Reads, take_as_long_as_their_last_attempt_and_are_missed_where_nobody_answers) {
  // Wrong: a question that was asked twice would look quick, or one without an answer not be one.
  const auto query = [](ObservationKind kind, std::uint64_t turn, std::int64_t a = 1) {
    return Observation{.kind = kind, .process = customer_1, .causation = CausationId{turn}, .a = a};
  };
  Measured run;
  run.say(1s, query(query_asked, 7)).say(2s, query(query_asked, 7, 2)).say(4s, query(query_answered, 7));
  run.say(5s, query(query_asked, 8)).ended(10s);
  EXPECT_EQ(run.time("read_latency").max, Duration(3s));
  EXPECT_EQ(run.count("reads_unanswered"), 1u);
}

TEST(Functions, are_counted_with_their_cold_starts_and_what_they_refused) {
  // Wrong: the price of a function would be invisible.
  Measured run;
  run.say(1s, {.kind = instance_started, .process = catalog, .a = 1});
  run.say(2s, {.kind = instance_started, .process = catalog, .a = 2});
  run.say(3s, {.kind = delivery_throttled, .process = catalog, .a = 9, .b = 2});
  run.say(4s, {.kind = instance_stopped, .process = catalog, .a = 1}).ended(10s);
  EXPECT_EQ(run.count("cold_starts.catalog"), 2u);
  EXPECT_EQ(run.count("instances.catalog"), 2u);
  EXPECT_EQ(run.count("instances_left.catalog"), 1u);
  EXPECT_EQ(run.count("throttled.catalog"), 1u);
}

TEST(AppendLatency, runs_from_the_first_request_to_the_events_being_durable) {
  // Wrong: a retried append would look fast.
  const Payload request = Payload::of(AppendEvents{.command = CommandId{7}, .correlation = {}, .parts = {}});
  Measured run;
  for (const Duration at : {Duration(1s), Duration(3s)}) {
    run.say(at, {.kind = message_sent, .process = handler_1, .peer = event_store, .payload = request.get()});
  }
  run.say(4s, of_event(event_appended, event_id_of(CommandId{7}, 0).value, event_store)).ended(10s);
  EXPECT_EQ(run.time("append_latency").count, 1u);
  EXPECT_EQ(run.time("append_latency").max, Duration(3s));
}

}  // namespace
}  // namespace crisper::properties
