// Measures of how events travel.
#include <gtest/gtest.h>

#include "core/store/event_store_process.hpp"
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

TEST(Lag, is_not_lessened_by_an_event_that_comes_twice) {
  // Wrong: duplicates would hide that a consumer is behind.
  Measured run;
  run.say(1s, of_event(event_appended, 1, event_store)).say(2s, of_event(event_applied, 1, catalog));
  run.say(3s, of_event(event_ignored, 1, catalog)).say(4s, of_event(event_appended, 2, event_store));
  run.say(5s, of_event(event_appended, 3, event_store)).ended(10s);
  EXPECT_EQ(run.count("lag.catalog"), 2u);
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
