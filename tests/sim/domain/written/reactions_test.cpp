// Receptors, policies and enrichers of a written business: conditions, memory, events of their own.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/domain/written/message.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/scenario_setup.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// Bikes of stations: what is short is noticed, told with more in it, and answered once. `from` is replaced in it.
std::string bikes(const std::string& from = "", const std::string& to = "") {
  std::string text = R"yaml(domain:
  name: bikes
  ids: [ride]
  entities:
    station:
      state: {free: number}
      commands:
        supply(bikes): otherwise -> Supplied
        take(ride):
          - free > 0 -> Taken
          - otherwise -> nothing
      events:
        Supplied(bikes): free += bikes
        Taken(ride): free -= 1
  policies:
    shortage:
      for: station
      memory: {free: number, told: flag}
      says: [StationShort(free)]
      events:
        Taken:
          - not told and free <= 2 -> StationShort(free - 1)
      remembers:
        Supplied: free += bikes, told = no
        Taken: free -= 1, told = told or free < 2
  enrichers:
    planner:
      for: station
      memory: {taken: number}
      says: [SupplyPlanned(bikes)]
      events: {StationShort: SupplyPlanned(taken + 1)}
      remembers: {Taken: taken += 1, SupplyPlanned: taken = 0}
  receptors:
    truck:
      for: station
      memory: {rounds: number}
      events:
        SupplyPlanned:
          - rounds >= 1 -> nothing
          - otherwise -> station.supply(bikes)
      remembers: {SupplyPlanned: rounds += 1}
  laws:
    told_once: {never_twice: StationShort(free)}
workload:
  script:
    - {client: office, supply: {station: 1, bikes: 4}}
    - {client: anna, at: 2s, take: {station: 1, ride: 1}}
    - {client: anna, at: 4s, take: {station: 1, ride: 2}}
    - {client: anna, at: 6s, take: {station: 1, ride: 3}}
    - {client: anna, at: 8s, take: {station: 1, ride: 4}}
    - {client: anna, at: 10s, take: {station: 1, ride: 5}}
    - {client: anna, at: 12s, take: {station: 1, ride: 6}}
    - {client: anna, at: 14s, take: {station: 1, ride: 7}}
)yaml";
  if (const std::size_t at = text.find(from); !from.empty() && at != std::string::npos)
    text.replace(at, from.size(), to);
  return text;
}

std::vector<std::string> run(const std::string& text) { return told_run<EventsTold>(sim::parsed(text)).told; }

const std::vector<std::string> all_of_it{
    "Supplied{bikes=4}",      "Taken{ride=1}",        "Taken{ride=2}",         "Taken{ride=3}", "StationShort{free=1}",
    "SupplyPlanned{bikes=4}", "Supplied{bikes=4}",    "Taken{ride=4}",         "Taken{ride=5}", "Taken{ride=6}",
    "Taken{ride=7}",          "StationShort{free=1}", "SupplyPlanned{bikes=5}"};

// Wrong: a reaction decides by what it knows after the event, forgets it, or reacts again to what it has told.
TEST(written_reactions, react_knowing_what_they_knew_before) { EXPECT_EQ(run(bikes()), all_of_it); }

// Wrong: what it remembers is lost with the process, and it tells again; or an event that comes twice counts twice.
TEST(written_reactions, remember_through_crashes_and_repetitions) {
  const std::string guarded = R"yaml(design:
  consumers:
    shortage: {inbox: on, sequencer: on, checkpoint: transactional}
    planner: {inbox: on, sequencer: on, checkpoint: transactional}
    truck: {inbox: on, sequencer: on, checkpoint: transactional}
faults:
  - {crash: shortage, at: 3s, restart_after: 500ms}
  - {crash: planner, at: 5s, restart_after: 500ms}
  - {crash: truck, at: 9s, restart_after: 500ms}
  - {duplicate: 20%}
)yaml";
  EXPECT_EQ(run(bikes() + guarded), all_of_it);
}

// Wrong: without conditions and memory a receptor is no longer what it was.
TEST(written_reactions, send_at_every_event_where_nothing_is_said) {
  const std::string plain = bikes(
      "    truck:\n      for: station\n      memory: {rounds: number}\n      events:\n"
      "        SupplyPlanned:\n          - rounds >= 1 -> nothing\n"
      "          - otherwise -> station.supply(bikes)\n"
      "      remembers: {SupplyPlanned: rounds += 1}\n",
      "    truck: {SupplyPlanned: 'bikes > 4 -> station.supply(1)'}\n");
  const std::vector<std::string> told = run(plain);
  EXPECT_EQ(std::ranges::count(told, "Supplied{bikes=4}"), 1);
  EXPECT_EQ(std::ranges::count(told, "Supplied{bikes=1}"), 0);
}

TEST(written_reactions, say_what_they_are) {
  const auto domain = sim::make_domain(sim::parsed(bikes()));
  ASSERT_EQ(domain->reactions().size(), 3U);
  EXPECT_EQ(domain->reactions()[0]->kind(), ReactionKind::receptor);
  EXPECT_EQ(domain->reactions()[1]->kind(), ReactionKind::policy);
  EXPECT_EQ(domain->reactions()[2]->kind(), ReactionKind::enricher);
}

