// When a run is over, whatever its faults did: after its workload, and not held open by what is no work.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "properties/scenario_run.hpp"
#include "properties/vocabulary.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

using namespace crisper::literals;

/// When each client sent which command first.
class SentWatch final : public RunWatch {
 public:
  void begin(const Names& names) override { names_ = &names; }
  void end(const RunResult&) override {}
  bool wants(ObservationKind kind) const override {
    return kind == ObservationKind::command_submitted || kind == ObservationKind::event_applied;
  }
  void observe(const Observation& seen, ObservationId) override {
    if (seen.kind == ObservationKind::event_applied) last_work = seen.at;
    if (seen.kind == ObservationKind::command_submitted && seen.a == 1) {
      sent[names_->process(seen.process)].push_back(seen.at);
    }
  }

  std::map<std::string, std::vector<SimTime>> sent;
  SimTime last_work{};

 private:
  const Names* names_ = nullptr;
};

struct Ended {
  RunResult result;
  std::map<std::string, std::vector<SimTime>> sent;
  SimTime last_work{};

  std::string note_of_lost() const { return std::to_string(result.properties.front().notes.front().count); }
};

Ended end_of_run(const sim::Scenario& scenario, std::optional<sim::FaultPlan> plan = {}) {
  SentWatch watch;
  const auto run = run_scenario(
      scenario, {.seed = scenario.seed, .engine = "fast", .plan = std::move(plan), .watches = {&watch}});
  EXPECT_TRUE(run) << run.error();
  return {run->result, watch.sent, watch.last_work};
}

Ended end_of_run(const std::string& workload, const std::string& faults, const std::string& more = "") {
  const auto scenario = sim::parse_scenario("crisper: 1\nname: ending\nworkload:\n" + workload + "faults:\n" + faults +
                                            "run: {settle: 2s}\n" + more);
  EXPECT_TRUE(scenario) << scenario.error().text();
  return end_of_run(*scenario);
}

constexpr const char* orders_around_a_crash =
    "  script:\n"
    "    - {client: kitchen, load: {fridge: 1, meal: 1, quantity: 9}}\n"
    "    - {client: customer-1, at: 1s, order: {fridge: 1, meal: 1}}\n"
    "    - {client: customer-1, at: 4s, order: {fridge: 1, meal: 1}}\n"
    "    - {client: customer-1, at: 5s, order: {fridge: 1, meal: 1}}\n"
    "    - {client: customer-1, at: 30s, order: {fridge: 1, meal: 1}}\n";

TEST(RunEndings, come_after_every_script_also_where_another_client_restarts) {
  // Wrong: the second word of a restarted kitchen, that it is done, would end the customers' scripts.
  const Ended ended = end_of_run(orders_around_a_crash, "  - {crash: kitchen, at: 2s, restart_after: 1s}\n");
  EXPECT_EQ(ended.result.verdict, Verdict::pass) << ended.result.reason;
  EXPECT_EQ(ended.sent.at("customer-1").size(), 4u);
  EXPECT_GT(ended.result.ended, SimTime(30s));
}

TEST(RunEndings, a_client_that_restarts_goes_on_with_its_script) {
  // Wrong: what a client had still to send would never be sent, and the run would pass all the same.
  const Ended ended = end_of_run(orders_around_a_crash, "  - {crash: customer-1, at: 2s, restart_after: 8s}\n");
  EXPECT_EQ(ended.result.verdict, Verdict::pass) << ended.result.reason;
  const std::vector<SimTime> sent = ended.sent.at("customer-1");
  ASSERT_EQ(sent.size(), 4u);
  EXPECT_LT(sent[0], SimTime(1100ms));
  EXPECT_EQ(sent[1], SimTime(10s)) << "due while it was down: when it is back";
  EXPECT_EQ(sent[2], SimTime(10s));
  EXPECT_EQ(sent[3], SimTime(30s)) << "at its time";
}

