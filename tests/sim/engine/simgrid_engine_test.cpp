#include "sim/engine/simgrid/simgrid_engine.hpp"

#include <gtest/gtest.h>

#include "sim/engine/worker_pool.hpp"

namespace crisper::sim {
namespace {

struct Idle final : EngineClient {
  void on_begin() override {}
  void on_timer(Cookie) override {}
  void on_arrival(Cookie) override {}
  void on_executed(Cookie) override {}
};

TEST(SimGridEngine, a_second_engine_in_one_process_is_refused_with_a_reason) {
  // Wrong: SimGrid would abort with a message about its own insides, or mix two simulations.
  const auto run = run_in_worker([] {
    const Platform platform = uniform_platform(2, {});
    Idle client;
    {
      SimGridEngine first(platform);
      first.run(client);
    }
    SimGridEngine second(platform);
    return std::string();
  });
  EXPECT_EQ(run.end, JobOutcome::End::died);
  EXPECT_EQ(run.why, "was killed by signal 6 (Aborted)");
  EXPECT_NE(run.errors.find("SimGrid exists once per process"), std::string::npos) << run.errors;
}

TEST(SimGridEngine, says_nothing_unless_asked_to) {
  // Wrong: SimGrid's log would drown the command's own output.
  const auto errors_of = [](const SimGridOptions& options) {
    const auto run = run_in_worker([&] {
      const Platform platform = uniform_platform(2, {});
      Idle client;
      SimGridEngine engine(platform, options);
      engine.run(client);
      return std::string();
    });
    EXPECT_TRUE(run.is_done()) << run.why_and_last_words();
    return run.errors;
  };
  EXPECT_EQ(errors_of({}), "");
  EXPECT_NE(errors_of({.config = {"network/crosstraffic:1"}, .log = true}).find("network/crosstraffic"),
            std::string::npos);
}

}  // namespace
}  // namespace crisper::sim
