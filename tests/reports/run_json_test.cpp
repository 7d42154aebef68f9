#include "reports/run_json.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/reports/golden.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(RunJson, is_what_the_format_says) {
  // Wrong: programs that read the documented keys would break.
  EXPECT_EQ(run_json(failed_run()), golden("failed_run.json"));
}

TEST(RunJson, survives_hostile_text) {
  // Wrong: a process with an odd name would end the run with an exception, or its result be no JSON.
  EXPECT_TRUE(nlohmann::json::accept(run_json(hostile_run())));
}

}  // namespace
}  // namespace crisper::reports
