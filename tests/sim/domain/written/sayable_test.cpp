#include "sim/domain/written/sayable.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/domain/registry.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

/// A post office with lockers, and parcels that are new or are not.
const std::string post = R"yaml(domain:
  name: post
  ids: [parcel]
  enums: {weight: [small, large]}
  entities:
    locker:
      state: {free: number}
      commands:
        build(places): otherwise -> Built
        store(parcel, places, weight): otherwise -> Stored
        fetch(parcel): otherwise -> Fetched
        bundle(parcel, other parcel): otherwise -> Bundled
      events:
        Built(places): free += places
        Stored(parcel, places, weight): free -= places
        Fetched(parcel): free += 1
        Bundled(parcel, other parcel): free += 1
  services:
    phone: {requests: {"announce(parcel, places)": {}}}
  views:
    space: {row: locker, events: {Built: value + places}}
  together:
    swap(parcel, here locker, there locker, places): >-
      locker(here).fetch(parcel) and locker(there).store(parcel, places, small)
design: {ownership: {strategy: optimistic}}
)yaml";

/// Whether these actors could say these steps, of which none stands in what they said.
bool could_say(const std::string& actors, const std::string& steps, const sim::Script& written = {}) {
  const Scenario generated = sim::parsed(post + "workload: {for: 10s, actors: {" + actors + "}}\n");
  const Scenario script = sim::parsed(post + "workload: {script: [" + steps + "]}\n");
  return sim::domain_of(generated).what_could_be_said(generated.workload, written)(*script.workload.script);
}

/// A step of the couriers.
std::string store(int locker, int parcel, int places = 1, const std::string& weight = "small") {
  return "{client: couriers-2, store: {locker: " + std::to_string(locker) + ", parcel: " + std::to_string(parcel) +
         ", places: " + std::to_string(places) + ", weight: " + weight + "}}";
}
const std::string couriers =
    "couriers: {does: 'locker.store(parcel, places, small)', clients: 3, "
    "with: {locker: 1..3, parcel: new, places: 1..4}}";

// Wrong: a small run has a locker that nobody could have named.
TEST(written_sayable, keeps_numbers_in_their_ranges) {
  EXPECT_TRUE(could_say(couriers, store(1, 1)));
  EXPECT_TRUE(could_say(couriers, store(3, 70, 4)));
  EXPECT_FALSE(could_say(couriers, store(0, 1)));
  EXPECT_FALSE(could_say(couriers, store(4, 1)));
  EXPECT_FALSE(could_say(couriers, store(1, 1, 0)));
  EXPECT_FALSE(could_say(couriers, store(1, 1, 5)));
  EXPECT_FALSE(could_say(couriers, "{client: strangers, fetch: {locker: 1, parcel: 1}}"));
}

// Wrong: two things that were two are one in the small run, which is another business.
TEST(written_sayable, keeps_what_is_new_new) {
  EXPECT_TRUE(could_say(couriers, store(1, 1) + ", " + store(1, 2)));
  EXPECT_FALSE(could_say(couriers, store(1, 1) + ", " + store(2, 1)));
  EXPECT_FALSE(could_say(couriers, store(1, 0)));
  const std::string others = ", others: {does: locker.fetch(parcel), with: {locker: 1..3, parcel: new}}";
  const std::string fetch = "{client: others, fetch: {locker: 1, parcel: 1}}";
  EXPECT_TRUE(could_say(couriers + others, fetch + ", " + store(1, 2)));
  EXPECT_FALSE(could_say(couriers + others, fetch + ", " + store(1, 1))) << "new to everybody";
  const std::string again = ", others: {does: locker.fetch(parcel), with: {locker: 1..3, parcel: 1..9}}";
  EXPECT_TRUE(could_say(couriers + again, fetch + ", " + store(1, 1) + ", " + fetch)) << "these fetch what is there";
}

