#include "reports/document/check_document.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "reports/check_json_reader.hpp"
#include "reports/document/writers.hpp"
#include "reports/exports/exports.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

CheckSource sample_check() {
  CheckSource source;
  CheckContext& context = source.check.context;
  context.scenario = "two writers";
  context.seed = 7;
  context.bound.mishaps[0] = 1;
  context.bound.early_time = 2;
  context.may_crash = {"event-store"};
  context.seconds = 1.5;
  check::CheckResult& result = source.check.result;
  result.verdict = Verdict::pass;
  result.not_judged = {"not_saturated", "command_latency max < 1s"};
  result.exploration = {.executions = 12, .classes = 10, .blocked = 2, .steps = 300, .deepest = 31, .complete = true};
  return source;
}

TEST(CheckJsonReader, reads_what_was_written) {
  // Wrong: a report says that more was searched than was.
  const CheckSource source = sample_check();
  const std::string written = check_json(source.check.result, source.check.context);
  const auto read = read_check_json(written, "check.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(check_json(read->result, read->context), written);
  for (const char* text : {"", "{}", "{\"bound\": 3}", "[]"}) EXPECT_FALSE(read_check_json(text, "x")) << text;
}

TEST(CheckReport, names_what_was_not_judged) {
  // Wrong: a limit that the scenario sets is believed to hold in every schedule, though nobody looked.
  const CheckSource source = sample_check();
  const std::string text = check_text(source.check.result, source.check.context);
  EXPECT_NE(text.find("not judged  not_saturated, command_latency max < 1s: about time"), std::string::npos) << text;
  const auto json = nlohmann::json::parse(check_json(source.check.result, source.check.context));
  EXPECT_EQ(json.at("not_judged").at(1), "command_latency max < 1s");
  // Names of thresholds have blanks in them: what is between two must not be one.
  const Exported rows = csv_of(ReportSubject(source));
  ASSERT_TRUE(rows) << rows.error();
  EXPECT_NE(rows->find("\"not_saturated, command_latency max < 1s\""), std::string::npos) << *rows;
}

TEST(CheckJsonReader, refuses_what_no_check_writes) {
  // Wrong: a search that was cut short is read as a proof.
  const CheckSource source = sample_check();
  const auto good = nlohmann::json::parse(check_json(source.check.result, source.check.context));
  for (const auto& [place, value] : std::vector<std::pair<std::string, nlohmann::json>>{{"/verdict", "passed"},
                                                                                        {"/complete", false},
                                                                                        {"/cut", 1},
                                                                                        {"/seconds", -1},
                                                                                        {"/bound/losses", -1},
                                                                                        {"/bound/depth", 1e30},
                                                                                        {"/deepest", 1LL << 40}}) {
    auto bad = good;
    bad[nlohmann::json::json_pointer(place)] = value;
    const auto read = read_check_json(bad.dump(), "x.json");
    ASSERT_FALSE(read) << place;
    EXPECT_EQ(read.error().find("x.json: this is not the JSON of a check: "), 0U) << read.error();
  }
}

TEST(CheckDocument, says_what_a_pass_is_worth) {
  // Wrong: a search that was cut short is taken for a proof.
  CheckSource source = sample_check();
  EXPECT_NE(markdown_of(document_of(source)).find("No schedule within the bound is left"), std::string::npos);
  source.check.result.exploration.complete = false;
  source.check.result.verdict = Verdict::unknown;
  source.check.result.reason = "the time was up";
  const std::string text = markdown_of(document_of(source));
  EXPECT_NE(text.find("schedules within the bound are left"), std::string::npos);
  EXPECT_NE(text.find("the time was up"), std::string::npos);
  source.check.result.verdict = Verdict::fail;
  source.check.context.replay = "crisper replay runs/x";
  EXPECT_NE(markdown_of(document_of(source)).find("crisper replay runs/x"), std::string::npos);
}

}  // namespace
}  // namespace crisper::reports
