#include "properties/sometimes/sometimes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::properties {
namespace {

using enum ObservationKind;

bool reaches(std::string_view name, const Observation& seen) {
  SometimesWatch watch;
  if (watch.wants(seen.kind)) watch.observe(seen, ObservationId{1});
  const auto all = all_sometimes();
  const auto found = std::ranges::find(all, name, &SometimesEntry::name);
  EXPECT_NE(found, all.end()) << name;
  return watch.reached()[static_cast<std::size_t>(found - all.begin())];
}

template <class Body>
bool reaches_by_event(std::string_view name, Body body) {
  const Payload payload = Payload::of(std::move(body));
  return reaches(name, {.kind = event_appended, .stream = StreamId{1}, .payload = payload.get()});
}

TEST(Sometimes, have_a_name_of_their_own_and_a_meaning) {
  // Wrong: a scenario could not ask for one of two of the same name.
  std::set<std::string_view> names;
  for (const SometimesEntry& entry : all_sometimes()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_FALSE(entry.meaning.empty()) << entry.name;
  }
}

TEST(Sometimes, are_reached_by_what_they_name_and_by_nothing_else) {
  // Wrong: a hunt would be believed to have looked where it never was.
  using namespace smart_fridge;
  EXPECT_TRUE(reaches_by_event("order_completed", OrderCompleted{}));
  EXPECT_FALSE(reaches_by_event("order_completed", OrderCancelled{}));
  EXPECT_TRUE(reaches_by_event("order_cancelled", OrderCancelled{}));
  EXPECT_TRUE(reaches_by_event("payment_refunded", PaymentRefunded{}));
  EXPECT_TRUE(reaches("ownership_waited", {.kind = lock_granted, .b = 5}));
  EXPECT_FALSE(reaches("ownership_waited", {.kind = lock_granted, .b = 0}));
  EXPECT_TRUE(reaches("command_redelivered", {.kind = command_dispatched, .a = 2}));
  EXPECT_FALSE(reaches("command_redelivered", {.kind = command_dispatched, .a = 1}));
  EXPECT_TRUE(reaches("event_repeated",
                      {.kind = event_ignored, .b = static_cast<std::int64_t>(IgnoreReason::duplicate)}));
  EXPECT_FALSE(reaches("event_repeated",
                       {.kind = event_ignored, .b = static_cast<std::int64_t>(IgnoreReason::not_interesting)}));
  for (const auto& [name, kind] : {std::pair{"payment_refused", effect_refused},
                                   {"saga_timed_out", saga_timed_out},
                                   {"lock_expired", lock_expired},
                                   {"append_refused", append_refused},
                                   {"command_repeated", command_repeated},
                                   {"command_dead_lettered", command_dead_lettered},
                                   {"client_gave_up", command_gave_up},
                                   {"event_early", event_held},
                                   {"call_timed_out", call_timed_out},
                                   {"reply_late", reply_late},
                                   {"session_broken", session_broken},
                                   {"process_crashed", process_crashed}}) {
    EXPECT_TRUE(reaches(name, {.kind = kind})) << name;
    EXPECT_FALSE(reaches(name, {.kind = command_accepted})) << name;
  }
}

TEST(Sometimes, order_refused_is_a_fridge_that_says_no) {
  // Wrong: any event of an order would count as a meal that was gone.
  const Payload refused = Payload::of(smart_fridge::ReservationRefused{});
  const Payload reserved = Payload::of(smart_fridge::MealReserved{});
  const StreamId fridge = smart_fridge::stream_of(smart_fridge::FridgeId{1});
  EXPECT_TRUE(reaches("order_refused", {.kind = event_appended, .stream = fridge, .payload = refused.get()}));
  EXPECT_FALSE(reaches("order_refused", {.kind = event_appended, .stream = fridge, .payload = reserved.get()}));
}

}  // namespace
}  // namespace crisper::properties