// Wrong: commands for a service are made small to some that nobody gives, or can't be made small at all.
TEST(written_sayable, keeps_what_services_are_asked_by_commands) {
  const std::string callers = "callers: {does: 'announce(parcel, places)', with: {parcel: 1..3, places: 1..4}}";
  const auto announce = [](int parcel, int places) {
    return "{client: callers, announce: {parcel: " + std::to_string(parcel) + ", places: " + std::to_string(places) +
           "}}";
  };
  EXPECT_TRUE(could_say(callers, announce(3, 4)));
  EXPECT_TRUE(could_say(callers, announce(3, 4) + ", " + announce(3, 4)));
  EXPECT_FALSE(could_say(callers, announce(4, 4)));
  EXPECT_FALSE(could_say(callers, announce(3, 5)));
  EXPECT_FALSE(could_say(couriers, announce(3, 4)));
}

// Wrong: what a line says itself is no choice of those who come, and becomes one.
TEST(written_sayable, keeps_what_a_line_says_or_computes) {
  EXPECT_FALSE(could_say(couriers, store(1, 1, 1, "large")));
  const std::string builders = "builders: {does: locker.build(20), each: locker, with: {locker: 1..3}}";
  const auto build = [](int locker, int places) {
    return "{client: builders, build: {locker: " + std::to_string(locker) + ", places: " + std::to_string(places) +
           "}}";
  };
  EXPECT_TRUE(could_say(builders, build(2, 20)));
  EXPECT_FALSE(could_say(builders, build(2, 1)));
  EXPECT_TRUE(could_say(builders, build(2, 20) + ", " + build(1, 20)));
  EXPECT_FALSE(could_say(builders, build(2, 20) + ", " + build(2, 20))) << "once for each";
  const std::string twice =
      "couriers: {does: 'locker.store(parcel, places * 2, small)', with: {locker: 1..3, parcel: new, places: 1..4}}";
  const std::string six = "{client: couriers, store: {locker: 1, parcel: 3, places: 6, weight: small}}";
  const std::string five = "{client: couriers, store: {locker: 1, parcel: 3, places: 5, weight: small}}";
  const Scenario written = sim::parsed(post + "workload: {script: [" + six + "]}\n");
  EXPECT_TRUE(could_say(twice, six, *written.workload.script)) << "what is computed stays";
  EXPECT_FALSE(could_say(twice, five, *written.workload.script));
}

// Wrong: a parcel is bundled with itself, or moved to where there is no locker.
TEST(written_sayable, keeps_two_of_a_kind_apart) {
  const std::string packers = "packers: {does: locker.bundle, with: {locker: 1..3, parcel: 1..3, other: 1..3}}";
  const auto bundle = [](int parcel, int other) {
    return "{client: packers, bundle: {locker: 1, parcel: " + std::to_string(parcel) +
           ", other: " + std::to_string(other) + "}}";
  };
  EXPECT_TRUE(could_say(packers, bundle(1, 2)));
  EXPECT_FALSE(could_say(packers, bundle(2, 2)));
  const std::string movers = "movers: {does: swap, with: {parcel: new, here: 1..3, there: 1..3, places: 1}}";
  const auto swap = [](int parcel, int there) {
    return "{client: movers, swap: {parcel: " + std::to_string(parcel) + ", here: 1, there: " + std::to_string(there) +
           ", places: 1}}";
  };
  EXPECT_TRUE(could_say(movers, swap(1, 2) + ", " + swap(2, 2)));
  EXPECT_FALSE(could_say(movers, swap(1, 2) + ", " + swap(1, 2)));
  EXPECT_FALSE(could_say(movers, swap(1, 4)));
}

