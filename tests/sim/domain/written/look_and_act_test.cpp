#include "sim/domain/written/look_and_act.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "core/domain/written/message.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;

const std::string watched_shop = R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {free: 0..100}
      commands:
        open(seats): otherwise -> Opened
        hold(booking, seats):
          - seats > free -> reject "sold out"
          - otherwise -> Held
      events:
        Opened(seats): free += seats
        Held(booking, seats): free -= seats
  views:
    availability: {row: show, events: {Opened: value + seats, Held: value - seats}}
workload:
)yaml";

Scenario with_buyers(const std::string& lines) {
  return sim::parsed(watched_shop + "  for: 5s\n  actors:\n    buyers: {" + lines + "}\n");
}
std::string problem_with_buyers(const std::string& lines) {
  return sim::problem_in(watched_shop + "  actors:\n    buyers: {" + lines + "}\n");
}

const std::string buyers =
    "looks: availability, does: 'show.hold(booking, min(seats, seen))', if: seen > 0, rate: 5/s, with: {show: 1..3, "
    "booking: new, seats: 2..4}";

/// What clients saw, decided and sent.
class Story final : public Observer {
 public:
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind == ObservationKind::query_asked) ++asked;
    if (seen.kind == ObservationKind::command_submitted && seen.a == 1) sent[seen.message] = text_of(*seen.payload);
    if (seen.kind != ObservationKind::client_decided) return;
    saw[seen.message] = seen.a;
    if (seen.payload) decided[seen.message] = text_of(*seen.payload);
  }
  int asked = 0;
  std::map<MessageId, std::int64_t> saw;
  std::map<MessageId, std::string> decided;
  std::map<MessageId, std::string> sent;
};

Story story_of(const Scenario& scenario) { return told_run<Story>(scenario); }

// Wrong: a client that is to act on what it sees decides beforehand.
TEST(look_and_act, is_one_intent_that_knows_its_command_when_it_has_seen) {
  const Scenario scenario = with_buyers(buyers);  // its business decides, and outlives what is said
  const auto clients = sim::clients_of(scenario, 1);
  ASSERT_EQ(clients.size(), 1U);
  ASSERT_GT(clients[0].intents.size(), 10U);
  for (const Intent& intent : clients[0].intents) {
    EXPECT_FALSE(intent.body);
    EXPECT_EQ(intent.view, "availability");
    ASSERT_TRUE(intent.on_sight);
    EXPECT_NE(intent.command.value, 0U);
    EXPECT_FALSE(intent.on_sight.rule->act(0));
    const auto one = intent.on_sight.rule->act(1);
    ASSERT_TRUE(one);
    EXPECT_EQ(written_in(one->body.get())->values()[1], 1);
    EXPECT_EQ(one->stream.number(), intent.row.part);
    EXPECT_LE(written_in(intent.on_sight.rule->act(99)->body.get())->values()[1], 4);
  }
}

// Wrong: what an actor does changes since its view has a word in it, though nothing that it says depends on that.
TEST(look_and_act, is_only_for_those_who_say_what_they_saw) {
  const auto clients = sim::clients_of(
      with_buyers("looks: availability, does: 'show.hold(booking, 1)', rate: 5/s, with: {show: 1, booking: new}"), 1);
  for (const Intent& intent : clients[0].intents) EXPECT_FALSE(intent.on_sight);
}

// Wrong: a run that is saved step by step does something else when it is replayed.
TEST(look_and_act, is_written_back) {
  for (const std::string& more : {std::string(), std::string(", look_ahead: 300ms")}) {
    const Scenario scenario = with_buyers(buyers + more);
    const auto again = sim::parse_scenario(sim::to_brief_yaml(scenario));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(*again, scenario);
    const Scenario script = sim::with_script(scenario, 1);
    const auto read = sim::parse_scenario(sim::to_yaml(script));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(*read, script);
    EXPECT_EQ(story_of(*read).sent, story_of(scenario).sent);
  }
}

TEST(look_and_act, tells_what_is_wrong) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = buyers;
    text.replace(text.find(from), from.size(), to);
    return problem_with_buyers(text);
  };
  EXPECT_EQ(with("if: seen > 0", "if: sean > 0"),
            "workload.actors.buyers.if: nothing here is called 'sean'; did you mean 'seen'?");
  EXPECT_EQ(with("if: seen > 0", "if: seen + 1"),
            "workload.actors.buyers.if: expected yes or no, and this is a number");
  EXPECT_EQ(with("looks: availability, ", ""),
            "workload.actors.buyers.does: 'seen' is what a view shows: say which, under 'looks'");
  EXPECT_EQ(with("looks: availability", "looks: availibility"),
            "workload.actors.buyers.looks: no view is called 'availibility'; did you mean 'availability'?");
  EXPECT_EQ(with("looks: availability", "looks: availability(shoe)"),
            "workload.actors.buyers.looks: nothing here is called 'shoe'; did you mean 'show'?");
  EXPECT_EQ(with("seats: 2..4", "seats: 2..4, seen: 1..2"),
            "workload.actors.buyers.with: 'seen' is what the view shows: call this otherwise");
  EXPECT_EQ(problem_with_buyers("does: 'show.hold(booking, 1)', if: booking > 1, with: {show: 1, booking: new}"),
            "workload.actors.buyers.if: a condition is on what it sees: it goes with 'looks' and 'does'");
}

