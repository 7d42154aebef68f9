#include <gtest/gtest.h>

#include "tests/properties/metrics/measured.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

TEST(CommandCompletion, is_from_acceptance_to_the_first_end) {
  // Wrong: a second decision after a redelivery would make the command look slow.
  Measured run;
  run.command(1s, command_accepted, 1, fridge(1)).command(3s, command_rejected, 1, fridge(1));
  run.command(8s, command_rejected, 1, fridge(1)).command(9s, command_completed, 1, fridge(1)).ended(60s);
  EXPECT_EQ(run.time("command_completion").count, 1u);
  EXPECT_EQ(run.time("command_completion").max, 2s);
  EXPECT_EQ(run.count("commands_open"), 0u);
}

TEST(CommandCompletion, of_a_starved_command_lasts_until_the_run_ends) {
  // Wrong: the design that never serves a state would look better than one that serves it late.
  Measured run;
  run.command(1s, command_accepted, 1, fridge(1)).command(2s, command_handled, 1, fridge(1), 1);
  run.command(5s, command_accepted, 2, fridge(2)).ended(45s);
  EXPECT_EQ(run.time("command_completion").max, 40s);
  EXPECT_EQ(run.time("command_completion").p50, 1s);
  EXPECT_EQ(run.count("commands_open"), 1u);
}

TEST(CommandCompletion, counts_what_was_given_up_and_what_a_crashed_handler_left_unsaid) {
  // Wrong: commands that the queue gave up on, or whose handler died after storing, would look open for ever.
  Measured run;
  run.command(1s, command_accepted, 1, fridge(1)).command(4s, command_dead_lettered, 1, fridge(1), 5);
  run.command(1s, command_accepted, 2, fridge(1)).command(6s, command_repeated, 2, fridge(1)).ended(60s);
  EXPECT_EQ(run.time("command_completion").p50, 3s);
  EXPECT_EQ(run.time("command_completion").max, 5s);
}

TEST(QueueWait, is_until_the_first_delivery) {
  // Wrong: the time of a handler that crashed would count as waiting for one.
  Measured run;
  run.command(1s, command_enqueued, 1, fridge(1)).command(1500ms, command_dispatched, 1, fridge(1), 1);
  run.command(9s, command_dispatched, 1, fridge(1), 2);
  EXPECT_EQ(run.time("queue_wait").count, 1u);
  EXPECT_EQ(run.time("queue_wait").max, 500ms);
}

TEST(Throughput, counts_each_command_once_and_none_that_was_given_up) {
  // Wrong: a design that decides everything twice would look twice as fast.
  Measured run;
  for (int i = 0; i < 4; ++i) {
    const auto id = static_cast<std::uint64_t>(i) + 1;
    run.command(std::chrono::seconds(i), command_accepted, id, fridge(1));
    run.command(std::chrono::seconds(i + 1), command_handled, id, fridge(1), 1);
    run.command(std::chrono::seconds(i + 1), command_completed, id, fridge(1), 1);
    run.command(std::chrono::seconds(i + 20), command_repeated, id, fridge(1));
  }
  run.command(1s, command_accepted, 9, fridge(2)).command(50s, command_dead_lettered, 9, fridge(2));
  run.command(51s, command_completed, 9, fridge(2), static_cast<std::int64_t>(CommandStatus::dead_lettered));
  EXPECT_DOUBLE_EQ(run.rate("commands_per_second"), 1.0);
}

TEST(ExtraWork, is_told_for_each_accepted_command) {
  // Wrong: a design that does everything three times would look as frugal as one that does it once.
  Measured run;
  for (std::uint64_t id = 1; id <= 4; ++id) run.command(1s, command_accepted, id, fridge(1));
  for (const std::int64_t delivery : {1, 2, 3, 4}) run.command(2s, command_dispatched, 1, fridge(1), delivery);
  run.say(2s, {.kind = append_refused, .process = event_store, .stream = fridge(1)});
  EXPECT_DOUBLE_EQ(run.rate("redeliveries_per_command"), 0.75);
  EXPECT_DOUBLE_EQ(run.rate("refusals_per_command"), 0.25);
  EXPECT_DOUBLE_EQ(Measured().rate("redeliveries_per_command"), -1);
}

}  // namespace
}  // namespace crisper::properties
