// R31, R33, hazard 59: one transaction over the store and every read side, and what that costs when one doesn't answer.
#include "properties/scenario_run.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/parse.hpp"
#include "tests/properties/core/publication/deliveries.hpp"

namespace crisper::properties {
namespace {

DeliverySettings with_fault(const std::string& method, const std::string& fault) {
  return {.publication = "{method: " + method + ", poll: 5ms}",
          .properties = "[no_event_lost]",
          .faults = fault,
          .random_faults = false};
}

std::uint64_t stored(const RunResult& result) { return result.metrics.counts.at("events_appended"); }

TEST(TwoPhaseCommit, stops_all_writes_while_a_read_side_is_cut_off_where_an_outbox_goes_on) {
  // R31. Wrong: the consistent design would seem to be available in a partition, or the available one to stop.
  const std::string cut = "  - {crash: catalog, at: 1ms}\n";
  EXPECT_EQ(stored(delivered(with_fault("two_phase_commit", cut), 3)), 0u);
  EXPECT_GT(stored(delivered(with_fault("outbox", cut), 3)), 20u);
}

TEST(TwoPhaseCommit, goes_on_when_the_read_side_is_back) {
  // R33. Wrong: a participant that was away would never settle what it had promised.
  const RunResult result =
      delivered(with_fault("two_phase_commit", "  - {crash: catalog, at: 50ms, restart_after: 3s}\n"), 3);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
}

TEST(TwoPhaseCommit, is_never_behind_what_the_store_shows) {
  // R32. Wrong: a zero in the table would mean that nobody had looked, or the store would show what a view doesn't.
  for (std::uint64_t number = 1; number <= 10; ++number) {
    DeliverySettings settings = with_fault("two_phase_commit", "  - {reorder: 30%, by: 1ms..20ms}\n");
    const RunResult result = delivered(settings, number);
    EXPECT_GT(result.metrics.counts.at("events_applied"), 20u);
    EXPECT_EQ(result.metrics.times.at("staleness").count, result.metrics.counts.at("events_applied"));
    EXPECT_EQ(result.metrics.times.at("staleness").max, Duration::zero());
  }
}

TEST(TwoPhaseCommit, is_in_doubt_for_ever_when_the_coordinator_stays_down) {
  // Hazard 59. Wrong: nobody would notice that all who had promised wait for somebody who is gone.
  DeliverySettings settings = with_fault("two_phase_commit", "  - {crash: coordinator, at: 60ms}\n");
  settings.properties = "[run_completed]";
  EXPECT_NE(delivered(settings, 3).verdict, Verdict::pass);
  settings.faults = "  - {crash: coordinator, at: 60ms, restart_after: 2s}\n";
  EXPECT_EQ(delivered(settings, 3).verdict, Verdict::pass);
}

TEST(ReliableInbox, appends_through_the_coordinator_and_is_refused_where_the_handler_is_to_publish) {
  // Wrong: what an inbox in the store does would pass the read sides by, as none of its appends would reach them.
  DeliverySettings settings{.publication = "{method: two_phase_commit}",
                            .properties = "[no_event_lost, run_completed, projection_matches_log]",
                            .random_faults = false};
  settings.ownership = "{strategy: reliable_inbox}";
  const RunResult result = delivered(settings, 3);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.reason;
  EXPECT_GT(stored(result), 20u);
  settings.publication = "{method: dual_write}";
  const auto scenario = sim::parse_scenario(random_delivery(settings, 3));
  ASSERT_FALSE(scenario.has_value());
  EXPECT_NE(scenario.error().message.find("design.publication.method: all that a reliable_inbox does is one append"),
            std::string::npos)
      << scenario.error().text();
}

TEST(ReliableInbox, tells_an_outcome_that_it_learns_of_while_it_takes_commands_in) {
  // Wrong: an append that was taken for lost, and came by a duplicate, is never answered if no command follows it.
  const auto scenario = sim::parse_scenario(R"(
crisper: 1
name: the only answer
design:
  client: {timeout: 1s, attempts: 20}
  command_queue: {handlers: 1, visibility_timeout: 1s, dead_letter_after: 1000}
  ownership: {strategy: reliable_inbox}
  event_store: {append: any}
  publication: {method: two_phase_commit}
  event_log: {redeliver_after: 300ms}
  respond: {when: accepted}
deployment: {hosts: 1, link: {latency: 200us}}
workload:
  script:
    - {client: customer-1, at: 0s, order: {fridge: 1, meal: 1, customer: 1, quantity: 1, price: 0}}
    - {client: customer-1, at: 0s, order: {fridge: 1, meal: 1, customer: 1, quantity: 1, price: 0}}
    - {client: customer-5, at: 1400ms, order: {fridge: 1, meal: 1, number: 5, customer: 1, quantity: 1, price: 0}}
    - {client: customer-6, at: 0s, order: {fridge: 1, meal: 1, customer: 1, quantity: 1, price: 0}}
    - {client: customer-7, at: 1s, order: {fridge: 1, meal: 1, number: 3, customer: 1, quantity: 1, price: 0}}
    - {client: customer-9, at: 400ms, order: {fridge: 1, meal: 1, customer: 1, quantity: 1, price: 0}}
properties: [run_completed, command_answered_once]
seed: 419301
run: {horizon: 61s, settle: 3s}
)");
  ASSERT_TRUE(scenario.has_value()) << scenario.error().text();
  const auto plan = sim::read_plan(R"(
crisper_plan: 1
engine: fast
seed: 419301
faults:
  - {loss: {from: command-queue, to: coordinator, nth: 2, at: 305300us}}
  - {loss: {from: command-queue, to: coordinator, nth: 8, at: 1307010us}}
  - {loss: {from: coordinator, to: event-store, nth: 13, at: 2307040us}}
  - {loss: {from: coordinator, to: catalog, nth: 2, at: 5250us}}
  - {duplicate: {from: command-queue, to: coordinator, nth: 28, at: 3324ms}}
  - {loss: {from: coordinator, to: catalog, nth: 52, at: 3324080us}}
)",
                                   "plan");
  ASSERT_TRUE(plan.has_value());
  const auto run = run_scenario(*scenario, {.seed = 419301, .engine = "fast", .plan = plan->plan});
  ASSERT_TRUE(run.has_value()) << run.error();
  EXPECT_EQ(run->result.verdict, Verdict::pass) << run->result.reason;
}

}  // namespace
}  // namespace crisper::properties
