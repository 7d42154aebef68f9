// Ways to own a state whose mistakes are on record, each as one word in a scenario: nothing but that mistake is wrong,
// and the same scenario without it passes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

#include "properties/scenario_run.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::properties {
namespace {

using Failures = std::map<std::string, int>;
using FaultsOf = std::function<std::string(std::uint64_t seed)>;

/// One busy fridge that only the ownership protects. Clocks tell the truth and nothing is lost; reads are slow, so that
/// whoever waits for one has time to lose what it holds.
std::string busy_fridge(const std::string& ownership, const std::string& faults, std::uint64_t seed) {
  return fmt::format(R"(
crisper: 1
name: one busy fridge
design:
  client: {{timeout: 2s, attempts: 20}}
  command_queue: {{handlers: 6, visibility_timeout: 10s, dead_letter_after: 1000}}
  ownership: {{{}}}
  executor: {{timeout: 400ms}}
  event_store: {{append: any}}
workload:
  orders: {{count: 40, rate: 40/s, customers: 20, fridges: 1, meals: 1}}
  restock: {{initial: 30}}
faults:
{}seed: {}
run: {{horizon: 1h, settle: 2s}}
)",
                     ownership, faults, seed);
}

const std::string slow_reads =
    "  - {delay: 20%, by: 150ms..400ms, on: {from: event-store, to: handler}, required: true}\n";

/// How many runs fail each property.
Failures failures(const std::string& ownership, const FaultsOf& faults, std::uint64_t runs = 30) {
  Failures found;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    const std::string text = busy_fridge(ownership, faults(seed), seed);
    const auto scenario = sim::parse_scenario(text);
    EXPECT_TRUE(scenario.has_value()) << scenario.error().text() << text;
    if (!scenario) break;
    const auto run =
        run_scenario(*scenario, {.seed = seed, .engine = "fast", .plan = {}, .trace_path = {}, .replay = {}});
    EXPECT_TRUE(run.has_value()) << run.error();
    if (!run) break;
    for (const PropertyResult& property : run->result.properties) {
      if (property.verdict == Verdict::fail) ++found[property.name];
    }
  }
  return found;
}

/// Handlers are cut off from the lock service, one after the other, for longer than a session lives.
std::string sessions_die(std::uint64_t seed) {
  std::string faults = slow_reads;
  for (std::uint64_t i = 0; i < 60; ++i) {
    faults += fmt::format("  - {{partition: {{from: handler-{}, to: lock-service}}, at: {}ms, for: 300ms}}\n",
                          i % 6 + 1, 150 + 110 * i + seed % 7 * 11);
  }
  return faults;
}

/// The leader of the lock service dies time and again; sessions outlive that.
std::string leaders_die(std::uint64_t seed) {
  std::string faults = slow_reads;
  for (std::uint64_t i = 0; i < 60; ++i) {
    faults += fmt::format("  - {{crash: lock-service-{}, at: {}ms, restart_after: 60ms}}\n", i % 3 + 1,
                          150 + 130 * i + seed % 13 * 9);
  }
  return faults;
}

TEST(LostLockSession, is_harmless_only_where_the_holder_watches_it_or_is_fenced_off) {
  // If this fails, a lock whose session has died unnoticed is believed to protect.
  const std::string design = "strategy: lease, lease: 150ms, wait: 100ms";
  Failures unnoticed = failures(design + ", fencing: off, session_watch: off", sessions_die);
  EXPECT_GT(unnoticed["single_writer"], 0);
  EXPECT_EQ(failures(design + ", fencing: off, session_watch: on", sessions_die), Failures{});
  EXPECT_EQ(failures(design + ", fencing: on, session_watch: off", sessions_die), Failures{});
}

TEST(LockBeforeReplication, is_granted_again_unless_a_majority_knows_it_or_its_holder_is_fenced_off) {
  // If this fails, a lock service that forgets in a failover what it has granted is believed to exclude.
  const std::string design = "strategy: lease, lease: 600ms, wait: 40ms, replicas: 3, failover: 60ms";
  Failures forgotten = failures(design + ", fencing: off, replication: asynchronous", leaders_die);
  EXPECT_GT(forgotten["single_writer"], 0);
  EXPECT_EQ(failures(design + ", fencing: off, replication: synchronous", leaders_die), Failures{});
  EXPECT_EQ(failures(design + ", fencing: on, replication: asynchronous", leaders_die)["single_writer"], 0);
}

TEST(LockWaitIgnored, lets_two_in_with_every_lock) {
  // If this fails, code that goes on after a wait that timed out is believed to have the lock.
  const auto only_slow = [](std::uint64_t) { return slow_reads; };
  for (const char* strategy : {"table_lock", "row_lock", "multi_row_lock", "lease"}) {
    const std::string design = fmt::format("strategy: {}, lease: 2s, wait: 30ms", strategy);
    Failures ignored = failures(design + ", on_wait_timeout: go_on", only_slow, 10);
    EXPECT_GT(ignored["single_writer"], 0) << strategy;
    EXPECT_EQ(failures(design + ", on_wait_timeout: give_up", only_slow, 10), Failures{}) << strategy;
  }
}

/// Actors stop for a while, not as long as their lease: to those who ask for them they are out of reach.
std::string actors_stop(std::uint64_t seed) {
  std::string faults;
  for (std::uint64_t i = 0; i < 8; ++i) {
    faults += fmt::format("  - {{pause: actor, at: {}ms, for: 450ms}}\n", 80 + 470 * i + seed % 11 * 7);
  }
  return faults;
}

TEST(DuplicateActivation, is_harmless_only_where_leases_are_waited_for_or_the_double_is_fenced_off) {
  // If this fails, an actor that is only out of reach is believed to be gone.
  const std::string design = "strategy: actor_per_stream, lease: 3s";
  Failures doubled = failures(design + ", fencing: off, unreachable: replace", actors_stop);
  EXPECT_GT(doubled["single_writer"], 0);
  EXPECT_EQ(failures(design + ", fencing: off, unreachable: wait", actors_stop), Failures{});
  EXPECT_EQ(failures(design + ", fencing: on, unreachable: replace", actors_stop), Failures{});
}

TEST(ReentrantInterleaving, is_harmless_only_where_the_store_looks_at_versions) {
  // If this fails, a turn that begins while another waits is believed to see what the other is about to do.
  const auto nothing = [](std::uint64_t) { return std::string("  []\n"); };
  Failures interleaved = failures("strategy: actor_per_stream, turns: reentrant", nothing, 10);
  EXPECT_GT(interleaved["stock_never_negative"], 0);
  EXPECT_EQ(failures("strategy: actor_per_stream, turns: sequential", nothing, 10), Failures{});
}

}  // namespace
}  // namespace crisper::properties
