// R52, hazard 60: what a client may rely on from one question to the next, at several read nodes that lag.
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

/// Shoppers who look again after they have taken, and readers; three nodes, each behind in its own way.
DeliverySettings looking(const std::string& reads, const std::string& property,
                         const std::string& respond = "appended") {
  return {.publication = "{method: outbox, poll: 40ms}",
          .catalog = "{read_nodes: 3}",
          .properties = "[" + property + "]",
          .faults = "  - {delay: 50%, by: 1ms..400ms, on: {from: event-log, to: \"catalog*\"}}\n",
          .random_faults = false,
          .fridges = 2,
          .design = "  reads: " + reads + "\n  respond: " + respond + "\n",
          .workload = "  baskets: {rate: 20/s, clients: 3, fridges: 2..2, look_after: 80ms}\n"
                      "  queries: {rate: 60/s, clients: 2}\n"};
}

std::uint64_t first_that_fails(DeliverySettings settings) { return first_failure(settings, 40); }

TEST(ReadYourWrites, is_broken_by_a_node_that_lags_and_kept_by_a_session) {
  // Hazard 60. Wrong: a shopper would take a meal and be shown it as still there.
  EXPECT_GT(first_that_fails(looking("{session: none}", "reads_own_writes")), 0u);
  EXPECT_GT(first_that_fails(looking("{session: monotonic}", "reads_own_writes")), 0u);
  expect_none_fails(looking("{session: read_your_writes}", "reads_own_writes"), 40);
  expect_none_fails(looking("{session: both}", "reads_own_writes"), 40);
}

TEST(ReadYourWrites, follows_from_projected_only_where_the_client_asks_the_same_node_again) {
  // R52. Wrong: `projected` on one node would pass for a promise of all.
  EXPECT_GT(first_that_fails(looking("{from: any}", "reads_own_writes", "projected")), 0u);
  expect_none_fails(looking("{from: sticky}", "reads_own_writes", "projected"), 40);
}

TEST(MonotonicReads, are_broken_by_a_change_of_nodes_and_kept_by_a_session_or_by_staying) {
  // Hazard 60. Wrong: a reader would see the stock jump back and forth.
  EXPECT_GT(first_that_fails(looking("{session: none}", "reads_monotonic")), 0u);
  EXPECT_GT(first_that_fails(looking("{session: read_your_writes}", "reads_monotonic")), 0u);
  expect_none_fails(looking("{session: monotonic}", "reads_monotonic"), 40);
  expect_none_fails(looking("{session: both}", "reads_monotonic"), 40);
  expect_none_fails(looking("{from: sticky}", "reads_monotonic"), 40);
}

TEST(MonotonicReads, hold_at_nodes_that_come_and_go_and_crash) {
  // R41. Wrong: a new node that still catches up would show a reader the past.
  DeliverySettings settings = looking("{session: both}", "reads_monotonic, reads_own_writes");
  settings.catalog = "{read_scale: [{at: 1100ms, nodes: 3}, {at: 1300ms, nodes: 2}, {at: 1500ms, nodes: 4}]}";
  settings.random_faults = true;
  expect_none_fails(settings, 40);
}

TEST(Respond, takes_longer_the_more_it_waits_for) {
  // R52. Wrong: `accepted`, `appended` and `projected` would be names for one thing.
  const auto latency = [](const std::string& respond) {
    DeliverySettings settings = looking("{}", "no_event_lost", respond);
    return delivered(settings, 3).metrics.times.at("order_latency").p50;
  };
  const Duration accepted = latency("accepted");
  const Duration appended = latency("appended");
  const Duration projected = latency("{when: projected, view: catalog}");
  EXPECT_LT(accepted, appended);
  EXPECT_LT(appended, projected);
}

}  // namespace
}  // namespace crisper::properties
