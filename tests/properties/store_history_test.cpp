// What a store has lost is acknowledged_is_durable's business: the laws of a business are judged on what is left.
#include "properties/store_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "properties/judge.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"
#include "tests/properties/text_run.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

std::vector<std::string> failed_of(const RunResult& result) {
  std::vector<std::string> failed;
  for (const PropertyResult& each : result.properties) {
    if (each.counts && each.verdict == Verdict::fail) failed.push_back(each.name);
  }
  return failed;
}

/// A store that tells what it has to all properties, and forgets some of it.
class Store {
 public:
  Store() { judge_.attach_to(bus_); }

  template <MessageBody Body>
  Store& appends(std::uint64_t event, std::int64_t version, Body body) {
    const Payload payload = Payload::of(std::move(body));
    say({.kind = event_appended, .message = MessageId{event}, .a = version, .b = version, .payload = payload.get()});
    return *this;
  }
  Store& crashes(std::int64_t records) {
    say({.kind = process_crashed, .a = 1, .b = records});
    return *this;
  }
  RunResult ends_with(const std::vector<std::uint64_t>& events, std::vector<AuditEntry> others = {}) {
    for (const std::uint64_t event : events) {
      judge_.audit().take({.kind = AuditKind::event_stored,
                           .process = event_store,
                           .message = MessageId{event},
                           .stream = fridge(3),
                           .a = static_cast<std::int64_t>(event)});
    }
    for (const AuditEntry& each : others) judge_.audit().take(each);
    return judge_.finish({.at = now_ + 1s, .audited = true}, {.scenario = "s", .engine = "fast", .replay = {}});
  }

 private:
  void say(Observation seen) {
    now_ += 1ms;
    seen.at = now_;
    seen.process = event_store;
    seen.stream = fridge(3);
    bus_.publish(seen);
  }

  Names names_ = cast();
  sim::ObservationBus bus_;
  Judge judge_{names_, {.properties = {{"stock_never_negative"}, {"reservation_ends"}}}};
  SimTime now_ = sim_start;
};

MealReserved reserves(std::uint64_t by, std::int64_t quantity = 1) {
  return {order(by), meal(1), quantity};
}

TEST(StoreHistory, blames_nobody_for_going_on_without_what_is_lost) {
  // Wrong: the meal that the store gave away twice, since it had lost the first time, would be the decider's mistake.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).appends(2, 2, reserves(7)).crashes(1).appends(3, 2, reserves(8));
  const RunResult result = store.ends_with({1, 3});
  EXPECT_EQ(property_of(result, "stock_never_negative").verdict, Verdict::pass)
      << property_of(result, "stock_never_negative").reason;
  EXPECT_EQ(property_of(result, "stock_never_negative").observed, 2u);
}

TEST(StoreHistory, does_not_let_what_is_lost_hide_a_mistake) {
  // Wrong: three meals that were loaded and lost would make room for an order too many.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).appends(2, 2, MealsLoaded{meal(1), 3}).crashes(1);
  store.appends(3, 2, reserves(7)).appends(4, 3, reserves(8));
  EXPECT_EQ(property_of(store.ends_with({1, 3, 4}), "stock_never_negative").reason,
            "fridge-3 has -1 of meal 1 for sale");
}

TEST(StoreHistory, keeps_what_was_wrong_before_the_loss) {
  // Wrong: a crash would wipe out the proof of a mistake.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).appends(2, 2, reserves(7, 2)).crashes(1).appends(3, 2, reserves(8));
  const RunResult result = store.ends_with({1, 3});
  EXPECT_EQ(property_of(result, "stock_never_negative").violation_count, 1u);
  EXPECT_EQ(property_of(result, "stock_never_negative").reason, "fridge-3 has -1 of meal 1 for sale");
}

TEST(StoreHistory, counts_once_what_is_stored_again_after_the_loss) {
  // Wrong: a command that is carried out again, as it must be, would have taken two meals.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).appends(2, 2, reserves(7)).crashes(1).appends(2, 2, reserves(7));
  EXPECT_EQ(property_of(store.ends_with({1, 2}), "stock_never_negative").verdict, Verdict::pass);
}

TEST(StoreHistory, takes_each_loss_for_itself) {
  // Wrong: what a second crash took would be gone from what was judged before it, or what the first took be there.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 2}).appends(2, 2, reserves(7, 2)).crashes(1);
  store.appends(3, 2, reserves(8, 2)).appends(4, 3, reserves(9)).crashes(2).appends(5, 2, reserves(10, 2));
  const RunResult result = store.ends_with({1, 5});
  EXPECT_EQ(property_of(result, "stock_never_negative").violation_count, 1u) << "of the time between the crashes";
}

