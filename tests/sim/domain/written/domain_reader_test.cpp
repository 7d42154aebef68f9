#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "sim/domain/registry.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

/// A shop; `from` is replaced in it. Its first line is line 3 of the scenario.
std::string shop(const std::string& from = "", const std::string& to = "") {
  std::string text = R"yaml(domain:
  name: shop
  ids: [booking]
  enums: {why: [sold_out, late]}
  entities:
    show:
      state: {free: 0..100 = 5, held: map of booking to number}
      commands:
        hold(booking, seats):
          - booking in held -> nothing
          - seats > free -> SeatsRefused(booking, sold_out)
          - otherwise -> SeatsHeld
      events:
        SeatsHeld(booking, seats): free -= seats, held[booking] = seats
        SeatsRefused(booking, why): nothing
  views:
    availability: {row: show, events: {SeatsHeld: value - seats}}
  processes:
    purchase:
      for: booking
      within: 10s
      begins: {SeatsHeld: nothing -> waiting}
      stages: {waiting: {timeout: nothing -> done}}
      ends: [done]
  laws:
    enough: {always: show.free >= 0}
workload:
  actors:
    buyers: {does: "show.hold(booking, seats)", rate: 5/s, with: {show: 1..2, booking: new, seats: 1..3}}
)yaml";
  if (const std::size_t at = text.find(from); !from.empty() && at != std::string::npos)
    text.replace(at, from.size(), to);
  return text;
}

// Wrong: a scenario with a business of its own is refused, or is taken for one with fridges.
TEST(written_domains, are_read_from_the_scenario) {
  const Scenario scenario = sim::parsed(shop());
  EXPECT_EQ(scenario.domain, "shop");
  const auto domain = sim::make_domain(scenario);
  EXPECT_EQ(domain->name(), "shop");
  EXPECT_EQ(domain->category_name(StreamCategory{1}), "show");
  EXPECT_EQ(domain->category_name(StreamCategory{2}), "booking");
  EXPECT_EQ(domain->projections().size(), 1U);
  EXPECT_EQ(domain->sagas().size(), 1U);
  EXPECT_EQ(sim::domain_of(scenario).laws().front(), "enough");
}

// Wrong: what is written back is another scenario: a saved run then replays another business.
TEST(written_domains, are_written_back) {
  const Scenario scenario = sim::parsed(shop());
  for (const std::string& text : {sim::to_yaml(scenario), sim::to_brief_yaml(scenario)}) {
    const auto again = sim::parse_scenario(text);
    ASSERT_TRUE(again) << again.error().text() << "\n" << text;
    EXPECT_EQ(*again, scenario);
  }
  EXPECT_NE(sim::parsed(shop("= 5", "= 6")), scenario);
}

// Wrong: a run that is written out step by step does something else, or can't be read back.
TEST(written_domains, are_written_out_as_scripts) {
  const Scenario scenario = sim::with_script(sim::parsed(shop()), 1);
  ASSERT_TRUE(scenario.workload.script);
  ASSERT_GT(scenario.workload.script->size(), 10U);
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
}

// Wrong: one value of a business can't be swept.
TEST(written_domains, can_be_changed_by_paths) {
  const auto changed = sim::set_path(sim::parsed(shop()), "domain.processes.purchase.within", "3s");
  ASSERT_TRUE(changed) << changed.error().text();
  EXPECT_NE(*changed, sim::parsed(shop()));
  EXPECT_EQ(*changed, sim::parsed(shop("within: 10s", "within: 3s")));
}

