// R01: N request threads; each request gets an answer or a timeout, and asking again does nothing twice.
#include <gtest/gtest.h>

#include <map>

#include "tests/sim/core/scene.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;
using enum ObservationKind;

Scene customers(std::uint64_t count, std::uint64_t orders_each) {
  Scene scene;
  scene.kitchen(1, 100);
  for (std::uint64_t customer = 1; customer <= count; ++customer) {
    scene.customer({.customer = customer, .count = orders_each, .every = 5ms});
  }
  return scene;
}

TEST(Clients, each_of_n_threads_gets_an_answer_to_each_of_its_requests) {
  // R01. Wrong: a request would be dropped or answered twice once there are many of them.
  for (const std::uint64_t n : {1u, 3u, 20u}) {
    const Played played = play(customers(n, 4));
    EXPECT_EQ(played.wrong(), "");
    EXPECT_EQ(played.ledger->orders().size(), 4 * n);
    EXPECT_EQ(played.ledger->count(command_answered), 4 * n + 1) << "and the kitchen's";
    EXPECT_EQ(played.ledger->count(command_gave_up), 0u);
  }
}

TEST(Clients, give_up_a_request_that_nobody_answers) {
  // R01. Wrong: a client would wait for ever, or a request without an answer would have no end in the books.
  Scene scene = customers(3, 10);
  scene.design.client.timeout = 20ms;
  scene.design.client.attempts = 3;
  scene.plan = crash_of("command-store", sim_start + 40ms, 400ms);
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  EXPECT_GT(played.ledger->count(command_gave_up), 0u);
  EXPECT_GT(played.ledger->count(command_answered), 0u);
  EXPECT_EQ(played.ledger->count(command_answered) + played.ledger->count(command_gave_up), 31u);
  for (const Observation& o : played.ledger->all({command_gave_up})) {
    EXPECT_EQ(o.a, 3) << "attempts";
    EXPECT_EQ(o.b, to_ns(sim_start + 60ms)) << "three times its timeout";
  }
}

/// The most requests of one client that were open at once.
int most_open(const Ledger& ledger, ProcessId client) {
  int open = 0;
  int most = 0;
  for (const Observation& o : ledger.all({command_submitted, command_answered, command_gave_up})) {
    if (o.process != client) continue;
    if (o.kind == command_submitted && o.a > 1) continue;
    open += o.kind == command_submitted ? 1 : -1;
    most = std::max(most, open);
  }
  return most;
}

TEST(Clients, of_the_open_kind_wait_for_nobody_and_of_the_closed_kind_for_the_answer_before) {
  // R01. Wrong: an arrival process would slow down with the system that it is meant to load, or the other way round.
  for (const bool closed : {false, true}) {
    Scene scene;
    scene.kitchen(1, 20).customer({.count = 10, .every = 1ms, .closed = closed});
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "");
    const int most = most_open(*played.ledger, played.process("customer-1"));
    if (closed) {
      EXPECT_EQ(most, 1);
    } else {
      EXPECT_EQ(most, 10) << "an order takes longer than all of them to arrive";
    }
  }
}

TEST(Clients, of_the_closed_kind_think_between_an_answer_and_the_next_request) {
  // R01. Wrong: think time would be counted from the request, and hide a slow answer.
  Scene scene;
  scene.kitchen(1, 20).customer({.count = 5, .every = 30ms, .closed = true});
  const Played played = play(scene);
  std::optional<SimTime> answered;
  int gaps = 0;
  for (const Observation& o : played.ledger->all({command_submitted, command_answered})) {
    if (o.process != played.process("customer-1")) continue;
    if (o.kind == command_submitted && answered) {
      EXPECT_EQ(o.at, *answered + 30ms);
      ++gaps;
    }
    if (o.kind == command_answered) answered = o.at;
  }
  EXPECT_EQ(gaps, 4);
}

