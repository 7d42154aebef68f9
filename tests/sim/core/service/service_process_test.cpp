// R25: a service in a process of its own, called by handlers who don't wait for ever.
#include <gtest/gtest.h>

#include <set>

#include "tests/sim/core/rush.hpp"

namespace crisper::sim::pipeline {
namespace {

using namespace crisper::literals;

TEST(ServiceProcess, does_not_work_for_those_who_have_given_up) {
  // R25. Wrong: more calls than fit into a caller's patience would be answered too late, each of them, for ever: the
  // mailbox would grow by what is sent again, and no command would ever be done.
  const Tally tally = over_seeds(
      [](Scene& scene) {
        scene.design.ownership.strategy = OwnershipStrategy::single_process;
        scene.design.executor.kind = ExecutorKind::per_request;  // nothing holds anybody back
        scene.design.executor.timeout = 100ms;
        scene.design.command_queue.dead_letter_after = 1000;
        for (std::uint64_t customer = 11; customer <= 110; ++customer) {
          scene.customer({.customer = customer, .every = 0ms});
        }
      },
      3);
  EXPECT_EQ(tally.wrong, 0) << tally.first;
  EXPECT_EQ(tally.dead, 0u);
}

TEST(ServiceProcess, of_an_entity_ends_when_its_caller_has_given_it_up) {
  // R25. Wrong: each timeout would leave a process behind that goes on renewing its session with the lock service,
  // until the lock service is busy with nothing else.
  Scene scene = rush(1);
  scene.design.ownership.strategy = OwnershipStrategy::lease;
  scene.design.executor.kind = ExecutorKind::per_entity;
  scene.design.executor.timeout = 100ms;
  scene.design.command_queue.dead_letter_after = 1000;
  scene.faults.push_back({.kind = FaultKind::delay,
                          .from = "entity",
                          .to = "handler*",
                          .rate = Probability{Probability::one / 3},
                          .lasting = 5s,
                          .amount_min = 150ms,
                          .amount_max = 300ms,
                          .required = true});
  const Played played = play(scene);
  const std::size_t built = played.system.processes().size();  // what was spawned has higher numbers
  std::set<ProcessId> given_up;
  for (const Observation& each : played.ledger->all({ObservationKind::call_timed_out})) {
    if (each.process.value <= built && each.peer.value > built) given_up.insert(each.peer);
  }
  EXPECT_FALSE(given_up.empty());
  for (const Observation& each : played.ledger->all({ObservationKind::process_ended})) given_up.erase(each.process);
  EXPECT_TRUE(given_up.empty()) << given_up.size() << " are still there";
}

}  // namespace
}  // namespace crisper::sim::pipeline
