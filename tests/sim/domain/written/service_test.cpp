#include "core/domain/written/service.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace crisper::written
