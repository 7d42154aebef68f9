#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "tests/properties/domain/written/told_law.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using namespace properties;
using namespace std::chrono_literals;

// Wrong: who acts on what is no longer so goes by, or who acts on what is so is blamed; or another view's answer is
// taken for this one's.
TEST(written_laws, on_sight_compares_what_was_seen_with_what_is) {
  // Of a show with five seats.
  const auto end = [](auto&& story) {
    ToldLaw told("told_truly");
    return story(told.start_view().event(1, "Opened", {5})).end();
  };
  EXPECT_EQ(end([](ToldLaw& it) -> ToldLaw& { return it.saw(1, 5); }), "pass");
  EXPECT_EQ(end([](ToldLaw& it) -> ToldLaw& { return it.event(1, "Held", {7, 3}).saw(1, 2); }), "pass");
  EXPECT_EQ(end([](ToldLaw& it) -> ToldLaw& {
              return it.event(1, "Held", {7, 3}).saw(1, 5);
            }),
            "fail: show-1: saw 5, were 2");
  EXPECT_EQ(end([](ToldLaw& it) -> ToldLaw& { return it.event(1, "Held", {7, 3}).saw(1, 5, false); }), "pass");
  EXPECT_EQ(end([](ToldLaw& it) -> ToldLaw& { return it.event(1, "Held", {7, 3}).saw(1, 5, true, ProcessId{8}); }),
            "unknown: vacuous: it saw nothing");
  EXPECT_EQ(end([](ToldLaw& it) -> ToldLaw& { return it.saw(2, 1); }), "fail: show-2: saw 1, were 0");
  EXPECT_EQ(ToldLaw("told_truly").start_view().saw(1, 0).looks(), 1U);
  EXPECT_EQ(ToldLaw("told_truly").start_view().saw(1, 0, true, ProcessId{8}).looks(), 0U);
}

// Wrong: the time of acting is told as that of the look, and a view that was right then looks wrong.
TEST(written_laws, on_sight_tell_when_it_was_that_somebody_looked) {
  const auto told = [] { return ToldLaw("told_truly"); };
  EXPECT_EQ(told().start_view().event(1, "Opened", {5}).looked(1, 5).event(1, "Held", {7, 3}).saw(1, 5).end(),
            "fail: show-1: saw 5, were 2 (looked at " + to_text(sim_start + 2ms) + ", acted at " +
                to_text(sim_start + 3ms) + ")");
  EXPECT_EQ(told().start_view().event(1, "Opened", {5}).looked(1, 5).event(1, "Held", {7, 3}).saw(1, 5).proofs(),
            "2 900 1000");
  // In one instant there is nothing to tell apart.
  EXPECT_EQ(told().start_view().event(1, "Opened", {5}).looked(1, 9).saw(1, 9).end(), "fail: show-1: saw 9, were 5");
}

// Wrong: a state that breaks a law goes by, or one that doesn't is blamed.
TEST(written_laws, always_looks_at_every_event) {
  EXPECT_EQ(ToldLaw("enough").event(1, "Opened", {5}).event(1, "Held", {7, 5}).end(), "pass");
  const std::string failed =
      ToldLaw("enough").event(3, "Opened", {5}).event(3, "Held", {7, 4}).event(3, "Held", {8, 3}).end();
  EXPECT_EQ(failed, "fail: show-3 sold 2 too many");
  EXPECT_EQ(ToldLaw("enough").end().substr(0, 7), "unknown");
}

// Wrong: what is stored in one instant is judged in the middle; or a sum counts a state twice.
TEST(written_laws, always_over_a_sum_looks_at_whole_instants) {
  EXPECT_EQ(ToldLaw("in_all").event(1, "Opened", {6}).event(2, "Opened", {4}).end(), "pass");
  EXPECT_EQ(ToldLaw("in_all").event(1, "Opened", {10}).event(2, "Opened", {4}).and_event(1, "Held", {1, 4}).end(),
            "pass");
  EXPECT_NE(ToldLaw("in_all").event(1, "Opened", {6}).event(2, "Opened", {5}).end().find("fail: 'always: sum"),
            std::string::npos);
}

