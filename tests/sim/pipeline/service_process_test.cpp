// R25: a service in a process of its own, called by handlers who don't wait for ever.
#include <gtest/gtest.h>

#include "tests/sim/pipeline/rush.hpp"

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

}  // namespace
}  // namespace crisper::sim::pipeline
