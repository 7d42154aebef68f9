// R16, R67: users who look before they act, at a copy of their own; and requests to services outside.
#include <gtest/gtest.h>

#include "core/domain/smart_fridge/door.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace smart_fridge;
using namespace crisper::literals;
using enum ObservationKind;

/// One fridge with so many meals; a customer looks before each of ten orders, a tenth of a second apart.
Scene looking(std::int64_t meals, Duration copy_for) {
  Scene scene;
  scene.design.reads.copy_for = copy_for;
  scene.kitchen(1, meals);
  scene.customer({.customer = 1, .count = 10, .first = 200ms, .every = 100ms});
  for (Intent& intent : scene.clients.back().intents) {
    intent.look = Look{.view = "catalog",
                       .row = {.part = 1, .item = 1},
                       .about = stream_of(FridgeId{1}),
                       .wanted = 1,
                       .user = 1};
  }
  return scene;
}

TEST(Looks, keep_users_from_ordering_what_is_not_shown) {
  // Wrong: customers would look and order whatever they saw.
  const Played played = play(looking(3, {}));
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(played.ledger->count(screen_used), 10u);
  EXPECT_EQ(played.ledger->count(command_withheld), 7u);
  EXPECT_EQ(played.ledger->orders().size(), 3u);
}

TEST(Looks, go_by_a_copy_as_long_as_it_does_for_the_user) {
  // Wrong: a local copy would be asked for anew each time, or never.
  const Played played = play(looking(3, 10s));
  EXPECT_EQ(played.wrong(), "");
  EXPECT_EQ(played.ledger->count(query_asked), 1u);
  EXPECT_EQ(played.ledger->count(command_withheld), 0u) << "what was there at the first look still shows";
  std::int64_t oldest = 0;
  for (const Observation& o : played.ledger->all({screen_used})) oldest = std::max(oldest, o.b);
  EXPECT_GE(oldest, to_ns(sim_start + 900ms));
}

TEST(Requests, reach_a_service_once_however_often_they_are_sent) {
  // Wrong: a meal would be lost twice because an answer was.
  Scene scene;
  scene.options.sensors = true;
  scene.kitchen(1, 5);
  scene.design.client.timeout = 100ms;
  ClientScript mishap{.name = "mishap", .role = "mishap", .closed = false, .intents = {}};
  const LoseMeals lost{.number = 1, .fridge = FridgeId{1}, .meal = MealId{1}, .quantity = 2};
  mishap.intents.push_back({.at = sim_start + 500ms,
                            .command = CommandId{77},
                            .stream = stream_of(FridgeId{1}),
                            .body = Payload::of(lost),
                            .view = {},
                            .row = {},
                            .service = std::string(fridges_service)});
  scene.clients.push_back(std::move(mishap));
  scene.plan = FaultPlan{{Fault{.kind = FaultKind::partition,
                                .from = "fridges-1",
                                .to = "mishap",
                                .one_way = true,
                                .at = sim_start + 400ms,
                                .lasting = 400ms}}};
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_GT(played.ledger->count(service_asked), 1u);
  EXPECT_EQ(played.ledger->count(service_answered), 1u);
  const auto changes = played.ledger->all({world_changed});
  ASSERT_EQ(changes.size(), 2u) << "loaded, and lost once";
  EXPECT_EQ(changes.back().a, 3);
}

}  // namespace
}  // namespace crisper::sim::pipeline