TEST(StoreHistory, leaves_open_what_is_missing_at_the_end) {
  // Wrong: that a reservation was ended, and the end is lost, would be blamed on who ended it.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).appends(2, 2, reserves(7));
  store.appends(3, 3, ReservationReleased{order(7), meal(1), 1}).crashes(1);
  const PropertyResult ends = property_of(store.ends_with({1, 2}), "reservation_ends");
  EXPECT_EQ(ends.verdict, Verdict::unknown);
  EXPECT_EQ(ends.reason,
            "the reservation of meal 1 in fridge-3 for order-7 was neither confirmed nor released: event-store lost 1 "
            "event in its crash at 4ms, and this may come of it");
}

TEST(StoreHistory, of_a_crash_that_took_nothing_excuses_nothing) {
  // Wrong: any crash of the store would be an excuse for whatever follows.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).crashes(0).appends(2, 2, reserves(7)).appends(3, 3, reserves(8));
  const RunResult result = store.ends_with({1, 2, 3});
  EXPECT_EQ(property_of(result, "stock_never_negative").verdict, Verdict::fail);
  EXPECT_EQ(property_of(result, "reservation_ends").verdict, Verdict::fail);
}

TEST(StoreHistory, leaves_open_where_the_store_can_not_say_what_it_has) {
  // Wrong: what a store that is down doesn't list would all be lost, or none of it.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).appends(2, 2, reserves(7)).crashes(1).appends(3, 2, reserves(8));
  const RunResult result = store.ends_with({}, {{.kind = AuditKind::process_down, .process = event_store}});
  EXPECT_EQ(property_of(result, "stock_never_negative").verdict, Verdict::unknown);
}

TEST(StoreHistory, of_a_store_that_is_down_excuses_nothing_where_its_crash_took_nothing) {
  // Wrong: a store that happens to be down at the end would turn every failure into a shrug.
  Store store;
  store.appends(1, 1, MealsLoaded{meal(1), 1}).crashes(0).appends(2, 2, reserves(7)).appends(3, 3, reserves(8));
  const RunResult result = store.ends_with({}, {{.kind = AuditKind::process_down, .process = event_store}});
  EXPECT_EQ(property_of(result, "stock_never_negative").verdict, Verdict::fail);
}

constexpr std::string_view losing_store = R"(
design:
  client: {timeout: 2s, attempts: 3}
  command_queue: {handlers: 1}
  ownership: {strategy: optimistic}
  event_store: {sync: after_answer}
deployment: {hosts: 6, link: {latency: 1ms}, disk: {sync: 1ms}}
faults:
  - {slow_sync: event-store, by: 400ms, at: 150ms, for: 500ms}
  - {crash: event-store, at: 400ms, restart_after: 10ms}
properties: [all]
run: {settle: 3s}
)";

TEST(StoreHistory, of_a_business_in_a_scenario_only_the_durability_fails) {
  // Wrong: "account-1 owes 10" would be the headline of a run whose store owes nobody anything.
  const RunResult result = real_run("crisper: 1\nname: a lost debit\n" + std::string(R"(
domain:
  name: purse
  ids: [t]
  entities:
    account:
      state: {balance: -1000..1000000}
      commands:
        give(t, amount number):
          - otherwise -> Given
        take(t, amount number):
          - amount > balance -> reject "no"
          - otherwise -> Taken
      events:
        Given(t, amount number): balance += amount
        Taken(t, amount number): balance -= amount
  views:
    balances: {row: account, events: {Given: value + amount, Taken: value - amount}}
  laws:
    never_overdrawn: {always: account.balance >= 0, says: "{account} owes {-account.balance}"}
    none_owes: {always: sum(account.balance) >= 0}
    in_the_end: {eventually: sum(account.balance) >= 0}
workload:
  script:
    - {client: a, at: 0s, give: {account: 1, t: 1, amount: 10}}
    - {client: b, at: 200ms, take: {account: 1, t: 2, amount: 10}}
    - {client: c, at: 600ms, take: {account: 1, t: 3, amount: 10}})") +
                                    std::string(losing_store));
  EXPECT_EQ(failed_of(result), std::vector<std::string>{"acknowledged_is_durable"}) << result.reason;
  EXPECT_EQ(property_of(result, "never_overdrawn").verdict, Verdict::pass)
      << property_of(result, "never_overdrawn").reason;
}

TEST(StoreHistory, judges_the_last_instant_before_a_loss_as_it_was) {
  // Wrong: a law with a sum looks at an instant when the next one comes, which is after the loss.
  const RunResult result = real_run("crisper: 1\nname: a lost debt\n" + std::string(R"(
domain:
  name: purse
  ids: [t]
  entities:
    account:
      state: {balance: -1000..1000000}
      commands:
        give(t, amount number): otherwise -> Given
        take(t, amount number): otherwise -> Taken
      events:
        Given(t, amount number): balance += amount
        Taken(t, amount number): balance -= amount
  laws:
    none_owes: {always: sum(account.balance) >= 0}
workload:
  script:
    - {client: a, at: 0s, give: {account: 1, t: 1, amount: 10}}
    - {client: b, at: 200ms, take: {account: 1, t: 2, amount: 20}}
    - {client: c, at: 600ms, take: {account: 1, t: 3, amount: 5}})") +
                                    std::string(losing_store));
  EXPECT_EQ(property_of(result, "none_owes").violation_count, 1u) << result.reason;
}

