#include "core/domain/written/service.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

// Wrong: a sum that grows beyond 64 bits is cut, and what is recorded is another than was asked.
TEST(written_services, record_no_number_that_is_not_the_one) {
  const sim::Scenario scenario = sim::parsed(R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: number}
      commands:
        hold(booking, seats): otherwise -> SeatsHeld
      events:
        SeatsHeld(booking, seats): free -= 1
    payment:
      key: booking
      state: {taken: number}
      commands:
        record(booking, amount): otherwise -> Paid
      events:
        Paid(booking, amount): taken += amount
  services:
    bank:
      requests:
        charge(booking, amount): {accepted: "payment.record(booking, amount * 1000)"}
  receptors:
    till: {SeatsHeld: "charge(booking, seats)"}
workload:
  script:
    - {client: anna, hold: {show: 1, booking: 1, seats: 5}}
    - {client: anna, at: 1s, hold: {show: 1, booking: 2, seats: 9223372036854775807}}
)yaml");
  const std::vector<std::string> told = told_run<EventsTold>(scenario).told;
  EXPECT_EQ(std::multiset<std::string>(told.begin(), told.end()),
            (std::multiset<std::string>{"Paid{booking=1 amount=5000}", "SeatsHeld{booking=1 seats=5}",
                                        "SeatsHeld{booking=2 seats=9223372036854775807}"}));
}

// Wrong: of a written service one could say that it refuses now and then, and not for a while.
TEST(written_services, refuse_while_they_are_to) {
  const sim::Scenario scenario = sim::parsed(R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: number}
      commands:
        hold(booking): otherwise -> SeatsHeld
      events:
        SeatsHeld(booking): free -= 1
    payment:
      key: booking
      state: {taken: flag}
      commands:
        record(booking): otherwise -> Paid
        decline(booking): otherwise -> Declined
      events:
        Paid(booking): taken = yes
        Declined(booking): nothing
  services:
    bank:
      requests:
        charge(booking): {accepted: payment.record(booking), refused: payment.decline(booking)}
  receptors:
    till: {SeatsHeld: "charge(booking)"}
workload:
  script:
    - {client: anna, hold: {show: 1, booking: 1}}
    - {client: anna, at: 5s, hold: {show: 1, booking: 2}}
faults: [{reject: bank-processor, at: 3s}]
)yaml");
  EXPECT_EQ(told_run(scenario, EventsTold()).told,
            (std::vector<std::string>{"SeatsHeld{booking=1}", "Paid{booking=1}", "SeatsHeld{booking=2}",
                                      "Declined{booking=2}"}));
}

/// How long after it was taken each request was done, by its process; of a street that takes so long.
class RequestsDone final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind == ObservationKind::request_taken) taken_ = seen.at;
    if (seen.kind == ObservationKind::effect_performed) took.push_back(seen.at - taken_);
  }
  std::vector<Duration> took;

 private:
  SimTime taken_{};
};
std::vector<Duration> took(const std::string& latency, std::uint64_t seed) {
  const sim::Scenario scenario = sim::parsed(R"yaml(domain:
  name: bikes
  ids: [ride]
  entities:
    station:
      state: {free: number}
      commands: {take(ride): otherwise -> Taken}
      events: {Taken(ride): free -= 1}
  services:
    street: {latency: )yaml" + latency + R"yaml(, patience: 600s, requests: {"home(ride, station)": {}}}
  receptors:
    rides: {Taken: "home(ride, station)"}
workload: {script: [{client: anna, take: {station: 1, ride: 4}}]}
run: {settle: 1s, horizon: 20m}
)yaml");
  return told_run(scenario, RequestsDone(), seed).took;
}

// Wrong: what always takes as long varies, a range is left, or a mean of old is taken for what always is.
TEST(written_services, take_as_long_as_their_distribution_says) {
  using namespace std::chrono_literals;
  struct Bounds {
    const char* latency;
    Duration least;
    Duration most;
  };
  const Duration network = 1s;  // there, onto disks and into queues: much less
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    for (const auto& [latency, least, most] : {Bounds{"{constant: 20s}", 20s, 20s}, Bounds{"30s..40s", 30s, 40s},
                                               Bounds{"{quantiles: {p0: 50s, p100: 60s}}", 50s, 60s}}) {
      const std::vector<Duration> all = took(latency, seed);
      ASSERT_EQ(all.size(), 1U) << latency;
      EXPECT_GE(all.front(), least) << latency;
      EXPECT_LE(all.front(), most + network) << latency;
    }
    EXPECT_EQ(took("20s", seed), took("{exponential: 20s}", seed));
  }
  EXPECT_NE(took("20s", 1), took("20s", 2));
}

// Wrong: a run is called over while a service still works on what it was asked, and what its answer breaks is not seen.
TEST(written_services, are_waited_for_however_long_they_take) {
  const sim::Scenario scenario = sim::parsed(R"yaml(domain:
  name: bikes
  ids: [ride]
  entities:
    station:
      state: {free: number}
      commands:
        take(ride): otherwise -> Taken
        bring(ride): otherwise -> Brought
      events:
        Taken(ride): free -= 1
        Brought(ride): free += 1
  services:
    street:
      latency: 20s
      patience: 600s
      requests:
        home(ride, station): {accepted: station.bring(ride)}
  receptors:
    rides: {Taken: "home(ride, station)"}
workload:
  script:
    - {client: anna, take: {station: 1, ride: 4}}
run: {settle: 1s, horizon: 20m}
)yaml");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const std::vector<std::string> told = told_run(scenario, EventsTold(), seed).told;
    EXPECT_EQ(told, (std::vector<std::string>{"Taken{ride=4}", "Brought{ride=4}"})) << "seed " << seed;
  }
}

