#include "reports/run_json_reader.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "properties/asked_of_run.hpp"
#include "properties/run_remarks.hpp"
#include "reports/run_json.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;
using nlohmann::json;

properties::RunResult cut_short_run() {
  properties::RunResult result = passed_run();
  result.verdict = properties::Verdict::unknown;
  result.reason = "the run reached its limit of steps";
  return result;
}

TEST(RunJsonReader, reads_what_was_written) {
  // Wrong: a report of a saved run says something else than the run said.
  for (const properties::RunResult& each : {passed_run(), failed_run(), cut_short_run()}) {
    const auto read = read_run_json(run_json(each), "result.json");
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->result, each);
    EXPECT_EQ(read->remarks, properties::remarks_of(each));
    EXPECT_FALSE(read->answer);
  }
}

TEST(RunJsonReader, reads_means_that_are_sure_and_means_that_are_not) {
  // Wrong: a report of a saved run calls a mean of three sure, or a mean of thousands unsure.
  properties::RunResult result = passed_run();
  result.metrics.times["order_latency"].mean = Duration(15'000'000);
  result.metrics.times["order_latency"].mean_within = Duration(400'000);
  result.metrics.times["staleness.catalog"].mean = Duration(30'000'000);
  const auto read = read_run_json(run_json(result), "result.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->result, result);
  json node = json::parse(run_json(result));
  node["metrics"]["times"]["order_latency"].erase("mean_ns");
  EXPECT_FALSE(read_run_json(node.dump(), "result.json")) << "how far nothing may be off";
}

TEST(RunJsonReader, reads_what_is_told_of_stages) {
  // Wrong: a report of a saved run knows nothing of its spike.
  EXPECT_EQ(run_json(passed_run()).find("\"stages\""), std::string::npos);
  const auto read = read_run_json(run_json(staged_run()), "result.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->result, staged_run());
  EXPECT_EQ(json::parse(run_json(staged_run())).at("stages").at(1).at("name"), "spike");
  json node = json::parse(run_json(staged_run()));
  node["stages"][0].erase("lasting_ns");
  EXPECT_FALSE(read_run_json(node.dump(), "result.json"));
}

TEST(RunJsonReader, of_a_run_that_answered_something_reads_the_run_itself) {
  // Wrong: a failing run that is replayed from its case is reported as a pass.
  using properties::Verdict;
  for (const properties::RunResult& each : {passed_run(), failed_run(), cut_short_run()}) {
    for (const auto& [question, verdict] : {std::pair{properties::question_as_expected, Verdict::pass},
                                            std::pair{properties::question_as_expected, Verdict::fail},
                                            std::pair{properties::question_same_run, Verdict::unknown}}) {
      const std::string text = run_json(answered(each, question, verdict, "so it is"));
      EXPECT_EQ(json::parse(text).at("verdict"), name_of(verdict));
      const auto read = read_run_json(text, "result.json");
      ASSERT_TRUE(read) << read.error();
      EXPECT_EQ(read->result, each);
      EXPECT_EQ(read->remarks, properties::remarks_of(each));
      ASSERT_TRUE(read->answer);
      EXPECT_EQ(read->answer->verdict, verdict);
      EXPECT_EQ(read->answer->reason, "so it is");
    }
  }
}

TEST(RunJsonReader, refuses_an_answer_that_does_not_say_what_the_run_was) {
  json node = json::parse(run_json(answered(failed_run(), properties::question_as_expected,
                                            properties::Verdict::pass, "as expected")));
  node.erase("own");
  const auto read = read_run_json(node.dump(), "my/result.json");
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().find("earlier version"), std::string::npos) << read.error();
}

TEST(RunJsonReader, names_the_file_that_is_none) {
  for (const char* each : {"", "{", "[]", "{}", R"({"scenario": 1})", R"({"scenario": "a", "engine": "b"})", "7"}) {
    const auto read = read_run_json(each, "my/result.json");
    ASSERT_FALSE(read) << each;
    EXPECT_EQ(read.error().find("my/result.json"), 0U) << each;
    EXPECT_EQ(read.error().find('\n'), std::string::npos) << each;
  }
}

TEST(RunJsonReader, refuses_what_no_run_writes_and_names_its_place) {
  // Wrong: a damaged or made-up file is told as what a run came to, or ends the command with an inner error.
  const auto pointer = [](const char* text) { return json::json_pointer(text); };
  const std::pair<const char*, json> changes[] = {
      {"/ended_ns", -5},
      {"/ended_ns", 1e30},
      {"/ended_ns", 9'000'000'000'000'000'000},
      {"/verdict", "failed"},
      {"/verdict", "pass"},  // though a property failed
      {"/ending", "calm"},
      {"/quiet", 1},
      {"/digest", "xyz"},
      {"/digest", "0123"},
      {"/seed", -1},
      {"/deliveries", -1},
      {"/deliveries", 1.5},
      {"/remarks", "none"},
      {"/properties", json::array()},
      {"/properties", nullptr},
      {"/properties/0/verdict", "PASS"},
      {"/properties/0/observed", -3},
      {"/properties/0/counts", "yes"},
      {"/properties/3/violation_count", -1},
      {"/properties/3/violations/0/at_ns", -1},
      {"/properties/3/violations/0/evidence/0/id", "x"},
      {"/faults/loss/armed", -1},
      {"/faults/loss/armed", 1'000'000},  // more than were planned
      {"/metrics/times/order_latency/max_ns", -1},
      {"/metrics/counts/commands_handled", -1},
      {"/metrics/rates/commands_per_second", -1},
      {"/metrics/rates/commands_per_second", nullptr},
      {"/metrics/rates/utilisation.catalog", 5e6},
  };
  for (const auto& [place, value] : changes) {
    json node = json::parse(run_json(failed_run()));
    node[pointer(place)] = value;
    const auto read = read_run_json(node.dump(), "result.json");
    EXPECT_FALSE(read) << place << " = " << value;
    if (read) continue;
    EXPECT_EQ(read.error().find("result.json: this is not the JSON of a run: "), 0U) << read.error();
    EXPECT_EQ(read.error().find('\n'), std::string::npos) << read.error();
  }
}

TEST(RunJsonReader, refuses_what_lacks_a_part) {
  const json whole = json::parse(run_json(failed_run()));
  for (const auto& [key, value] : whole.items()) {
    json node = whole;
    node.erase(key);
    EXPECT_FALSE(read_run_json(node.dump(), "result.json")) << key;
  }
}

}  // namespace
}  // namespace crisper::reports