TEST(StoreHistory, of_fridges_only_the_durability_fails_whenever_the_store_crashes) {
  // Wrong: one loss would have two causes, and one of them would be the fridge's.
  int lost = 0;
  for (const char* at : {"380ms", "391ms", "402ms", "413ms", "424ms", "435ms"}) {
    const RunResult result = real_run("crisper: 1\nname: a lost reservation\n" + std::string(R"(
workload:
  script:
    - {client: kitchen, at: 0ms, load: {fridge: 1, quantity: 1}}
    - {client: customer-1, at: 200ms, order: {fridge: 1, meal: 1, quantity: 1}}
    - {client: customer-2, at: 900ms, order: {fridge: 1, meal: 1, quantity: 1}}
design:
  client: {timeout: 2s, attempts: 3}
  command_queue: {handlers: 1}
  ownership: {strategy: optimistic}
  event_store: {sync: after_answer}
deployment: {hosts: 6, link: {latency: 1ms}}
faults:
  - {slow_sync: event-store, by: 400ms, at: 211ms, for: 500ms}
  - {crash: event-store, at: )") + at + R"(, restart_after: 10ms}
properties: [all]
run: {settle: 3s}
)");
    const std::vector<std::string> failed = failed_of(result);
    if (failed.empty()) continue;
    ++lost;
    for (const std::string& each : failed) {
      const PropertyEntry* entry = find_property(each);
      EXPECT_TRUE(entry && entry->info.domain.empty()) << at << ": " << each << " " << property_of(result, each).reason;
    }
    EXPECT_TRUE(result.reason.starts_with("acknowledged_is_durable: ")) << at << ": " << result.reason;
  }
  EXPECT_GT(lost, 0);
}

TEST(StoreHistory, of_whole_businesses_only_the_durability_fails_whatever_is_lost) {
  // Wrong: a hunt would tell one loss as many causes: of process managers, of quotas, of seats.
  constexpr std::string_view crash = R"(
faults:
  - {slow_sync: event-store, by: 400ms, at: 1200ms, for: 500ms}
  - {crash: event-store, at: 1500ms, restart_after: 10ms}
properties: [all]
run: {settle: 3s}
)";
  const auto fridges = [&](const std::string& strategy) {
    return R"(
crisper: 1
name: lossy store
design:
  client: {timeout: 2s, attempts: 20}
  command_queue: {handlers: 3, dead_letter_after: 1000}
  ownership: {strategy: )" + strategy + R"(}
  event_store: {sync: after_answer}
workload:
  orders: {rate: 30/s, count: 60, customers: 8, fridges: 3, meals: 2}
  restock: {initial: 30}
)" + std::string(crash);
  };
  int lost = 0;
  for (const char* strategy : {"optimistic", "row_lock", "escrow"}) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const std::vector<std::string> failed = failed_of(real_run(fridges(strategy), seed));
      if (failed.empty()) continue;
      ++lost;
      EXPECT_EQ(failed, std::vector<std::string>{"acknowledged_is_durable"}) << strategy << " " << seed;
    }
  }
  EXPECT_GT(lost, 6);
}

TEST(StoreHistory, of_businesses_in_scenarios_only_the_durability_fails_whatever_is_lost) {
  // Wrong: a conference whose store forgot a registration would be called overbooked.
  int lost = 0;
  for (const char* name : {"ticket_shop", "account", "conference"}) {
    auto scenario = sim::load_scenario(
        std::string(CRISPER_SOURCE_DIR "/scenarios/examples/") + name + ".yaml", scenario_vocabulary());
    ASSERT_TRUE(scenario) << scenario.error().text();
    for (const auto& [path, value] : {std::pair{"design.event_store.sync", "after_answer"},
                                      std::pair{"workload.for", "3s"},
                                      std::pair{"faults",
                                                "[{slow_sync: event-store, by: 400ms, at: 1200ms, for: 500ms}, "
                                                "{crash: event-store, at: 1500ms, restart_after: 10ms}]"}}) {
      auto changed = sim::set_path(*scenario, path, value, scenario_vocabulary());
      ASSERT_TRUE(changed) << changed.error().text();
      scenario = std::move(changed);
    }
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto run = run_scenario(*scenario, {.seed = seed, .keep_evidence = false});
      ASSERT_TRUE(run) << run.error();
      const std::vector<std::string> failed = failed_of(run->result);
      if (failed.empty()) continue;
      ++lost;
      EXPECT_EQ(failed, std::vector<std::string>{"acknowledged_is_durable"}) << name << " " << seed;
    }
  }
  EXPECT_GT(lost, 4);
}

}  // namespace
}  // namespace crisper::properties
