// Services that have something: parts of the world outside that see what is taken, and report it.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// Bikes at docks: what is lent is taken out; some are stolen, which no book hears of but from the dock.
std::string docks(const std::string& from = "", const std::string& to = "") {
  std::string text = R"yaml(domain:
  name: bikes
  ids: [ride]
  entities:
    station:
      state: {free: number}
      commands:
        supply(bikes): otherwise -> Supplied
        lend(ride): otherwise -> Lent
        tally(bikes):
          - bikes == free -> nothing
          - otherwise -> Counted
      events:
        Supplied(bikes): free += bikes
        Lent(ride): free -= 1
        Counted(bikes): free = bikes
  services:
    dock:
      requests:
        bring(station, bikes): {there: there + bikes}
        hand_out(station, bikes): {there: "max(0, there - bikes)"}
        lose(station, bikes): {there: "max(0, there - bikes)", accepted: station.tally(there)}
  receptors:
    car: {Supplied: "bring(station, bikes)"}
    lock: {Lent: "hand_out(station, 1)"}
workload:
  script:
    - {client: office, at: 1s, supply: {station: 1, bikes: 5}}
    - {client: anna, at: 4s, lend: {station: 1, ride: 7}}
    - {client: thief, at: 7s, lose: {station: 1, bikes: 2}}
    - {client: ben, at: 10s, lend: {station: 1, ride: 8}}
    - {client: office, at: 10s, supply: {station: 2, bikes: 3}}
)yaml";
  if (const std::size_t at = text.find(from); !from.empty() && at != std::string::npos)
    text.replace(at, from.size(), to);
  return text;
}

/// What was there, by station, each time that it changed.
class Docks final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind != ObservationKind::world_changed) return;
    std::vector<std::int64_t>& all = seen.stream.number() == 1 ? first : second;
    all.push_back(seen.a);
    EXPECT_EQ(seen.b, all.size() == 1 ? 0 : all[all.size() - 2]);
  }
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> second;
};

// Wrong: what is taken is still there, or is taken from another; or the report tells another number than there is.
TEST(services_that_have_something, see_what_is_taken_and_report_it) {
  const auto docked = told_run<Docks>(sim::parsed(docks()));
  EXPECT_EQ(docked.first, (std::vector<std::int64_t>{5, 4, 2, 1}));
  EXPECT_EQ(docked.second, (std::vector<std::int64_t>{3}));
  const auto told = told_run<EventsTold>(sim::parsed(docks())).told;
  EXPECT_EQ(std::ranges::count(told, "Counted{bikes=2}"), 1);
  EXPECT_EQ(std::ranges::count_if(told, [](const auto& each) { return each.starts_with("Counted"); }), 1);
}

// Wrong: what was there is forgotten in a crash, or a request that comes twice takes twice.
TEST(services_that_have_something, know_it_through_crashes_and_repetitions) {
  const std::string faults = R"yaml(design:
  consumers:
    car: {inbox: on, sequencer: on, checkpoint: transactional}
    lock: {inbox: on, sequencer: on, checkpoint: transactional}
faults:
  - {crash: dock-processor, at: 5s, restart_after: 500ms}
  - {crash: dock-tracker, at: 8s, restart_after: 500ms}
  - {duplicate: 20%}
)yaml";
  const auto docked = told_run<Docks>(sim::parsed(docks() + faults));
  EXPECT_EQ(docked.first, (std::vector<std::int64_t>{5, 4, 2, 1}));
  EXPECT_EQ(docked.second, (std::vector<std::int64_t>{3}));
}

// Wrong: nobody fetches more than there is, and yet less than nothing is there; or an answer without a value changes
// it.
TEST(services_that_have_something, have_what_their_requests_make_it) {
  EXPECT_EQ(told_run<Docks>(sim::parsed(docks("bikes: 2}}", "bikes: 20}}"))).first,
            (std::vector<std::int64_t>{5, 4, 0}));
  EXPECT_EQ(told_run<Docks>(sim::parsed(docks("{there: there + bikes}", "{there: bikes / (bikes - 5)}"))).first,
            (std::vector<std::int64_t>{}))
      << "nothing came, and nothing was lent or lost of it";
}

TEST(services_that_have_something, are_written_back) {
  const sim::Scenario scenario = sim::parsed(docks());
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
}

TEST(services_that_have_something, tell_what_is_wrong) {
  const auto problem = [](const std::string& from, const std::string& to) {
    return sim::problem_in(docks(from, to));
  };
  const std::string requests = "domain.services.dock.requests.";
  EXPECT_EQ(problem("{there: there + bikes}", "{there: ther + bikes}"),
            requests + "bring(station, bikes).there: nothing here is called 'ther'; did you mean 'there'?");
  EXPECT_EQ(problem("bring(station, bikes): {there: there + bikes}", "bring(station, there): {there: there + 1}"),
            requests + "bring(station, there).there: 'there' is what there is: call what the request says otherwise");
  EXPECT_EQ(problem("        lose(station, bikes)", "        mend(ride): {}\n        lose(station, bikes)"),
            requests + "mend(ride): a service that has something is asked for one kind of id: a station");
  const auto law = [&](const std::string& line) {
    return problem("workload:", "  laws: {right: {eventually: " + line + "}}\nworkload:");
  };
  EXPECT_EQ(law("station.free == dock.there"), "");
  EXPECT_EQ(law("dock.there == station.free"), "");
  EXPECT_EQ(law("station.free == dock.ther"),
            "domain.laws.right.eventually: dock has no 'ther'; did you mean 'there'?");
  EXPECT_EQ(law("dock.there == 5"),
            "domain.laws.right: dock has something of each station: the law must be about one that is numbered so");
  EXPECT_EQ(law("sum(dock.there) == 5"), "domain.laws.right.eventually: a sum is of states: dock has none");
}

}  // namespace
}  // namespace crisper::written
