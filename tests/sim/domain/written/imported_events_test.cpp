// Events that happened elsewhere, and come in a file or from an actor without anybody deciding on them here.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "sim/domain/registry.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// A shop that refuses what it has no seats for, and takes what another has sold. `from` is replaced in it.
std::string importing_shop(const std::string& workload, const std::string& from = "", const std::string& to = "") {
  std::string text = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: 0..100 = 3}
      imports: [Held]
      commands:
        hold(booking, seats):
          - seats > free -> reject "sold out"
          - otherwise -> Held
      events:
        Held(booking, seats): free -= seats
        Closed(): nothing
  views:
    taken: {row: show, events: {Held: value + seats}}
)yaml";
  if (const std::size_t at = text.find(from); !from.empty() && at != std::string::npos)
    text.replace(at, from.size(), to);
  return text + "workload: " + workload + "\n";
}

// Wrong: what has happened elsewhere is decided here once more, and refused; or it is decided as something else.
TEST(imported_events, are_taken_without_a_decision) {
  const std::string workload =
      "{script: [{client: here, at: 1s, hold: {show: 1, booking: 1, seats: 9}}, {client: there, at: 2s, Held: {show: "
      "1, booking: 2, seats: 9}}, {client: here, at: 3s, hold: {show: 1, booking: 3, seats: 1}}]}";
  const auto told = told_run<EventsTold>(sim::parsed(importing_shop(workload))).told;
  EXPECT_EQ(told, (std::vector<std::string>{"Held{booking=2 seats=9}"})) << "and nothing is free any more";
}

// Wrong: an event that comes twice on its way, or is tried again, happens twice.
TEST(imported_events, happen_once) {
  const std::string workload =
      "{for: 4s, actors: {portal: {does: 'show.Held(booking, seats)', rate: 5/s, with: {show: 1..2, booking: new, "
      "seats: 1..2}}}}\nfaults: [{duplicate: 20%}, {loss: 10%}]\n"
      "properties: [event_appended_once]";
  auto told = told_run<EventsTold>(sim::parsed(importing_shop(workload))).told;
  EXPECT_GT(told.size(), 10U);
  std::ranges::sort(told);
  EXPECT_EQ(std::ranges::adjacent_find(told), told.end()) << "each has a booking of its own";
}

// Wrong: a file of events is not a file that an actor can carry out.
TEST(imported_events, come_in_files) {
  const std::string directory = ::testing::TempDir();
  std::ofstream(directory + "/sold_elsewhere.csv") << "at,show,booking,seats,does\n2s,1,7,9,\n3s,2,8,1,\n"
                                                      "4s,2,9,9,\"show.hold(booking, seats)\"\n";
  const std::string workload =
      "{actors: {portal: {from: " + directory + "/sold_elsewhere.csv, does: 'show.Held(booking, seats)'}}}";
  const sim::Scenario scenario = sim::parsed(importing_shop(workload));
  EXPECT_EQ(told_run<EventsTold>(scenario).told,
            (std::vector<std::string>{"Held{booking=7 seats=9}", "Held{booking=8 seats=1}"}));
  const sim::Scenario script = sim::with_script(scenario, 1);
  const auto again = sim::parse_scenario(sim::to_yaml(script));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, script);
}

// Wrong: an event and the command that brings it are one thing to whoever follows what leads to what.
TEST(imported_events, are_told_from_what_brings_them) {
  const sim::Scenario scenario = sim::parsed(importing_shop("{script: []}"));
  const auto flow = sim::domain_of(scenario).facts(scenario.settings).flow;
  EXPECT_TRUE(std::ranges::any_of(
      flow, [](const auto& each) { return each.by == "show" && each.from == "show.Held" && each.to == "Held"; }));
}

TEST(imported_events, tell_what_is_wrong) {
  const auto problem = [](const std::string& imports) {
    return sim::problem_in(importing_shop("{script: []}", "imports: [Held]", imports));
  };
  const std::string place = "domain.entities.show.imports: ";
  EXPECT_EQ(problem("imports: [Held, Closed]"), "");
  EXPECT_EQ(problem("imports: [Hled]"), place + "expected an event of show, not 'Hled'; did you mean 'Held'?");
  EXPECT_EQ(problem("imports: [Held, Held]"), place + "'Held' is there twice");
  EXPECT_EQ(problem("imports: Held"), place + "expected a list of its events: [SeatsHeld]");
  EXPECT_EQ(problem("imports: [[Held]]"), place + "expected an event of show, not a list");
}

}  // namespace
}  // namespace crisper::written