TEST(RunEndings, a_client_of_the_closed_kind_goes_on_too) {
  // Wrong: a crash would end a closed loop.
  const std::string steps =
      "  script:\n"
      "    - {client: kitchen, load: {fridge: 1, meal: 1, quantity: 9}}\n"
      "    - {client: customer-1, think: 1s, order: {fridge: 1, meal: 1}}\n"
      "    - {client: customer-1, think: 1s, order: {fridge: 1, meal: 1}}\n"
      "    - {client: customer-1, think: 1s, order: {fridge: 1, meal: 1}}\n";
  const Ended ended = end_of_run(steps, "  - {crash: customer-1, at: 1500ms, restart_after: 1s}\n");
  EXPECT_EQ(ended.result.verdict, Verdict::pass) << ended.result.reason;
  ASSERT_EQ(ended.sent.at("customer-1").size(), 3u);
  EXPECT_EQ(ended.sent.at("customer-1")[1], SimTime(3500ms)) << "it thinks before it goes on";
}

TEST(RunEndings, a_client_that_crashes_again_and_again_sends_all_it_has) {
  // Wrong: each crash would lose a part of the script, or begin it anew.
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Ended ended = end_of_run(
        "  orders: {rate: 20/s, count: 40, customers: 4, clients: 2, fridges: 2, meals: 1}\n"
        "  restock: {initial: 50}\n",
        "  - {crash: \"customer*\", every: 150ms, until: 4s, restart_after: 30ms}\n", "seed: " + std::to_string(seed));
    EXPECT_EQ(ended.result.verdict, Verdict::pass) << seed << ": " << ended.result.reason;
    std::size_t sent = 0;
    for (const auto& [client, times] : ended.sent) sent += client.starts_with("customer") ? times.size() : 0;
    EXPECT_GE(sent, 40u) << seed;
    EXPECT_LE(sent, 42u) << seed << ": only what a crash of its first 50 us made it forget is sent again";
  }
}

TEST(RunEndings, a_client_that_stays_down_with_something_to_send_is_no_pass) {
  // Wrong: a run that never sent what it was to send would pass.
  const Ended ended = end_of_run(orders_around_a_crash, "  - {crash: customer-1, at: 2s}\n");
  EXPECT_EQ(ended.result.verdict, Verdict::unknown);
  EXPECT_NE(ended.result.reason.find("3 of what customer-1 was to send was never sent"), std::string::npos)
      << ended.result.reason;
}

TEST(RunEndings, a_client_that_stays_down_with_nothing_to_send_holds_nothing_open) {
  // Wrong: users who are gone would keep a run from its end; or nobody would hear that their requests were lost.
  const Ended ended = end_of_run(
      "  script:\n"
      "    - {client: kitchen, load: {fridge: 1, meal: 1, quantity: 9}}\n"
      "    - {client: customer-1, at: 1s, order: {fridge: 1, meal: 1}}\n",
      "  - {crash: customer-1, at: 1002ms}\n");
  EXPECT_EQ(ended.result.verdict, Verdict::pass) << ended.result.reason;
  EXPECT_LT(ended.result.ended, SimTime(10s));
  EXPECT_EQ(ended.note_of_lost(), "1");
}

TEST(RunEndings, are_not_put_off_by_a_spare_that_stays_down) {
  // Wrong: no design could pass with a machine that died for good, however many it has.
  const Ended ended = end_of_run(
      "  orders: {rate: 20/s, count: 20, customers: 4, fridges: 2, meals: 1}\n  restock: {initial: 50}\n",
      "  - {crash: lock-service-2, at: 500ms}\n",
      "design: {ownership: {strategy: lease, replicas: 3}}\n");
  EXPECT_EQ(ended.result.verdict, Verdict::pass) << ended.result.reason;
  EXPECT_TRUE(ended.result.quiet);
}

TEST(RunEndings, are_not_put_off_by_a_fault_that_recurs) {
  // Wrong: a run would idle to its time limit, since some machine is always about to go or to come.
  // What a crash takes out of a handler's hands comes again after a visibility timeout of 5 s, perhaps twice.
  for (const char* fault : {"  - {pause: kitchen, at: 500ms, every: 100ms, for: 1ms}\n",
                            "  - {pause: kitchen, at: 500ms, every: 5ms, for: 50ms}\n",
                            "  - {crash: \"handler-*\", at: 500ms, every: 100ms, restart_after: 20ms}\n",
                            "  - {crash: kitchen, at: 500ms, every: 300ms, restart_after: 100ms}\n",
                            "  - {slow_sync: event-store, by: 1ms, every: 100ms, for: 10ms}\n"}) {
    const Ended ended = end_of_run(
        "  orders: {rate: 20/s, count: 10, customers: 1, fridges: 1, meals: 1}\n  restock: {initial: 50}\n", fault);
    EXPECT_EQ(ended.result.verdict, Verdict::pass) << fault << ended.result.reason;
    EXPECT_TRUE(ended.result.quiet) << fault;
    const bool takes_commands_along = std::string(fault).find("handler") != std::string::npos;
    EXPECT_LT(ended.result.ended - ended.last_work, Duration(takes_commands_along ? 15s : 4s)) << fault;
  }
}

