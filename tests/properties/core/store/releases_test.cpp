// R40: services that keep snapshots, and a release that finds what the one before it wrote, in random runs with
// crashes.
#include <string>

#include "core/design/publication_method.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

constexpr const char* same_truth =
    "[no_event_lost, event_applied_once, run_completed, projection_matches_log, meals_conserved, stock_never_negative, "
    "order_settled]";

/// Every command in a process of its own, which begins with a snapshot if there is one.
DeliverySettings releases(const std::string& event_store, const std::string& method = "outbox") {
  return {.publication = "{method: " + method + ", poll: 10ms}",
          .event_store = event_store,
          .properties = same_truth,
          .design = "  executor: {kind: per_request}\n"};
}

TEST(Releases, end_in_the_same_truth_with_snapshots_and_old_events_as_without) {
  // R40, hazard 51. Wrong: a state would depend on who had written it down, and when.
  for (const char* store : {"{snapshot_every: 1}", "{snapshot_every: 3, upgrade_at: 1300ms}",
                            "{backend: sqlite, snapshot_every: 2, upgrade_at: 1100ms}", "{upgrade_at: 1200ms}"}) {
    SCOPED_TRACE(store);
    expect_none_fails(releases(store), 40);
  }
}

TEST(Releases, are_read_alike_whatever_the_method) {
  // Wrong: old events would reach the consumers of one of the methods past their upcasters.
  for (const PublicationEntry& method : publication_methods()) {
    SCOPED_TRACE(std::string(method.name));
    DeliverySettings settings = releases("{snapshot_every: 3, upgrade_at: 1400ms}", std::string(method.name));
    settings.random_faults = false;
    settings.catalog = "{replays: [{at: 1800ms}]}";
    expect_none_fails(settings, 6);
  }
}

TEST(Releases, oversell_where_snapshots_of_the_one_before_are_taken_for_todays) {
  // Hazard 51. Wrong: a state's shape would pass for its meaning.
  DeliverySettings settings = releases("{snapshot_every: 1, upgrade_at: 1400ms, snapshot_schema: any}");
  settings.random_faults = false;
  settings.properties = "[stock_never_negative]";
  settings.more = "smart_fridge: {payment: {latency: 400ms}}\n";
  EXPECT_GT(first_failure(settings, 60), 0u);
  settings.event_store = "{snapshot_every: 1, upgrade_at: 1400ms}";
  expect_none_fails(settings, 60);
}

TEST(Releases, lose_what_was_there_before_where_todays_knows_no_old_events) {
  // Wrong: a view made anew without upcasters would look whole.
  DeliverySettings settings = releases("{upgrade_at: 1400ms, upcasters: off}");
  settings.random_faults = false;
  settings.properties = "[projection_matches_log]";
  settings.catalog = "{replays: [{at: 1800ms}]}";
  EXPECT_GT(first_failure(settings, 20), 0u);
  settings.event_store = "{upgrade_at: 1400ms}";
  expect_none_fails(settings, 20);
}

}  // namespace
}  // namespace crisper::properties
