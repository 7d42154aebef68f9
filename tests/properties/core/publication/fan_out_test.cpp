// R44: one event broadcast to all consumers at once, or to one after the other.
#include <algorithm>
#include <string>

#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings broadcast(const std::string& order, const std::string& publication, const std::string& properties) {
  return {.publication = publication, .event_log = ", fan_out: " + order, .properties = properties};
}

constexpr const char* by_outbox = "{method: outbox, poll: 5ms}";

TEST(OrderedFanOut, keeps_the_order_of_consumers_whatever_crashes) {
  // Wrong: a delay, a crash, or what is sent again after one lets a consumer have an event before whoever is before it.
  for (const char* publication :
       {by_outbox, "{method: dual_write}", "{method: single_publisher, poll: 10ms}", "{method: store_subscription}"}) {
    expect_none_fails(broadcast("ordered", publication, "[taken_in_turn]"), 30);
  }
  DeliverySettings late = broadcast("ordered", "{method: store_subscription}", "[taken_in_turn]");
  late.event_store = "{position: at_insert, commit: 1ms..60ms, gaps: exact}";
  expect_none_fails(late, 30);
}

TEST(OrderedFanOut, loses_nothing_and_comes_to_an_end) {
  // Wrong: somebody waits for an acknowledgement that has come, and nobody sends what it waits for.
  for (const char* publication : {by_outbox, "{method: store_subscription}"}) {
    expect_none_fails(
        broadcast("ordered", publication, "[no_event_lost, run_completed, projection_matches_log, order_settled]"), 40);
  }
}

TEST(ParallelFanOut, breaks_the_order_of_consumers) {
  // Wrong: the order would be kept by luck, and what an ordered fan-out costs be paid for nothing.
  DeliverySettings calm = broadcast("parallel", by_outbox, "[taken_in_turn]");
  calm.faults = "  - {delay: 50%, by: 20ms..200ms, on: {from: event-log, to: catalog}}\n";
  calm.random_faults = false;
  EXPECT_GT(first_failure(calm, 10), 0u);
  calm.event_log = ", fan_out: ordered";
  expect_none_fails(calm, 10);
}

/// How many events are said never to have reached the order process, which is behind the catalogue.
std::uint64_t never_reached(const RunResult& result) {
  std::uint64_t count = 0;
  for (const PropertyResult& property : result.properties) {
    count += static_cast<std::uint64_t>(std::ranges::count_if(property.violations, [](const Violation& each) {
      return each.reason.find("never reached order-process") != std::string::npos;
    }));
  }
  return count;
}

TEST(OrderedFanOut, behind_a_consumer_that_never_acknowledges_is_told_as_a_loss) {
  // Wrong: a group that stands still as a whole would look like one that is at rest.
  for (const std::string order : {"parallel", "ordered"}) {
    DeliverySettings settings = broadcast(order, by_outbox, "[no_event_lost]");
    settings.catalog = "{failures: {poison: 100%, backoff: 5ms, then: stop}}";
    settings.random_faults = false;
    const RunResult result = delivered(settings, 3);
    std::string reason;
    EXPECT_EQ(asked(settings, result, reason), Verdict::fail) << "the catalogue has nothing";
    EXPECT_EQ(never_reached(result) > 0, order == "ordered") << order << ": " << reason;
  }
}

TEST(OrderedFanOut, makes_those_behind_wait_for_a_consumer_that_is_down) {
  // Wrong: the price would be told as none, and a design be chosen for what it doesn't cost.
  const auto staleness = [](const std::string& order) {
    DeliverySettings settings = broadcast(order, by_outbox, "[no_event_lost, taken_in_turn]");
    settings.faults = "  - {crash: catalog, at: 10ms, restart_after: 5s}\n";
    settings.random_faults = false;
    const RunResult result = delivered(settings, 3);
    return result.metrics.times.at("staleness.order-process").max;
  };
  EXPECT_GT(staleness("ordered"), std::chrono::seconds(3));
  EXPECT_LT(staleness("parallel"), std::chrono::seconds(3));
}

}  // namespace
}  // namespace crisper::properties
