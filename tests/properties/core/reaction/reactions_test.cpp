// R07, R43: event -> event and event -> command, each with the field's signature, in random runs with crashes.
#include <string>

#include "core/design/publication_method.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings reacting(const std::string& properties, const std::string& method = "outbox") {
  return {.publication = "{method: " + method + ", poll: 10ms}",
          .properties = properties,
          .more = "smart_fridge: {refill: {below: 8, amount: 3}, mail: on}\n"};
}

TEST(Reactions, make_of_each_event_what_follows_from_it_whatever_crashes) {
  // Wrong: what follows from an event would be lost between the reaction's memory and its outbox, or be done twice.
  expect_none_fails(reacting("[refills_follow, mailed_once, no_event_lost, run_completed, meals_conserved]"), 60);
}

TEST(Reactions, work_with_every_way_to_publish_that_loses_nothing) {
  // Wrong: events that a reaction appends would bypass the publication of one of the methods.
  for (const std::string& method : methods_that_lose_nothing()) {
    SCOPED_TRACE(method);
    expect_none_fails(reacting("[refills_follow, mailed_once, no_event_lost, run_completed]", method), 8);
  }
}

TEST(Reactions, are_lost_where_the_position_is_saved_before_what_follows_is) {
  // Hazard 45. Wrong: an event whose consequences a crash swallowed would not be missed.
  DeliverySettings settings = reacting("[refills_follow]");
  settings.consumers = ", low-stock: {checkpoint: before}, refill-planner: {checkpoint: before}, "
                       "refiller: {checkpoint: before}";
  // The moment between the two is no longer a matter of luck.
  settings.deployment = ", disk: {sync: 20ms}";
  settings.random_faults = false;
  for (int at_ms = 1000; at_ms < 3000; at_ms += 130) {
    for (const char* who : {"refill-planner", "refiller"}) {
      settings.faults += "  - {crash: " + std::string(who) + ", at: " + std::to_string(at_ms) +
                         "ms, restart_after: 5ms}\n";
    }
  }
  EXPECT_GT(first_failure(settings, 300), 0u);
}

TEST(Mails, are_sent_twice_by_a_relay_that_dies_where_the_service_knows_no_repetition) {
  // Hazard 12. Wrong: an outbox would pass for "once" in the world outside.
  DeliverySettings settings = reacting("[mailed_once]");
  settings.more = "smart_fridge: {mail: {enabled: on, idempotent: off}}\n";
  EXPECT_GT(first_failure(settings, 300), 0u);
}

}  // namespace
}  // namespace crisper::properties
