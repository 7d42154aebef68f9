#include <gtest/gtest.h>

#include "tests/properties/invariants/real_run.hpp"
#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

using namespace testing;

/// Three events of fridge-3 and one of fridge-4 are there.
Story four_events() {
  Story story("order_without_a_hole");
  for (int event = 0; event < 3; ++event) story.appended(fridge(3), MealsLoaded{meal(1), 1}).published();
  story.appended(fridge(4), MealsLoaded{meal(1), 1}).published();
  return story;
}

Observation about(ObservationKind kind, std::uint64_t event, ProcessId process = catalog) {
  return {.kind = kind,
          .process = process,
          .peer = catalog,
          .message = MessageId{1000 + event},
          .stream = event == 4 ? fridge(4) : fridge(3)};
}

TEST(OrderWithoutAHole, fails_where_an_event_takes_effect_behind_one_that_was_set_aside) {
  // Wrong: a dead letter would be a note for later, while what follows it builds on what isn't there.
  for (const auto& hole : {about(ObservationKind::event_parked, 1),
                           about(ObservationKind::event_given_up, 1, event_log)}) {
    Story story = four_events();
    story.say(hole).applied(catalog, 2).ended_quiet();
    EXPECT_EQ(story.reason(), "catalog took version 2 of fridge-3, and will never have version 1");
  }
  Story skipped = four_events();
  skipped.ignored(catalog, IgnoreReason::given_up, 1).applied(catalog, 3).ended_quiet();
  EXPECT_EQ(skipped.verdict(), Verdict::fail);
}

TEST(OrderWithoutAHole, passes_other_streams_other_consumers_and_what_is_set_aside_behind) {
  // Wrong: one dead letter would be held against everything that goes on as it should.
  Story story = four_events();
  story.say(about(ObservationKind::event_parked, 1)).say(about(ObservationKind::event_parked, 2));
  story.applied(catalog, 4).applied(refill, 1).applied(refill, 2).ended_quiet();
  EXPECT_EQ(story.verdict(), Verdict::pass) << story.reason();
}

TEST(OrderWithoutAHole, fails_where_an_event_that_was_held_back_goes_without_those_before_it) {
  // Wrong: a sequencer that tires of waiting would be as good as one that waits.
  Story story = four_events();
  story.applied(catalog, 1).say(about(ObservationKind::event_held, 3)).applied(catalog, 3).ended_quiet();
  EXPECT_EQ(story.reason(), "catalog held version 3 of fridge-3 back, and took it without version 2");
}

TEST(OrderWithoutAHole, passes_who_waits_and_who_never_promised_an_order) {
  // Wrong: effects that commute would have to come in order.
  Story waits = four_events();
  waits.applied(catalog, 1).say(about(ObservationKind::event_held, 3)).applied(catalog, 2).applied(catalog, 3);
  EXPECT_EQ(waits.ended_quiet().verdict(), Verdict::pass) << waits.reason();
  Story commutes = four_events();
  commutes.applied(catalog, 3).applied(catalog, 1).applied(catalog, 2);
  EXPECT_EQ(commutes.ended_quiet().verdict(), Verdict::pass) << commutes.reason();
}

/// Commands 1 and 2 are for fridge-3; the first ends like that, and the second changes the fridge.
Story two_commands(bool in_order, ObservationKind first) {
  Design design;
  design.command_queue.sessions = in_order;
  Story story("order_without_a_hole", design);
  story.appended(fridge(4), MealsLoaded{meal(1), 1}).published().applied(catalog);
  story.command(ObservationKind::command_enqueued, 1).command(ObservationKind::command_enqueued, 2);
  if (first != ObservationKind::command_enqueued) story.command(first, 1, first == ObservationKind::command_handled);
  story.command(ObservationKind::command_handled, 2, 1).ended_quiet();
  return story;
}

TEST(OrderWithoutAHole, fails_where_a_command_is_carried_out_behind_a_dead_letter_of_its_session) {
  // Wrong: an order of commands would be kept until one of them can't be carried out, and then forgotten.
  EXPECT_EQ(two_commands(true, ObservationKind::command_dead_lettered).reason(),
            "the command 2 changed fridge-3 behind the command 1, which is in the dead letters");
  EXPECT_EQ(two_commands(true, ObservationKind::command_enqueued).reason(),
            "the command 1 for fridge-3 is gone, and commands behind it changed that state");
}