TEST(RunEndings, wait_for_what_is_down_and_has_work) {
  // Wrong: a run would pass while its only store is gone with commands before it, or with a view that has seen nothing.
  for (const char* fault : {"  - {crash: command-queue, at: 700ms}\n", "  - {crash: order-process, at: 700ms}\n",
                            "  - {crash: catalog, at: 0s}\n", "  - {pause: catalog, at: 700ms}\n",
                            "  - {crash: command-store, at: 700ms}\n"}) {
    const Ended ended = end_of_run(
        "  orders: {rate: 20/s, count: 20, customers: 4, fridges: 2, meals: 1}\n  restock: {initial: 50}\n", fault);
    EXPECT_NE(ended.result.verdict, Verdict::pass) << fault;
    EXPECT_FALSE(ended.result.quiet) << fault;
  }
}

TEST(RunEndings, come_when_everything_before_a_store_that_is_gone_was_given_up) {
  // Wrong: a run whose commands are all at an end, set aside as dead letters, would be held open; or would pass.
  const Ended ended = end_of_run(
      "  orders: {rate: 20/s, count: 20, customers: 4, fridges: 2, meals: 1}\n  restock: {initial: 50}\n",
      "  - {crash: event-store, at: 700ms}\n");
  EXPECT_NE(ended.result.verdict, Verdict::pass);
  EXPECT_TRUE(ended.result.quiet);
}

TEST(RunEndings, say_nothing_where_nothing_was_done) {
  // Wrong: a network that carries nothing, a store that nobody reaches and a workload of nobody would all pass.
  const std::string orders = "  orders: {rate: 20/s, count: 5, customers: 2, fridges: 1, meals: 1}\n";
  const std::string hasty =
      "design:\n"
      "  client: {timeout: 500ms, attempts: 3}\n"
      "  command_queue: {visibility_timeout: 300ms, dead_letter_after: 2}\n"
      "  ownership: {strategy: optimistic}\n";
  for (const Ended& ended : {end_of_run(orders, "  - {loss: 100%}\n", hasty),
                             end_of_run(orders, "  - {partition: [\"handler-*\", event-store]}\n", hasty),
                             end_of_run(orders, "  - {loss: 100%, on: {from: command-store, to: customer*}}\n"
                                            "  - {loss: 100%, on: {from: command-store, to: kitchen}}\n", hasty),
                             end_of_run("  orders: {count: 0}\n  restock: {initial: 0}\n", "  []\n",
                                    hasty + "properties: [{commands_dead_lettered: \"< 1\"}]\n")}) {
    EXPECT_NE(ended.result.verdict, Verdict::pass);
    EXPECT_EQ(ended.result.properties.back().name, "work_done") << ended.result.reason;
    EXPECT_LT(ended.result.ended, SimTime(60s));
  }
}

TEST(RunEndings, come_at_the_same_time_whatever_the_clocks_say) {
  // Wrong: a clock that is an hour off would end a run early, or never.
  const std::string orders = "  orders: {rate: 20/s, count: 10, customers: 2, fridges: 1, meals: 1}\n";
  const Ended plain = end_of_run(orders, "  - {crash: kitchen, at: 100ms, restart_after: 50ms}\n");
  for (const char* by : {"1h", "-1h"}) {
    const Ended skewed = end_of_run(orders, "  - {crash: kitchen, at: 100ms, restart_after: 50ms}\n"
                                        "  - {clock_skew: \"*\", by: " + std::string(by) + "}\n");
    EXPECT_EQ(skewed.result.verdict, plain.result.verdict) << skewed.result.reason;
    EXPECT_EQ(skewed.result.ended, plain.result.ended);
  }
}

