#include "reports/run_json.hpp"

#include <gtest/gtest.h>

#include "tests/reports/golden.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(RunJson, is_what_the_format_says) {
  // Wrong: programs that read the documented keys would break.
  EXPECT_EQ(run_json(failed_run()), golden("failed_run.json"));
}

TEST(RunJson, reads_back_to_the_same) {
  // Wrong: a report made of a saved run would differ from that of the run.
  for (const properties::RunResult& run : {failed_run(), passed_run()}) EXPECT_EQ(*read_run_json(run_json(run)), run);
}

TEST(RunJson, survives_hostile_text) {
  // Wrong: a process with an odd name would end the run with an exception.
  const std::string text = run_json(hostile_run());
  const auto again = read_run_json(text);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(run_json(*again), text);
}

TEST(RunJson, refuses_what_is_no_run) {
  // Wrong: a damaged file would be read as a run that passed.
  EXPECT_EQ(read_run_json("{").error(), RunJsonError::not_json);
  EXPECT_EQ(read_run_json("{}").error(), RunJsonError::not_a_run);
  EXPECT_EQ(read_run_json("[1]").error(), RunJsonError::not_a_run);
  std::string text = run_json(passed_run());
  text.replace(text.find("\"pass\""), 6, "\"maybe\"");
  EXPECT_EQ(read_run_json(text).error(), RunJsonError::not_a_run);
}

}  // namespace
}  // namespace crisper::reports