// Wrong: a mistake is told at another place, or not in the words of the file.
TEST(written_domains, tell_where_a_mistake_is) {
  const auto error = [](const std::string& from, const std::string& to) { return sim::error_of(shop(from, to)); };
  EXPECT_EQ(
      error("seats > free", "seats > fre"),
      "13:21: domain.entities.show.commands.hold(booking, seats): nothing here is called 'fre'; did you mean 'free'?");
  EXPECT_EQ(
      error("otherwise -> SeatsHeld", "otherwise -> SeatHeld"),
      "14:26: domain.entities.show.commands.hold(booking, seats): this entity has no event 'SeatHeld'; did you mean "
      "'SeatsHeld'?");
  EXPECT_EQ(
      error("free -= seats", "free -= booking"),
      "16:44: domain.entities.show.events.SeatsHeld(booking, seats): expected a number, and this is the number of a "
      "booking");
  EXPECT_EQ(error("  views:", "  view:"), "18:3: domain: unknown key 'view'; did you mean 'views'?");
  EXPECT_EQ(error("row: show", "row: shoe"),
            "19:25: domain.views.availability.row: expected the name of an id, not 'shoe'; did you mean 'show'?");
  EXPECT_EQ(error("nothing -> done", "nothing -> doen"),
            "25:46: domain.processes.purchase.stages.waiting.timeout: no stage is called 'doen'; did you mean 'done'?");
  EXPECT_EQ(error("{waiting: {timeout: nothing -> done}}",
                  "{waiting: {timeout: [otherwise -> nothing -> done, otherwise -> nothing -> done]}}"),
            "25:66: domain.processes.purchase.stages.waiting.timeout: no case is reached behind 'otherwise'");
  EXPECT_EQ(
      error("{waiting: {timeout: nothing -> done}}", "{waiting: {timeout: [seat > 3 -> nothing -> done]}}"),
      "25:36: domain.processes.purchase.stages.waiting.timeout: nothing here is called 'seat'; did you mean 'seats'?");
  EXPECT_EQ(error("show.free >= 0", "show.fre >= 0"),
            "28:27: domain.laws.enough.always: show has no 'fre'; did you mean 'free'?");
  EXPECT_EQ(error("always: show.free >= 0", "on_sight_of: availabilty, holds: seen > 0"),
            "28:27: domain.laws.enough.on_sight_of: expected the name of a view, not 'availabilty'; did you mean "
            "'availability'?");
  EXPECT_EQ(error("always: show.free >= 0", "on_sight_of: availability, holds: sen > 0"),
            "28:48: domain.laws.enough.holds: nothing here is called 'sen'; did you mean 'seen'?");
  EXPECT_EQ(error("always: show.free >= 0", "on_sight_of: availability"),
            "28:14: domain.laws.enough: expected 'holds' beside 'on_sight_of'");
  EXPECT_EQ(error("show.hold(booking, seats)\"", "show.hold(booking)\""),
            "31:38: workload.actors.buyers.does: expected ',', and ')' stands there");
  EXPECT_EQ(error("name: shop", "name: smart_fridge"),
            "4:9: domain: smart_fridge is a domain that the program has: call yours otherwise");
  EXPECT_EQ(error("    purchase:\n", "    handler:\n"),
            "21:5: domain.processes.handler: 'handler' is what one of the system's own processes may be called");
}

// Wrong: a slip in what merges is told at another place, or without the word that was meant.
TEST(written_domains, tell_where_a_mistake_in_what_merges_is) {
  const auto error = [](const std::string& line) {
    const std::string last = "        SeatsRefused(booking, why): nothing\n";
    return sim::error_of(shop(last, last + "      merges:\n        " + line + "\n"));
  };
  EXPECT_EQ(error("SeatHeld: SeatsHeld"),
            "19:9: domain.entities.show.merges.SeatHeld: expected an event of show, not 'SeatHeld'; did you mean "
            "'SeatsHeld'?");
  EXPECT_EQ(error("SeatsHeld: SeatHeld"),
            "19:20: domain.entities.show.merges.SeatsHeld: this entity has no event 'SeatHeld'; did you mean "
            "'SeatsHeld'?");
  EXPECT_EQ(error("SeatsHeld: SeatsHeld unless same boking"),
            "19:42: domain.entities.show.merges.SeatsHeld: SeatsHeld and SeatsHeld don't both say 'boking'; did you "
            "mean 'booking'?");
  EXPECT_EQ(error("SeatsHeld: [SeatsRefused, SeatsRefused]"),
            "19:35: domain.entities.show.merges.SeatsHeld: 'SeatsRefused' stands there twice");
}

// Wrong: what merges is lost when a scenario is written out.
TEST(written_domains, say_what_merges) {
  const std::string last = "        SeatsRefused(booking, why): nothing\n";
  const std::string merging =
      shop(last, last + "      merges: {SeatsHeld: [SeatsRefused, SeatsHeld unless same booking]}\n");
  const Scenario scenario = sim::parsed(merging);
  EXPECT_TRUE(sim::make_domain(scenario)->merging());
  EXPECT_FALSE(sim::make_domain(sim::parsed(shop()))->merging());
  const auto again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(*again, scenario);
}

/// What is wrong with the shop when this stands in it in the place of `from`, without the place in the file.
std::string problem_with(const std::string& from, const std::string& to) {
  return sim::problem_in(shop(from, to));
}

// Wrong: a command is decided twice on one state, and a store holds two events of one version.
TEST(written_domains, have_commands_with_one_part_for_each_state) {
  const auto problem = [](const std::string& parts) {
    return problem_with("  processes:\n",
                        "  together:\n    two(show, other show, booking): " + parts + "\n  processes:\n");
  };
  EXPECT_EQ(problem("'show(show).hold(booking, 1) and show(other).hold(booking, 2)'"), "");
  EXPECT_EQ(problem("'show(other).hold(booking, 1) and show(show).hold(booking, 2) and show(other).hold(booking, 3)'"),
            "domain.together.two(show, other show, booking): two parts are of one show: a command has one part for "
            "each state");
}