TEST(RunEndings, are_the_same_from_the_plan_that_a_run_wrote) {
  // Wrong: a replay would end elsewhere than the run it repeats.
  const auto scenario = sim::parse_scenario(
      "crisper: 1\nname: again\n"
      "workload: {orders: {rate: 20/s, count: 20, customers: 4, clients: 2, fridges: 2, meals: 1}}\n"
      "faults: [{crash: \"customer*\", every: 200ms, times: 3, restart_after: 50ms}]\nrun: {settle: 1ms}\n");
  ASSERT_TRUE(scenario) << scenario.error().text();
  const auto first = run_scenario(*scenario, {.seed = 1});
  ASSERT_TRUE(first);
  EXPECT_EQ(end_of_run(*scenario, first->plan).result.run.digest, first->result.run.digest);
}

TEST(RunEndings, come_to_an_end_with_the_shortest_settling_time_and_refuse_a_shorter_one) {
  // Wrong: a run that asks every nanosecond whether it is over never is.
  const std::string text = "crisper: 1\nname: hasty\nworkload: {orders: {rate: 20/s, count: 2}}\nrun: {settle: ";
  EXPECT_TRUE(end_of_run(*sim::parse_scenario(text + "1ms}\n")).result.quiet);
  for (const char* settle : {"0s", "1ns", "999us"}) {
    const auto refused = sim::parse_scenario(text + settle + "}\n");
    ASSERT_FALSE(refused) << settle;
    EXPECT_NE(refused.error().text().find("run.settle"), std::string::npos) << refused.error().text();
  }
}

TEST(RunEndings, in_the_midst_of_long_work_are_unknown) {
  // Wrong: a design whose relay takes its time would be said to have lost what it is about to publish.
  for (const char* cost : {"costs: {publish: 20s}", "costs: {publish: {kinds: {MealsLoaded: 20s}}}",
                           "costs: {apply: 20s}", "consumers: {catalog: {pace: 30s}}"}) {
    const auto scenario = sim::parse_scenario(
        std::string("crisper: 1\nname: slow\nworkload: {orders: {rate: 2/s, for: 5s, fridges: 1}}\ndesign: {") + cost +
            "}\nrun: {settle: 10s}\n",
        {}, scenario_vocabulary());
    ASSERT_TRUE(scenario) << scenario.error().text();
    const Ended ended = end_of_run(*scenario);
    EXPECT_EQ(ended.result.verdict, Verdict::unknown) << cost << ": " << ended.result.reason;
    for (const PropertyResult& each : ended.result.properties) EXPECT_NE(each.verdict, Verdict::fail) << each.name;
  }
}

/// Scenarios that came from outside, with what is right for each; they lie beside the tree, where they do.
TEST(RunEndings, of_cases_from_outside_are_right) {
  // Wrong: what once went wrong goes wrong again.
  const std::filesystem::path folder = std::filesystem::path(CRISPER_SOURCE_DIR) / ".." / "shared" / "cases";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no folder of cases beside the tree";
  const auto case_ended = [&](const char* name) {
    const auto scenario = sim::load_scenario((folder / name).string());
    EXPECT_TRUE(scenario) << name;
    return end_of_run(*scenario);
  };
  const Ended late = case_ended("ended_before_its_workload.yaml");
  EXPECT_EQ(late.result.verdict, Verdict::pass) << late.result.reason;
  EXPECT_EQ(late.sent.at("customer-1").size(), 1u);
  EXPECT_NE(case_ended("nothing_carried_out.yaml").result.verdict, Verdict::pass);
  EXPECT_EQ(case_ended("spare_stays_down.yaml").result.verdict, Verdict::pass);
  const Ended recurring = case_ended("recurring_fault.yaml");
  EXPECT_EQ(recurring.result.verdict, Verdict::pass);
  EXPECT_LT(recurring.result.ended, SimTime(6s));
  const Ended counted = case_ended("fault_seen_twice.yaml");
  EXPECT_TRUE(counted.result.faults[static_cast<std::size_t>(sim::FaultKind::corrupt)].is_in_order());
}

}  // namespace
}  // namespace crisper::properties