// Wrong: only the state that changed is looked at, though a sum makes the law one about all of them.
TEST(written_laws, always_with_a_sum_looks_at_every_state_that_it_is_about) {
  EXPECT_EQ(ToldLaw("fair").event(1, "Opened", {6}).event(2, "Opened", {8}).end(), "pass");
  EXPECT_EQ(ToldLaw("fair").event(1, "Opened", {6}).event(2, "Opened", {9}).end(),
            "fail: show-1 has too little (Opened of show.open)");
}

// Wrong: a report tells one place of a business by two numbers: of the user's file, and of the one that the run saved.
TEST(written_laws, tell_the_same_place_whatever_file_the_business_stands_in) {
  std::string text = "# a remark\n\n" + std::string(shop_with_laws);
  const std::string one = "{open(seats): otherwise -> Opened}";
  text.replace(text.find(one), one.size(), R"({open(seats): ['seats > 50 -> reject "full"', otherwise -> Opened]})");
  const auto told = [](const std::string& file) {
    return ToldLaw("fair", file).event(1, "Opened", {6}).event(2, "Opened", {9}).end();
  };
  EXPECT_EQ(told(text), "fail: show-1 has too little (Opened of show.open, case 2)");
  const std::string saved = sim::to_yaml(sim::parsed(text));
  EXPECT_EQ(told(saved.substr(saved.find("domain:"))), told(text));
}

// Wrong: what has nothing to do with a law is told as what broke it, and each law looks at every state after it.
TEST(written_laws, with_a_sum_look_only_at_what_it_is_about) {
  EXPECT_EQ(ToldLaw("fair").event(1, "Opened", {6}).event(2, "Opened", {9}).note(0s).note().end(),
            "fail: show-1 has too little (Opened of show.open)");
  EXPECT_EQ(ToldLaw("in_all").event(1, "Opened", {6}).note().note().looks(), 1U);
}

// Wrong: a law that has no value passes or fails; or a sum that grew and shrank again has none.
TEST(written_laws, without_a_value_are_unknown) {
  EXPECT_EQ(ToldLaw("on_average").event(1, "Opened", {6}).end(),
            "unknown: 'always: sum(show.free) / count(size(show.held) > 0) <= 5' has no value: a number is "
            "beyond 64 bits, or something is divided by zero");
  EXPECT_EQ(ToldLaw("guarded").event(1, "Opened", {5}).event(1, "Held", {1, 1}).end(), "pass");
  EXPECT_EQ(ToldLaw("guarded").event(1, "Opened", {9}).event(1, "Held", {1, 1}).end().substr(0, 5), "fail:");
  constexpr Value most = INT64_MAX;
  EXPECT_EQ(ToldLaw("in_huge").event(1, "Grown", {most}).end(), "pass");
  EXPECT_EQ(ToldLaw("in_huge").event(1, "Grown", {most}).event(2, "Grown", {most}).end().substr(0, 8), "unknown:");
  EXPECT_EQ(ToldLaw("huge_is_zero")
                .event(1, "Grown", {most})
                .event(2, "Grown", {most})
                .event(1, "Grown", {-most})
                .event(2, "Grown", {-most})
                .end(),
            "pass");
  EXPECT_EQ(ToldLaw("huge_is_zero").event(1, "Grown", {3}).end(),
            "fail: 'eventually: sum(show.big) == 0' is not so, where its sums are 3");
}

// Wrong: a run that is not over is blamed for what is still open, or a quiet one is not.
TEST(written_laws, eventually_is_judged_at_rest) {
  EXPECT_EQ(ToldLaw("nothing_held").event(1, "Held", {7, 1}).event(1, "Sold", {7}).end(), "pass");
  EXPECT_NE(ToldLaw("nothing_held").event(1, "Held", {7, 1}).end().find("fail: show-1: "), std::string::npos);
  EXPECT_EQ(ToldLaw("nothing_held").event(1, "Held", {7, 1}).end(false).substr(0, 7), "unknown");
}

// Wrong: a run that never got there is a pass.
TEST(written_laws, sometimes_tells_what_was_reached) {
  EXPECT_EQ(ToldLaw("got_there").event(1, "Opened", {7}).end(), "pass");
  EXPECT_EQ(ToldLaw("got_there").event(1, "Opened", {6}).end().substr(0, 7), "unknown");
}