/// What happens at stations whose bikes a lorry brings. `lorry`: how it works, and what it is asked; `who_asks`: the
/// rest of the business, and of the scenario.
std::vector<std::string> told_of_stations(const std::string& lorry, const std::string& who_asks) {
  return told_run<EventsTold>(sim::parsed(R"yaml(domain:
  name: bikes
  entities:
    station:
      state: {free: number, wanted: number}
      commands:
        ask(bikes): otherwise -> Asked
        supply(bikes): otherwise -> Supplied
        turn_down(bikes): otherwise -> TurnedDown
      events:
        Asked(bikes): wanted += bikes
        Supplied(bikes): free += bikes
        TurnedDown(bikes): nothing
  services:
    lorry:
)yaml" + lorry + who_asks)).told;
}

const std::string on_each_order = R"yaml(  receptors:
    depot: {Asked: "drive(station, bikes)"}
)yaml";

/// What a lorry brought that was asked for six bikes, for six more, and for seven. `request`: what the business says of
/// the request beside its answer.
std::multiset<std::string> told_of_lorry(const std::string& request, const std::string& more = "") {
  const std::string lorry = "      requests:\n        drive(station, bikes): {accepted: station.supply(bikes)";
  const std::vector<std::string> told =
      told_of_stations(lorry + request + "}\n", on_each_order + R"yaml(workload:
  script:
    - {client: anna, ask: {station: 1, bikes: 6}}
    - {client: anna, at: 1s, ask: {station: 1, bikes: 6}}
    - {client: anna, at: 2s, ask: {station: 1, bikes: 7}}
)yaml" + more);
  std::multiset<std::string> supplied;
  for (const std::string& each : told) {
    if (each.starts_with("Supplied")) supplied.insert(each);
  }
  return supplied;
}

// Wrong: what was asked for a second time is never carried out, and nothing says so.
TEST(written_services, carry_out_what_is_asked_on_another_occasion) {
  EXPECT_EQ(told_of_lorry(""),
            (std::multiset<std::string>{"Supplied{bikes=6}", "Supplied{bikes=6}", "Supplied{bikes=7}"}));
}

// Wrong: a request that a network, a relay or a receptor repeats is another one each time, and a lorry comes for each.
TEST(written_services, carry_out_once_what_is_asked_on_one_occasion) {
  const std::string often = R"yaml(design: {consumers: {depot: {inbox: off}}}
faults:
  - {duplicate: 60%, on: {to: depot}}
  - {duplicate: 60%, on: {to: lorry-tracker}}
  - {duplicate: 60%, on: {to: lorry-processor}}
  - {crash: lorry-tracker, at: 1s, restart_after: 500ms}
  - {crash: depot, at: 2s, restart_after: 500ms}
)yaml";
  EXPECT_EQ(told_of_lorry("", often),
            (std::multiset<std::string>{"Supplied{bikes=6}", "Supplied{bikes=6}", "Supplied{bikes=7}"}));
}

// Wrong: a business says by what it knows a request, and it is known by something else.
TEST(written_services, know_a_request_by_what_the_business_says) {
  EXPECT_EQ(told_of_lorry(", known_by: station"), (std::multiset<std::string>{"Supplied{bikes=6}"}));
  EXPECT_EQ(told_of_lorry(", known_by: [bikes, station]"),
            (std::multiset<std::string>{"Supplied{bikes=6}", "Supplied{bikes=7}"}));
}

// Wrong: a process that asks the same in two stages, or when its time is up, waits for an answer that never comes.
TEST(written_services, carry_out_what_each_stage_of_a_process_asks_for) {
  const std::string lorry = R"yaml(      requests:
        drive(station, bikes): {accepted: station.supply(bikes)}
)yaml";
  const std::vector<std::string> told = told_of_stations(lorry, R"yaml(  processes:
    refill:
      for: station
      within: 5s
      begins: {Asked: "drive(station, 6) -> waiting"}
      stages:
        waiting: {Supplied: "drive(station, 6) -> again"}
        again:
          Supplied: nothing -> again
          timeout: drive(station, 6) -> late
        late: {Supplied: nothing -> over}
      ends: [over]
workload:
  script:
    - {client: anna, ask: {station: 1, bikes: 6}}
    - {client: anna, ask: {station: 2, bikes: 6}}
run: {settle: 1s}
)yaml");
  EXPECT_EQ(std::ranges::count(told, "Supplied{bikes=6}"), 6);
}

// Wrong: who is refused once is refused for ever, however often somebody tries again.
TEST(written_services, answer_each_request_for_itself) {
  std::string script = "workload:\n  script:\n";
  for (int i = 0; i < 40; ++i) {
    script += "    - {client: anna, at: " + std::to_string(100 * i) + "ms, ask: {station: 1, bikes: 1}}\n";
  }
  const std::string lorry = R"yaml(      refuses: 50%
      requests:
        drive(station, bikes): {accepted: station.supply(bikes), refused: station.turn_down(bikes)}
)yaml";
  const std::vector<std::string> told = told_of_stations(lorry, on_each_order + script);
  const auto supplied = std::ranges::count_if(told, [](const auto& each) { return each.starts_with("Supplied"); });
  const auto turned_down =
      std::ranges::count_if(told, [](const auto& each) { return each.starts_with("TurnedDown"); });
  EXPECT_EQ(supplied + turned_down, 40);
  EXPECT_GT(supplied, 5);
  EXPECT_GT(turned_down, 5);
}

}  // namespace
}  // namespace crisper::written
