#include "reports/run_json_reader.hpp"

#include <gtest/gtest.h>

#include "properties/run_remarks.hpp"
#include "reports/run_json.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(RunJsonReader, reads_what_was_written) {
  // Wrong: a report of a saved run says something else than the run said.
  for (const properties::RunResult& each : {passed_run(), failed_run()}) {
    const auto read = read_run_json(run_json(each), "result.json");
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->result, each);
    EXPECT_EQ(read->remarks, properties::remarks_of(each));
  }
}

TEST(RunJsonReader, names_the_file_that_is_none) {
  for (const char* each : {"", "{", "[]", "{}", R"({"scenario": 1})", R"({"scenario": "a", "engine": "b"})"}) {
    const auto read = read_run_json(each, "my/result.json");
    ASSERT_FALSE(read) << each;
    EXPECT_EQ(read.error().find("my/result.json"), 0U) << each;
    EXPECT_EQ(read.error().find('\n'), std::string::npos) << each;
  }
}

}  // namespace
}  // namespace crisper::reports