// Wrong: who acts on sight, or only looks, is free of what holds for the others.
TEST(written_sayable, holds_for_those_who_look) {
  const std::string lookers = "lookers: {looks: space, with: {locker: 1..3}}";
  EXPECT_TRUE(could_say(lookers, "{client: lookers, look: {view: space, row: [3]}}"));
  EXPECT_FALSE(could_say(lookers, "{client: lookers, look: {view: space, row: [4]}}"));
  const std::string careful =
      "careful: {looks: space, if: seen > 0, does: locker.fetch(parcel), with: {locker: 1..3, parcel: new}}";
  const auto fetch = [](int locker, int parcel, const std::string& condition = "seen > 0") {
    return "{client: careful, look_and_act: {with: {locker: " + std::to_string(locker) +
           ", parcel: " + std::to_string(parcel) + "}, looks: space, if: " + condition +
           ", does: locker.fetch(parcel)}}";
  };
  EXPECT_TRUE(could_say(careful, fetch(1, 1) + ", " + fetch(1, 2)));
  EXPECT_FALSE(could_say(careful, fetch(1, 1) + ", " + fetch(1, 1)));
  EXPECT_FALSE(could_say(careful, fetch(0, 1)));
  EXPECT_FALSE(could_say(careful, fetch(1, 1, "seen > 1")));
}

// Wrong: what can't be read back from a step could not stay as it is, and nothing else of the run would become smaller.
TEST(written_sayable, lets_stand_what_was_written) {
  const std::string odd = "couriers: {does: locker.fetch(parcel), with: {locker: 1..3, parcel: 5..9}}";
  const std::string step = "{client: couriers, fetch: {locker: 1, parcel: 4}}";
  const Scenario script = sim::parsed(post + "workload: {script: [" + step + "]}\n");
  EXPECT_FALSE(could_say(odd, step));
  EXPECT_TRUE(could_say(odd, step, *script.workload.script));
  EXPECT_FALSE(could_say(odd, step + ", " + step, *script.workload.script)) << "once was written";
}

// Wrong: of a script whose numbers nobody has explained, shrinking makes what its author didn't mean.
TEST(written_sayable, of_a_script_of_ones_own_keeps_ids_and_signs) {
  const auto could_be = [](const std::string& steps) {
    const Scenario own = sim::parsed(post + "workload: {script: [" + store(2, 7, 3) + ", " + store(2, 8, 3) + "]}\n");
    const Scenario other = sim::parsed(post + "workload: {script: [" + steps + "]}\n");
    return sim::domain_of(own).what_could_be_said(own.workload, *own.workload.script)(*other.workload.script);
  };
  EXPECT_TRUE(could_be(store(2, 7, 3) + ", " + store(2, 8, 1)));
  EXPECT_TRUE(could_be(store(2, 8, 9)));
  EXPECT_FALSE(could_be(store(2, 7, 0)));
  EXPECT_FALSE(could_be(store(2, 7, -3)));
  EXPECT_FALSE(could_be(store(1, 7, 3)));
  EXPECT_FALSE(could_be(store(2, 8) + ", " + store(2, 8)));
  EXPECT_FALSE(could_be(store(2, 7, 3, "large")));
}

// Wrong: what actors say themselves would be refused, and no case of theirs become smaller.
TEST(written_sayable, is_whatever_the_actors_of_the_examples_say) {
  for (const char* example : {"ticket_shop", "account", "conference", "bikes"}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto scenario = sim::load_scenario(sim::examples_directory() + "/" + example + ".yaml");
      ASSERT_TRUE(scenario) << scenario.error().text();
      sim::Script script = *sim::with_script(*scenario, seed).workload.script;
      const auto whole = sim::domain_of(*scenario).what_could_be_said(scenario->workload, script);
      EXPECT_TRUE(whole(script)) << example;
      // All but what stands in a file is read back to what was drawn.
      std::erase_if(script, [](const sim::ScriptStep& step) { return step.client == "founders"; });
      const auto drawn = sim::domain_of(*scenario).what_could_be_said(scenario->workload, {});
      EXPECT_TRUE(drawn(script)) << example;
    }
  }
}

}  // namespace
}  // namespace crisper::written