TEST(look_and_act, tells_what_is_wrong_in_a_script) {
  const auto error = [](const std::string& step) {
    return sim::problem_in(watched_shop + "  script:\n    - {client: anna, look_and_act: {" + step + "}}\n");
  };
  EXPECT_EQ(error("with: {show: 1, booking: 7}, looks: availability, does: 'show.hold(booking, seen)'"), "");
  EXPECT_EQ(error("with: {show: 1, booking: 7}, looks: availability, dose: 'show.hold(booking, seen)'"),
            "workload.script.0.look_and_act: unknown key 'dose'; did you mean 'does'?");
  EXPECT_EQ(error("with: {show: 1, booking: 7}, looks: availability, does: 'show.hold(booking, 1)'"),
            "workload.script.0.look_and_act: nothing here depends on what is seen: write it as two steps");
  EXPECT_EQ(error("with: {show: 1, booking: -7}, looks: availability, does: 'show.hold(booking, seen)'"),
            "workload.script.0.look_and_act: the number of a booking is from 0 to 72057594037927935");
}

// Wrong: a user whose command can't be said counts as one who saw that there was nothing, and left.
TEST(look_and_act, decides_nothing_where_it_would_act_and_cannot) {
  const std::string script = R"yaml(  script:
    - {client: office, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, look_and_act: {with: {show: 1, booking: 7, seats: 5}, looks: availability, if: seen > 9,
       does: "show.hold(booking, min(seats, seen))"}}
    - {client: ben, at: 4s, look_and_act: {with: {show: 1, booking: 8, seats: 5}, looks: availability, if: seen > 0,
       does: "show.hold(booking, seats / (seen - 3))"}}
)yaml";
  const Story story = story_of(sim::parsed(watched_shop + script));
  EXPECT_EQ(story.asked, 2);
  EXPECT_EQ(story.sent.size(), 1U) << "the office's";
  EXPECT_EQ(story.decided.size(), 0U);
  EXPECT_EQ(story.saw.size(), 1U) << "anna chose to leave; ben chose to act, by no number";
}

// Wrong: a client sends what it would have sent unseen, or acts where it was not to.
TEST(look_and_act, sends_what_follows_from_what_was_seen) {
  const std::string script = R"yaml(  script:
    - {client: office, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, look_and_act: {with: {show: 1, booking: 7, seats: 5}, looks: availability, if: seen > 0,
       does: "show.hold(booking, min(seats, seen))"}}
    - {client: ben, at: 4s, look_and_act: {with: {show: 1, booking: 8, seats: 5}, looks: availability, if: seen > 0,
       does: "show.hold(booking, min(seats, seen))"}}
)yaml";
  const Story story = story_of(sim::parsed(watched_shop + script));
  EXPECT_EQ(story.asked, 2);
  ASSERT_EQ(story.saw.size(), 2U);
  EXPECT_EQ(story.saw.begin()->second, 3);
  EXPECT_EQ(story.saw.rbegin()->second, 0);
  ASSERT_EQ(story.decided.size(), 1U);
  EXPECT_EQ(story.decided.begin()->second, "hold{booking=7 seats=3}");
}

// Wrong: a look that had no answer leads to a command all the same, or the run waits for one for ever.
TEST(look_and_act, sends_nothing_where_the_view_does_not_answer) {
  const std::string script = R"yaml(  script:
    - {client: office, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, look_and_act: {with: {show: 1, booking: 7}, looks: availability,
       does: "show.hold(booking, seen)"}}
faults:
  - {crash: availability, at: 1s}
)yaml";
  const Story story = story_of(sim::parsed(watched_shop + script));
  EXPECT_EQ(story.asked, 1);
  EXPECT_TRUE(story.saw.empty());
  EXPECT_EQ(story.sent.size(), 1U);
}

// Wrong: a user who acts on an old answer is not told from one who acts on the truth.
TEST(look_and_act, acts_on_what_is_old_where_the_view_is_late) {
  const std::string script = R"yaml(  script:
    - {client: office, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, hold: {show: 1, booking: 6, seats: 3}}
    - {client: ben, at: 3s, look_and_act: {with: {show: 1, booking: 7}, looks: availability,
       does: "show.hold(booking, seen)"}}
faults:
  - {delay: 100%, by: 20s, on: {from: 'event-*', to: availability}, at: 1500ms}
)yaml";
  const Story story = story_of(sim::parsed(watched_shop + script));
  ASSERT_EQ(story.decided.size(), 1U);
  EXPECT_EQ(story.saw.begin()->second, 3);
}

// Wrong: the pause is before the look: then nobody acts on anything old.
TEST(look_and_act, pauses_between_looking_and_acting) {
  const std::string script = R"yaml(  script:
    - {client: office, open: {show: 1, seats: 3}}
    - {client: anna, at: 2s, look_and_act: {with: {show: 1, booking: 7}, looks: availability, look_ahead: 2s,
       does: "show.hold(booking, seen)"}}
    - {client: ben, at: 3s, hold: {show: 1, booking: 6, seats: 3}}
)yaml";
  const Story story = story_of(sim::parsed(watched_shop + script));
  ASSERT_EQ(story.saw.size(), 1U);
  EXPECT_EQ(story.saw.begin()->second, 3);
  EXPECT_EQ(story.sent.size(), 3U);
}

}  // namespace
}  // namespace crisper::written