// Wrong: a repetition goes by, or two things that only look alike are blamed.
TEST(written_laws, never_twice_tells_cases_apart) {
  EXPECT_EQ(ToldLaw("held_once").event(1, "Held", {7, 1}).event(1, "Held", {8, 1}).end(), "pass");
  EXPECT_EQ(ToldLaw("held_once").event(1, "Held", {7, 1}).event(2, "Held", {7, 2}).end(),
            "fail: Held of show-2, booking 7 happened twice");
}

// Wrong: what comes late, or never, goes by.
TEST(written_laws, within_waits_for_what_follows) {
  EXPECT_EQ(ToldLaw("sold_in_time").event(1, "Held", {7, 1}, 1s).event(1, "Sold", {7}, 5s).end(), "pass");
  EXPECT_EQ(ToldLaw("sold_in_time").event(1, "Held", {7, 1}, 1s).event(1, "Sold", {7}, 7s).end(),
            "fail: Held of show-1, booking 7 was answered after 6s, not within 5s");
  EXPECT_EQ(ToldLaw("sold_in_time").event(1, "Held", {7, 1}, 1s).end(),
            "fail: Held of show-1, booking 7 was never answered");
  EXPECT_EQ(ToldLaw("sold_in_time").event(1, "Held", {7, 1}, 1s).end(false, 2s).substr(0, 7), "unknown");
  EXPECT_EQ(ToldLaw("sold_in_time").event(1, "Held", {7, 1}, 1s).end(false, 6s),
            "fail: Held of show-1, booking 7 was never answered");
}

// Wrong: a number outside its bounds goes by.
TEST(written_laws, numbers_stay_within_their_bounds) {
  EXPECT_EQ(ToldLaw("within_bounds").event(1, "Opened", {100}).end(), "pass");
  EXPECT_EQ(ToldLaw("within_bounds").event(1, "Opened", {101}).end(),
            "fail: show-1: free is 101, and its bounds are 0..100");
}

// Wrong: a view that lost an event, or has it twice, passes.
TEST(written_laws, views_show_what_the_events_make_them) {
  const auto told = [] {
    ToldLaw law("views_match_events");
    law.start_view().event(1, "Opened", {9}).event(1, "Held", {7, 2});
    return law;
  };
  EXPECT_EQ(told().row(1, 7).end(), "pass");
  EXPECT_EQ(told().row(1, 5).end(), "fail: availability shows 5 for show-1, the events make it 7");
  EXPECT_EQ(told().end(), "fail: availability shows 0 for show-1, the events make it 7");
  EXPECT_EQ(told().row(1, 7).row(2, 1).end(), "fail: availability shows 1 for show-2, the events make it 0");
}

/// The shop with this view instead, and a law on what is seen there.
std::string shop_showing(const std::string& view, const std::string& law) {
  std::string text(shop_with_laws);
  for (const auto& [from, to] : {std::pair<std::string, std::string>{
                                     "{row: show, events: {Opened: value + seats, Held: value - seats}}", view},
                                 {"{on_sight_of: availability, holds: not acted or now >= seen, says: "
                                  "\"{show}: saw {seen}, were {now}\"}",
                                  law}}) {
    text.replace(text.find(from), from.size(), to);
  }
  return text;
}

// Wrong: a column that is wrong goes by, or is told as another; or a law on one looks at who saw another.
TEST(written_laws, look_at_each_column_of_a_view) {
  const std::string text = shop_showing(
      "{row: show, columns: {free: number, last: booking}, events: {Opened: free += seats, Held: 'free -= seats, "
      "last = booking'}}",
      R"({on_sight_of: availability.free, holds: not acted or now >= seen, says: "{show}: saw {seen}, were {now}"})");
  const auto told = [&](const std::string& law) {
    ToldLaw it(law, text);
    it.start_view().event(1, "Opened", {9}).event(1, "Held", {8, 2});
    return it;
  };
  EXPECT_EQ(told("views_match_events").row(1, 7, 0).row(1, 8, 1).end(), "pass");
  EXPECT_EQ(told("views_match_events").row(1, 7, 0).row(1, 6, 1).end(),
            "fail: availability shows 6 for last of show-1, the events make it 8");
  EXPECT_EQ(told("views_match_events").row(1, 8, 1).end(),
            "fail: availability shows 0 for free of show-1, the events make it 7");
  EXPECT_EQ(told("told_truly").saw(1, 7).end(), "pass");
  EXPECT_EQ(told("told_truly").saw(1, 9).end(), "fail: show-1: saw 9, were 7");
  EXPECT_EQ(told("told_truly").saw(1, 9, true, ProcessId{7}, 1).looks(), 0U);
}

