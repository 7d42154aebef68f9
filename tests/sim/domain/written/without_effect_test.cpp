#include "sim/domain/written/without_effect.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/scenario/warnings.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// A shop in which everything has an effect, with one thing written otherwise.
std::string useful_shop(const std::string& from = "", const std::string& to = "") {
  std::string text = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: number}
      commands:
        hold(booking): otherwise -> Held
        sell(booking): otherwise -> Sold
        release(booking): otherwise -> Released
      events:
        Held(booking): free -= 1
        Sold(booking): nothing
        Released(booking): free += 1
  services:
    bank:
      refuses: 5%
      requests:
        charge(booking, show): {accepted: show.sell(booking), refused: show.release(booking)}
  views:
    free_seats: {row: show, events: {Held: value - 1, Released: value + 1}}
  policies:
    rush:
      for: show
      memory: {held: number}
      says: [Rush(held)]
      events: {Held: held > 2 -> Rush(held)}
      remembers: {Held: held += 1}
  processes:
    purchase:
      for: booking
      within: 10s
      begins: {Held: "charge(booking, show) -> paying"}
      stages:
        paying:
          Sold: nothing -> done
          timeout: show.release(booking) -> late
        late: {Released: nothing -> done}
      ends: [done]
  laws:
    few: {sometimes: show.free < 0}
workload:
  actors:
    clerk: {does: show.sell(1), each: show, with: {show: 1..3}}
    buyers: {looks: free_seats, does: show.hold(booking), look_ahead: 1s, rate: 3/s, with: {show: 1..3, booking: new}}
    regulars: {does: show.hold(booking), think: 1s, count: 5, with: {show: 1..3, booking: 1..9}}
)yaml";
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// "path: message" of each warning, a line each.
std::string warnings_told(const std::string& text) {
  std::string all;
  for (const sim::ScenarioWarning& each : sim::warnings_of(sim::parsed(text))) {
    all += (all.empty() ? "" : "\n") + each.path + ": " + each.message;
  }
  return all;
}

// Wrong: warnings that everybody learns to ignore.
TEST(written_keys, that_have_an_effect_are_not_warned_of) { EXPECT_EQ(warnings_told(useful_shop()), ""); }

// Wrong: a service that is said to refuse, and never does, without a word.
TEST(written_keys, of_refusals_that_nothing_follows_are_warned_of) {
  EXPECT_EQ(warnings_told(useful_shop(", refused: show.release(booking)")),
            "domain.services.bank.refuses: it never refuses: none of its requests says, under 'refused', what is sent "
            "then");
  EXPECT_EQ(warnings_told(useful_shop("      refuses: 5%\n")), "");
}

// Wrong: an author waits for what nothing leads to.
TEST(written_keys, that_nothing_leads_to_are_warned_of) {
  EXPECT_EQ(warnings_told(useful_shop("hold(booking): otherwise -> Held", "hold(booking): otherwise -> nothing")),
            "domain.entities.show.events.Held: Held never happens: no command makes it");
  EXPECT_EQ(warnings_told(useful_shop("held > 2 -> Rush(held)", "nothing")),
            "domain.policies.rush.says: Rush never happens: no case makes it");
  EXPECT_EQ(warnings_told(useful_shop("\n      remembers: {Held: held += 1}")),
            "domain.policies.rush.memory.held: it stays as it is at first: nothing under 'remembers' changes it");
  EXPECT_EQ(warnings_told(useful_shop("          timeout: show.release(booking) -> late\n")),
            "domain.processes.purchase.within: nothing follows when the time is up: no stage has a 'timeout'\n"
            "domain.processes.purchase.stages.late: no reaction leads to 'late'");
  EXPECT_EQ(warnings_told(useful_shop("ends: [done]", "ends: [done, given_up]")),
            "domain.processes.purchase.ends: no reaction leads to 'given_up'");
  EXPECT_EQ(warnings_told(useful_shop("{sometimes: show.free < 0}", "{sometimes: show.free < 0, says: few}")),
            "domain.laws.few.says: nobody reads it: what is so at some time is never broken, and a sentence tells what "
            "is");
}

// Wrong: a rate is varied that nobody comes by.
TEST(written_keys, of_actors_that_come_in_another_way_are_warned_of) {
  EXPECT_EQ(warnings_told(useful_shop("each: show, with", "each: show, rate: 5/s, count: 2, with")),
            "workload.actors.clerk.rate: it counts for nothing: it acts once for each when the run begins\n"
            "workload.actors.clerk.count: it counts for nothing: it acts once for each when the run begins");
  EXPECT_EQ(warnings_told(useful_shop("think: 1s, count", "think: 1s, rate: 5/s, arrivals: constant, count")),
            "workload.actors.regulars.rate: it counts for nothing: it comes again when it has thought\n"
            "workload.actors.regulars.arrivals: it counts for nothing: it comes again when it has thought");
  EXPECT_EQ(warnings_told(useful_shop("rate: 3/s, with", "rate: 3/s, arrivals: {burst: {size: 5}}, with")),
            "workload.actors.buyers.rate: it counts for nothing: bursts have their own sizes and gaps");
  EXPECT_EQ(warnings_told(useful_shop("rate: 3/s, with", "arrivals: {burst: {size: 5}}, with")), "");
  EXPECT_EQ(warnings_told(useful_shop("rate: 3/s, with", "rate: 3/s, arrivals: constant, with")), "");
  EXPECT_EQ(warnings_told(useful_shop("looks: free_seats, does: show.hold(booking)", "does: show.hold(booking)")),
            "workload.actors.buyers.look_ahead: it goes with 'looks' and 'does': how long before it acts it looks");
  EXPECT_EQ(warnings_told(useful_shop("booking: 1..9}", "booking: 1..9, seats: 1..4}")),
            "workload.actors.regulars.with.seats: nothing that it does or looks at says it");
}

// Wrong: a law whose time limit nobody keeps looks like one that somebody does.
TEST(written_keys, of_another_kind_of_law_are_refused) {
  const auto problem = [](const std::string& law) {
    const std::string text = useful_shop("{sometimes: show.free < 0}", law);
    return sim::problem_in(text);
  };
  EXPECT_EQ(problem("{eventually: show.free < 0, within: 5s}"),
            "domain.laws.few: 'within' goes with 'after', and this law says 'eventually'");
  EXPECT_EQ(problem("{never_twice: Sold(booking), comes: Held(booking)}"),
            "domain.laws.few: 'comes' goes with 'after', and this law says 'never_twice'");
  EXPECT_EQ(problem("{always: show.free < 0, holds: yes}"),
            "domain.laws.few: 'holds' goes with 'on_sight_of', and this law says 'always'");
  EXPECT_EQ(problem("{after: Held(booking), comes: Sold(booking), within: 5s}"), "");
}

}  // namespace
}  // namespace crisper::written