TEST(OrderWithoutAHole, passes_commands_that_end_in_order_or_have_none) {
  // Wrong: a rejection would be a hole, or a queue without an order would have to keep one.
  EXPECT_EQ(two_commands(true, ObservationKind::command_handled).verdict(), Verdict::pass);
  EXPECT_EQ(two_commands(true, ObservationKind::command_rejected).verdict(), Verdict::pass);
  EXPECT_EQ(two_commands(false, ObservationKind::command_dead_lettered).verdict(), Verdict::pass);
}

std::string with_poison(const std::string& then) {
  return R"(
crisper: 1
name: poison
design:
  publication: {method: outbox, poll: 5ms}
  consumers: {catalog: {failures: {poison: 5%, attempts: 2, backoff: 5ms, then: )" +
         then + R"(}}}
workload: {orders: {count: 80, rate: 60/s, customers: 10, fridges: 2, meals: 1}, restock: {initial: 50}}
properties: [order_without_a_hole]
run: {horizon: 30s}
)";
}

TEST(OrderWithoutAHole, in_real_runs_tells_policies_for_poison_apart) {
  // Wrong: what is parked alone, and what is parked with all that follows it, would look alike.
  for (const char* then : {"park", "skip"}) {
    EXPECT_EQ(of_real_run(with_poison(then), "order_without_a_hole").verdict, Verdict::fail) << then;
  }
  for (const char* then : {"park_key", "stop"}) {
    const PropertyResult found = of_real_run(with_poison(then), "order_without_a_hole");
    EXPECT_NE(found.verdict, Verdict::fail) << then << ": " << found.reason;
    EXPECT_GT(found.observed, 0u);
  }
}

TEST(OrderWithoutAHole, in_real_runs_sees_a_sequencer_that_skips_its_gaps) {
  // Wrong: what comes late would take its effect late, and nobody would know.
  const auto fails = [](const std::string& gap) {
    std::uint64_t failed = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const PropertyResult found = of_real_run(R"(
crisper: 1
name: gaps
design:
  publication: {method: push_grid, poll: 5ms, retry: 200ms}
  consumers: {catalog: {sequencer: )" + gap + R"(}}
deployment: {transport: {kind: datagram}}
workload: {orders: {count: 60, rate: 60/s, customers: 10, fridges: 2, meals: 1}, restock: {initial: 50}}
faults: [{loss: 5%, on: {to: catalog}}]
properties: [order_without_a_hole]
)",
                                               "order_without_a_hole", seed);
      failed += found.verdict == Verdict::fail ? 1 : 0;
    }
    return failed;
  };
  EXPECT_GT(fails("{gap: skip, gap_timeout: 20ms}"), 0u);
  EXPECT_EQ(fails("on"), 0u);
}

TEST(OrderWithoutAHole, in_real_runs_tells_plain_dead_letters_from_sequenced_ones) {
  // Wrong: sessions would keep an order that ends with the first command that nobody can carry out.
  const auto fails = [](const std::string& dead_letters) {
    std::uint64_t failed = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      const PropertyResult found = of_real_run(R"(
crisper: 1
name: dead letters
design:
  command_queue: {handlers: 4, visibility_timeout: 100ms, dead_letter_after: 1, sessions: on, dead_letters: )" +
                                                   dead_letters + R"(}
  ownership: {strategy: optimistic}
workload: {orders: {count: 60, rate: 40/s, customers: 10, fridges: 2, meals: 1}, restock: {initial: 50}}
faults: [{crash: "handler-*", at: 800ms, restart_after: 100ms}, {crash: "handler-*", at: 1400ms, restart_after: 100ms}]
properties: [order_without_a_hole]
run: {horizon: 1m}
)",
                                               "order_without_a_hole", seed);
      failed += found.verdict == Verdict::fail ? 1 : 0;
    }
    return failed;
  };
  EXPECT_GT(fails("plain"), 0u);
  EXPECT_EQ(fails("sequenced"), 0u);
}

}  // namespace
}  // namespace crisper::properties