// Wrong: a sum that several streams make is not judged, since another column beside it depends on who came first; or
// that one is, though nobody can say what it should be.
TEST(written_laws, judge_sums_beside_what_depends_on_order) {
  const std::string text = shop_showing(
      "{row: booking, columns: {in_all: number, last: show}, events: {Held: 'in_all += seats, last = show'}}",
      "{on_sight_of: availability.in_all, holds: not acted or now >= seen}");
  const auto told = [&] {
    ToldLaw it("views_match_events", text);
    it.start_view().event(1, "Held", {7, 2}).event(2, "Held", {7, 3});
    return it;
  };
  EXPECT_EQ(told().row(7, 5, 0).row(7, 1, 1).end(), "pass");
  EXPECT_EQ(told().row(7, 5, 0).row(7, 2, 1).end(), "pass");
  EXPECT_EQ(told().row(7, 3, 0).row(7, 2, 1).end(),
            "fail: availability shows 3 for in_all of state-3.7, the events make it 5");
}

// Wrong: books that differ from what there is pass, or another service's things are taken for those.
TEST(written_laws, hold_states_against_what_there_is_outside) {
  std::string text(shop_with_laws);
  text.replace(text.find("  laws:\n"), 8,
               "  services: {dock: {requests: {'bring(show, bikes)': {there: there + bikes}}}}\n  laws:\n"
               "    right: {eventually: show.free == dock.there}\n    thin: {always: show.free + 3 >= dock.there}\n");
  const auto told = [&](const std::string& law) { return ToldLaw(law, text); };
  EXPECT_EQ(told("right").event(1, "Opened", {5}).outside(1, 5).end(), "pass");
  EXPECT_EQ(told("right").event(1, "Opened", {5}).outside(1, 9).outside(1, 5).outside(2, 7).end(), "pass");
  EXPECT_EQ(told("right").event(1, "Opened", {5}).outside(1, 4).end(),
            "fail: show-1: 'eventually: show.free == dock.there' is not so, dock has 4, free = 5, big = 0");
  EXPECT_EQ(told("right").event(1, "Opened", {5}).outside(1, 5, ProcessId{7}).end(),
            "fail: show-1: 'eventually: show.free == dock.there' is not so, dock has 0, free = 5, big = 0");
  EXPECT_EQ(told("thin").event(1, "Opened", {5}).outside(1, 8).end(), "pass");
  EXPECT_EQ(told("thin").event(1, "Opened", {5}).outside(1, 9).outside(1, 5).end(),
            "fail: show-1: 'always: show.free + 3 >= dock.there' is not so, dock has 9, free = 5, big = 0");
}

// Wrong: what happened to one state is told as the proof of what is wrong with another.
TEST(written_laws, are_proved_by_what_happened_to_whom_they_fail_for) {
  std::string text(shop_with_laws);
  text.replace(text.find("  laws:\n"), 8,
               "  services: {dock: {requests: {'bring(show, bikes)': {there: there + bikes}}}}\n  laws:\n"
               "    right: {eventually: show.free == dock.there}\n    thin: {always: show.free + 3 >= dock.there}\n");
  const auto told = [&](const std::string& law) { return ToldLaw(law, text); };
  // Events are numbered from 1, what there is outside is 2000.
  EXPECT_EQ(told("right").event(1, "Opened", {5}).event(2, "Opened", {3}).outside(2, 3).proofs(), "1");
  EXPECT_EQ(told("right").event(1, "Opened", {5}).outside(1, 4).event(2, "Opened", {0}).proofs(), "2000");
  EXPECT_EQ(told("right").event(1, "Opened", {5}).event(2, "Opened", {3}).event(1, "Opened", {1}).proofs(), "3\n2");
  EXPECT_EQ(told("thin")
                .event(1, "Opened", {5})
                .event(2, "Opened", {5})
                .outside(1, 9)
                .and_event(2, "Opened", {1})
                .proofs(),
            "1 2000");
  EXPECT_EQ(told("nothing_held").event(1, "Held", {7, 1}).event(2, "Held", {8, 1}).event(2, "Sold", {8}).proofs(), "1");
}

