// Choices within the methods: relays that share an outbox, nodes that share a consumer, a grid that gives up.
#include <string>

#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

std::uint64_t count(const RunResult& result, const std::string& name) {
  const auto found = result.metrics.counts.find(name);
  return found == result.metrics.counts.end() ? 0 : found->second;
}

TEST(SeveralRelays, publish_every_row_as_often_as_there_are_relays_unless_they_claim_rows) {
  // Hazard 13. Wrong: two relays that read the same rows would go unnoticed, or a claim would not keep them apart.
  for (const std::string claim : {"none", "rows", "streams"}) {
    const RunResult result = delivered({.publication = "{method: outbox, poll: 5ms, relays: 2, claim: " + claim + "}",
                                        .random_faults = false},
                                       3);
    EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
    const std::uint64_t twice = count(result, "events_published") - count(result, "events_appended");
    EXPECT_EQ(twice > 0, claim == "none") << claim;
  }
}

DeliverySettings relays(const std::string& claim) {
  return {.publication = "{method: outbox, poll: 5ms, batch: 1, relays: 3, claim: " + claim + "}",
          .properties = "[events_in_order_per_stream]",
          .faults = "  - {delay: 20%, by: 1ms..50ms}\n",
          .random_faults = false};
}

TEST(SeveralRelays, that_claim_rows_break_the_order_of_a_stream_and_those_that_claim_streams_do_not) {
  // Hazard 14. Wrong: parallel relays would seem to keep the order per key.
  EXPECT_GT(first_failure(relays("rows"), 60), 0u);
  expect_none_fails(relays("streams"), 60);
}

TEST(SeveralRelays, lose_nothing_whatever_crashes) {
  // Hazards 12, 16. Wrong: rows that a dead relay had claimed would stay with it.
  for (const char* settings : {"claim: rows", "claim: streams", "claim: rows, notify: on"}) {
    expect_none_fails({.publication = "{method: outbox, poll: 20ms, relays: 2, claim_for: 400ms, " +
                                      std::string(settings) + "}",
                       .properties = "[no_event_lost, run_completed, projection_matches_log]"},
                      40);
  }
}

TEST(NotifiedRelay, hears_of_an_event_long_before_it_would_look) {
  // R34. Wrong: the notification would be for nothing, and events waited for the next look.
  const auto staleness = [](const char* notify) {
    const std::string publication = std::string("{method: outbox, poll: 500ms, notify: ") + notify + "}";
    const RunResult result = delivered({.publication = publication, .random_faults = false}, 3);
    return result.metrics.times.at("staleness").p50;
  };
  EXPECT_LT(staleness("on") * 5, staleness("off"));
}

DeliverySettings nodes(const std::string& kind, const std::string& properties) {
  return {.publication = "{method: store_subscription, subscription: " + kind + ", retry: 300ms}",
          .consumer = "{sequencer: off, nodes: 3}",
          .properties = properties};
}

TEST(CompetingNodes, lose_nothing_and_repeat_nothing_where_the_consumer_has_an_inbox) {
  // R36, R41. Wrong: an event that a node took and could not carry out would be gone, or counted twice.
  for (const char* kind : {"round_robin", "pinned"}) {
    expect_none_fails(nodes(kind, "[no_event_lost, event_applied_once, run_completed, projection_matches_log]"), 40);
  }
}

TEST(CompetingNodes, break_the_order_of_a_stream) {
  // Hazard 34. Wrong: competing consumers would seem to keep the order per key.
  EXPECT_GT(first_failure(nodes("round_robin", "[events_in_order_per_stream]"), 60), 0u);
}

TEST(PushGrid, gives_up_what_nobody_takes_in_time) {
  // R49. Wrong: an event that expired would not be missed by anybody.
  DeliverySettings settings{.publication = "{method: push_grid, retry: 50ms, expire_after: 2s}",
                            .properties = "[no_event_lost]",
                            .faults = "  - {crash: catalog, at: 100ms, restart_after: 8s}\n",
                            .random_faults = false};
  const RunResult result = delivered(settings, 3);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_NE(result.reason.find("was given up: catalog will never have it"), std::string::npos) << result.reason;
  settings.publication = "{method: push_grid, retry: 50ms, expire_after: 24h}";
  EXPECT_EQ(delivered(settings, 3).verdict, Verdict::pass);
}

DeliverySettings poison(const std::string& then) {
  return {.publication = "{method: outbox, poll: 5ms}",
          .consumer = "{failures: {poison: 5%, flaky: 10%, attempts: 3, backoff: 5ms, then: " + then + "}}",
          .properties = "[no_event_lost, events_in_order_per_stream]",
          .random_faults = false};
}

TEST(Poison, stops_everything_behind_it_or_is_left_out_or_set_aside) {
  // Hazard 37. Wrong: one bad message would block a consumer unseen, or be dropped without a word.
  std::string reason;
  EXPECT_NE(asked(poison("stop"), delivered(poison("stop"), 5), reason), Verdict::pass);
  for (const char* then : {"skip", "park", "park_key"}) {
    EXPECT_EQ(asked(poison(then), delivered(poison(then), 5), reason), Verdict::pass) << then << ": " << reason;
  }
}

}  // namespace
}  // namespace crisper::properties