// Wrong: a reaction that names a request means another one, or an entity.
TEST(written_domains, have_one_thing_of_each_name) {
  const auto problem = [](const std::string& services) {
    return problem_with("  views:\n", "  services:\n" + services + "  views:\n");
  };
  const std::string bank = "    bank: {requests: {charge(booking): {}}}\n";
  EXPECT_EQ(problem(bank + "    mint: {requests: {refund(booking): {}}}\n"), "");
  EXPECT_EQ(problem(bank + "    mint: {requests: {charge(booking): {}}}\n"),
            "domain.services.mint.requests.charge(booking): two things are called 'charge'");
  EXPECT_EQ(problem("    bank: {requests: {charge(booking): {}, charge: {}}}\n").find("the first thing"),
            std::string("domain.services.bank.requests.charge: ").size());
  EXPECT_EQ(problem("    bank: {requests: {show(booking): {}}}\n"),
            "domain.services.bank.requests.show(booking): two things are called 'show'");
}

// Wrong: ids and entities are counted together: a business with many of one has more of the other than can be numbered.
TEST(written_domains, have_at_most_a_hundred_of_each) {
  const auto ids = [](int count) {
    std::string list = "ids: [booking";
    for (int i = 1; i < count; ++i) list += ", id" + std::to_string(i);
    return problem_with("ids: [booking", list);
  };
  EXPECT_EQ(ids(100), "");
  EXPECT_EQ(ids(101), "domain.ids: at most 100 ids");
}

// Wrong: a file that is named in a file is left unread, and the business is another.
TEST(written_domains, are_in_one_file) {
  const std::string directory = testing::TempDir();
  std::ofstream(directory + "/outer.domain.yaml") << "name: shop\nfile: inner.domain.yaml\n";
  EXPECT_EQ(sim::error_of("domain: {file: " + directory + "/outer.domain.yaml}\n"),
            "3:16: domain.file: " + directory + "/outer.domain.yaml:2:1: the file names another file");
}

// Wrong: a request is known by nothing that it says, and each is taken for the one before.
TEST(written_domains, know_requests_by_their_arguments) {
  const auto problem = [](const std::string& known_by) {
    return problem_with("  views:\n", "  services: {bank: {requests: {'charge(booking, show)': {known_by: " + known_by +
                                          "}}}}\n  views:\n");
  };
  const std::string charge = "domain.services.bank.requests.charge(booking, show).known_by: ";
  EXPECT_EQ(problem("booking"), "");
  EXPECT_EQ(problem("[booking]"), "");
  EXPECT_EQ(problem("[show, booking]"), "");
  EXPECT_EQ(problem("bookin"), charge + "expected an argument of charge, not 'bookin'; did you mean 'booking'?");
  EXPECT_EQ(problem("[booking, booking]"), charge + "'booking' stands there twice");
  EXPECT_EQ(problem("show"), charge + "a request is known by whom it is for, too: 'booking'");
  EXPECT_EQ(problem("[]"), charge + "a request is known by whom it is for, too: 'booking'");
}

/// The same of a service with this setting.
std::string problem_with_service(const std::string& setting) {
  return problem_with("  views:\n",
                      "  services: {bank: {" + setting + ", requests: {charge(booking): {}}}}\n  views:\n");
}

// Wrong: a time that no clock can count to, or that is over before it begins, is let through: a run then ends at once.
TEST(written_domains, have_times_that_a_run_can_wait_for) {
  const std::string bank = "domain.services.bank.";
  EXPECT_EQ(problem_with_service("latency: 2500000h"), bank + "latency: '2500000h' is too much: at most 10000h");
  EXPECT_EQ(problem_with_service("latency: -1s"), bank + "latency: '-1s' is too little: at least 0s");
  EXPECT_EQ(problem_with_service("latency: {exponentil: 1s}"),
            bank + "latency: 'exponentil' isn't a distribution; did you mean 'exponential'?");
  for (const char* latency : {"80ms", "0s", "{constant: 80ms}", "10ms..50ms", "{lognormal: 80ms, cv: 0.8}",
                              "{quantiles: {p0: 1ms, p100: 9ms}}"}) {
    EXPECT_EQ(problem_with_service(std::string("latency: ") + latency), "") << latency;
  }
  EXPECT_EQ(problem_with_service("patience: 0s"), bank + "patience: '0s' is too little: at least 1ns");
  EXPECT_EQ(problem_with_service("refuses: 101%"), bank + "refuses: '101%' isn't a chance: it must be from 0% to 100%");
  EXPECT_EQ(problem_with_service("idempotent: perhaps"),
            bank + "idempotent: 'perhaps' is neither on nor off (nor true, false, yes, no)");
  EXPECT_EQ(problem_with_service("latency: 10000h, patience: 1ns, refuses: 100%, idempotent: off"), "");
  EXPECT_EQ(problem_with("within: 10s", "within: 2500000h"),
            "domain.processes.purchase.within: '2500000h' is too much: at most 10000h");
  EXPECT_EQ(problem_with("within: 10s", "within: 0s"),
            "domain.processes.purchase.within: '0s' is too little: at least 1ns");
  EXPECT_EQ(problem_with("{always: show.free >= 0}",
                         "{after: SeatsHeld(booking), comes: SeatsRefused(booking), within: -5s}"),
            "domain.laws.enough.within: '-5s' is too little: at least 1ns");
}

}  // namespace
}  // namespace crisper::written