// Wrong: a law about all of them is proved by the first of them, or by what is in no sum of it.
TEST(written_laws, with_a_sum_are_proved_by_what_changed_it) {
  EXPECT_EQ(ToldLaw("huge_is_zero").event(1, "Grown", {3}).event(2, "Grown", {1}).note().proofs(), "2");
  EXPECT_EQ(ToldLaw("in_all").event(1, "Opened", {6}).event(2, "Opened", {5}).proofs(), "1 2");
  // Show 1 has too little because of show 2; show 2 because of its own.
  EXPECT_EQ(ToldLaw("fair").event(1, "Opened", {6}).event(2, "Opened", {9}).proofs(), "1 2");
  EXPECT_EQ(ToldLaw("fair").event(1, "Opened", {10}).event(2, "Opened", {3}).proofs(), "2");
  EXPECT_EQ(ToldLaw("fair").event(1, "Opened", {6}).event(2, "Opened", {8}).proofs(), "");
}

/// Of a run of an example with these settings.
RunResult run(const std::string& example, const std::vector<sim::Setting>& settings, std::uint64_t seed = 1) {
  auto scenario = sim::load_scenario(sim::examples_directory() + "/" + example);
  if (scenario) scenario = sim::set_paths(*scenario, settings);
  EXPECT_TRUE(scenario) << scenario.error().text();
  const auto run = run_scenario(*scenario, {.seed = seed, .engine = "fast"});
  EXPECT_TRUE(run) << run.error();
  return run->result;
}

std::string first_reason(const std::string& example, const std::vector<sim::Setting>& settings) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult result = run(example, settings, seed);
    if (result.verdict == Verdict::fail) return result.reason;
  }
  return "";
}

// Wrong: nodes that keep nothing are asked for rows, and those that keep some are not.
TEST(written_laws, views_are_judged_on_every_node_that_has_one) {
  const RunResult shared = run("ticket_shop.yaml", {{"design.publication.method", "log_subscription"}});
  EXPECT_EQ(shared.verdict, Verdict::pass) << shared.reason;
  const std::vector<sim::Setting> two{{"design.consumers.availability.read_nodes", "2"},
                                      {"design.consumers.availability.inbox", "off"}};
  EXPECT_EQ(run("ticket_shop.yaml", two).verdict, Verdict::pass);
  for (const std::string node : {"availability", "availability-2"}) {
    std::vector<sim::Setting> struck = two;
    struck.emplace_back("faults", "[{duplicate: 30%, on: {to: " + node + "}}]");
    const std::string reason = first_reason("ticket_shop.yaml", struck);
    EXPECT_NE(reason.find("views_match_events: " + node + " shows"), std::string::npos) << reason;
  }
}

const std::vector<sim::Setting> nobody_owns{{"design.ownership.strategy", "none"},
                                            {"design.event_store.append", "any"}};

// Wrong: a mended example fails, or an unsafe one passes or fails for another reason than its own law.
TEST(written_examples, pass_mended_and_fail_unsafe) {
  for (const char* example : {"ticket_shop.yaml", "account.yaml", "conference.yaml"}) {
    const RunResult result = run(example, {});
    EXPECT_EQ(result.verdict, Verdict::pass) << example << ": " << result.reason;
  }
  EXPECT_NE(first_reason("ticket_shop.yaml", nobody_owns).find("never_oversold"), std::string::npos);
  EXPECT_NE(first_reason("account.yaml", nobody_owns).find("never_overdrawn"), std::string::npos);
  EXPECT_NE(
      first_reason("conference.yaml", {{"design.consumers.registrations.inbox", "off"}}).find("views_match_events"),
      std::string::npos);
}

}  // namespace
}  // namespace crisper::written