TEST(Clients, that_ask_again_with_the_same_id_have_nothing_done_twice) {
  // R01. Wrong: an impatient customer would be served, and charged, once for each time she asked.
  Scene scene = customers(3, 3);
  scene.design.client.timeout = 3ms;  // shorter than any answer takes
  scene.design.client.attempts = 200;
  const Played played = play(scene);
  EXPECT_EQ(played.wrong(), "");
  for (const auto& [id, command] : played.ledger->commands()) {
    if (command.submitted == 0) continue;  // a saga's
    EXPECT_GT(command.submitted, 1);
    EXPECT_EQ(command.accepted, 1);
    EXPECT_EQ(command.completed, 1);
  }
  for (const auto& [stream, order] : played.ledger->orders()) {
    EXPECT_EQ(order.reserved, 1);
    EXPECT_EQ(order.charges, 1);
  }
}

TEST(Clients, hear_back_when_the_command_is_durable_or_when_its_events_are) {
  // R01. Wrong: "accepted" would cost the latency of "appended", or "appended" would promise what is not yet stored.
  std::map<RespondWhen, Duration> slowest;
  for (const RespondWhen when : {RespondWhen::accepted, RespondWhen::appended}) {
    Scene scene = customers(2, 3);
    scene.design.respond.when = when;
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "");
    std::map<MessageId, SimTime> accepted, completed;
    for (const Observation& o : played.ledger->all({command_accepted, command_completed})) {
      (o.kind == command_accepted ? accepted : completed)[o.message] = o.at;
    }
    const std::vector<Observation> answers = played.ledger->all({command_answered});
    EXPECT_EQ(answers.size(), 7u);
    for (const Observation& o : answers) {
      slowest[when] = std::max(slowest[when], Duration(o.b));
      EXPECT_GE(o.at, accepted.at(o.message));
      if (when == RespondWhen::accepted) {
        EXPECT_EQ(o.a, static_cast<std::int64_t>(CommandStatus::accepted));
        EXPECT_LT(o.at, completed.at(o.message));
      } else {
        EXPECT_EQ(o.a, static_cast<std::int64_t>(CommandStatus::handled));
        EXPECT_GE(o.at, completed.at(o.message));
      }
    }
  }
  EXPECT_LT(slowest[RespondWhen::accepted], 5ms);
  EXPECT_GT(slowest[RespondWhen::appended], slowest[RespondWhen::accepted]);
}

/// How many events of handled commands the catalog had not dealt with when their client was answered.
int not_shown_yet(const Played& played) {
  const ProcessId catalog = played.process("catalog");
  std::map<MessageId, SimTime> appended, shown;
  for (const Observation& o : played.ledger->all({event_appended, event_applied, event_ignored})) {
    if (o.kind == event_appended) appended[o.message] = o.at;
    if (o.kind != event_appended && o.process == catalog) shown.try_emplace(o.message, o.at);
  }
  int missing = 0;
  for (const Observation& answer : played.ledger->all({command_answered})) {
    for (std::uint64_t n = 0;; ++n) {
      const MessageId event = subject(event_id_of(CommandId{answer.message.value}, n));
      if (!appended.contains(event)) break;
      missing += !shown.contains(event) || shown[event] > answer.at;
    }
  }
  return missing;
}

TEST(Clients, that_wait_for_a_projection_find_there_what_they_did) {
  // R52. Wrong: "projected" would promise what the view does not show yet, or "appended" would wait for nothing.
  for (const RespondWhen when : {RespondWhen::appended, RespondWhen::projected}) {
    Scene scene = customers(2, 3);
    scene.design.publication.poll = 20ms;
    scene.design.respond = {.when = when, .view = when == RespondWhen::projected ? "catalog" : ""};
    scene.faults.push_back({.kind = FaultKind::loss, .rate = Probability{Probability::one / 50}});
    const Played played = play(scene);
    EXPECT_EQ(played.wrong(), "");
    EXPECT_EQ(not_shown_yet(played) > 0, when == RespondWhen::appended);
  }
}

}  // namespace
}  // namespace crisper::sim::pipeline
