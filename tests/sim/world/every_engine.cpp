#include "tests/sim/world/every_engine.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "sim/engine/make_engine.hpp"
#include "sim/engine/worker_pool.hpp"

namespace crisper::sim::test {
namespace {

void run_in_child(void (*body)(std::string_view), std::string_view engine) {
  std::fflush(nullptr);
  const JobOutcome child = run_in_worker(
      [&] {
        dup2(STDERR_FILENO, STDOUT_FILENO);  // where failures are told
        body(engine);
        std::fflush(nullptr);
        return std::string(testing::Test::HasFailure() ? "failed" : "passed");
      },
      {.job_time_max = std::chrono::minutes(1)});
  EXPECT_EQ(child.output, "passed") << "on " << engine << " the case " << child.why << ":\n" << child.errors;
}

}  // namespace

void on_every_engine(void (*body)(std::string_view engine), Runs runs) {
  for (const std::string_view engine : engine_names) {
    SCOPED_TRACE(std::string(engine));
    if (engine == "fast") {
      body(engine);
    } else if (runs == Runs::one) {
      run_in_child(body, engine);
    }
  }
}

}  // namespace crisper::sim::test