TEST(written_reactions, are_written_back) {
  const sim::Scenario scenario = sim::parsed(bikes());
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
}

TEST(written_reactions, tell_where_a_mistake_is) {
  const auto error = [](const std::string& from, const std::string& to) { return sim::error_of(bikes(from, to)); };
  EXPECT_EQ(error("not told and", "not tol and"),
            "24:17: domain.policies.shortage.events.Taken: nothing here is called 'tol'; did you mean 'told'?");
  EXPECT_EQ(error("-> StationShort(free - 1)", "-> StationShrt(free - 1)"),
            "24:39: domain.policies.shortage.events.Taken: it says no 'StationShrt'; did you mean "
            "'StationShort'?");
  EXPECT_EQ(error("told = no\n", "tld = no\n"),
            "26:34: domain.policies.shortage.remembers.Supplied: the memory has no 'tld'; did you mean 'told'?");
  EXPECT_EQ(error("{StationShort: Supply", "{StatonShort: Supply"),
            "33:16: domain.enrichers.planner.events.StatonShort: no event is called 'StatonShort'; did you mean "
            "'StationShort'?");
  EXPECT_EQ(error("SupplyPlanned(taken + 1)", "'SupplyPlanned(1), SupplyPlanned(2)'"),
            "33:30: domain.enrichers.planner.events.StationShort: an enricher makes one event of another: what makes "
            "several is a policy");
  EXPECT_EQ(error("      says: [StationShort(free)]\n", ""),
            "18:5: domain.policies.shortage.says: expected a list of events: says: [SoldOut(seats)]");
  EXPECT_EQ(error("    planner:\n      for: station", "    planner:\n      for: statin"),
            "30:12: domain.enrichers.planner.for: expected the name of an id, not 'statin'; did you mean 'station'?");
  EXPECT_EQ(error("    truck:\n      for: station\n", "    truck:\n"),
            "36:5: domain.receptors.truck: expected what it remembers something of: for: show");
  EXPECT_EQ(error("    truck:\n      for: station\n", "    truck:\n      for: ride\n"),
            "36:5: domain.receptors.truck: SupplyPlanned: this event says no ride");
  EXPECT_EQ(error("    truck:\n      for: station\n", "    truck:\n      for: station\n      says: [X]\n"),
            "38:7: domain.receptors.truck: a receptor sends commands: what says something is a policy or an enricher");
  EXPECT_EQ(error("    truck:\n", "    planner:\n"), "36:5: domain.receptors.planner: two things are called 'planner'");
  EXPECT_EQ(error("  receptors:\n    truck:",
                  "  views: {planner: {row: station, events: {Taken: 1}}}\n  receptors:\n    truck:"),
            "35:11: domain.views.planner: two things are called 'planner'");
  EXPECT_EQ(error("- rounds >= 1 -> nothing\n          - otherwise", "- otherwise -> nothing\n          - rounds > 1"),
            "42:13: domain.receptors.truck.events.SupplyPlanned: no case is reached behind one without a condition");
}

// Wrong: a process takes another way than its conditions say, or moves where none of them holds.
TEST(written_processes, go_on_by_the_first_case_that_fits) {
  const std::string text = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    sale:
      key: booking
      state: {paid: number}
      commands:
        order(booking, price): otherwise -> Ordered
        pay(booking, amount): otherwise -> Paid
        finish(booking, how): otherwise -> Finished
      events:
        Ordered(booking, price): nothing
        Paid(booking, amount): paid += amount
        Finished(booking, how): nothing
  processes:
    purchase:
      for: booking
      within: 5s
      begins: {Ordered: nothing -> waiting}
      stages:
        waiting:
          Paid:
            - amount == 13 -> nothing -> waiting
            - amount > price -> sale.finish(booking, amount - price) -> done
            - amount == price -> sale.finish(booking, 0) -> done
          timeout:
            - price > 100 -> sale.finish(booking, -1) -> done
            - otherwise -> sale.finish(booking, -2) -> done
      ends: [done]
workload:
  script:
    - {client: a, order: {sale: 1, booking: 1, price: 50}}
    - {client: a, order: {sale: 2, booking: 2, price: 50}}
    - {client: a, order: {sale: 3, booking: 3, price: 50}}
    - {client: a, order: {sale: 4, booking: 4, price: 500}}
    - {client: b, at: 1s, pay: {sale: 1, booking: 1, amount: 70}}
    - {client: b, at: 1s, pay: {sale: 2, booking: 2, amount: 50}}
    - {client: b, at: 1s, pay: {sale: 3, booking: 3, amount: 20}}
)yaml";
  std::vector<std::string> finished;
  for (const std::string& told : run(text)) {
    if (told.starts_with("Finished")) finished.push_back(told);
  }
  std::ranges::sort(finished);
  EXPECT_EQ(finished, (std::vector<std::string>{"Finished{booking=1 how=20}", "Finished{booking=2 how=0}",
                                                "Finished{booking=3 how=-2}", "Finished{booking=4 how=-1}"}));
}

}  // namespace
}  // namespace crisper::written
