#include "reports/junit_report.hpp"

#include <gtest/gtest.h>

#include <array>

#include "properties/asked_of_run.hpp"
#include "reports/run_json.hpp"
#include "reports/support/xml_text.hpp"
#include "reports/terminal_report.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(JUnitReport, has_a_case_for_each_property_of_each_run) {
  // Wrong: a server would not show which property failed, or would take an unknown for a pass.
  EXPECT_EQ(junit_report(std::array{failed_run(), passed_run()}), golden("two_runs.xml"));
}

TEST(JUnitReport, calls_no_two_cases_alike) {
  // Wrong: a server that knows a test by its name shows one of two runs, and hides that the other failed.
  properties::RunResult other = passed_run();
  other.run.seed = 43;
  const properties::RunResult twice = passed_run();
  const std::string text = junit_report(std::array{passed_run(), other, twice});
  for (const char* name : {"run_completed[lunch rush, row locks,seed=42]",
                           "run_completed[lunch rush, row locks,seed=43]",
                           "run_completed[lunch rush, row locks,seed=42]#2"}) {
    const std::string words = std::string("<testcase name=\"") + name + "\"";
    EXPECT_NE(text.find(words), std::string::npos) << name;
    EXPECT_EQ(text.find(words), text.rfind(words)) << name;
  }
}

TEST(JUnitReport, shows_a_verdict_that_no_property_carries) {
  // Wrong: a hunt that was cut short, or a run that saw nothing, would be green on the server.
  properties::RunResult result = passed_run();
  result.verdict = properties::Verdict::unknown;
  result.reason = "the hunt was interrupted";
  const std::string text = junit_report({&result, 1});
  EXPECT_NE(text.find("<testcase name=\"verdict[lunch rush, row locks,seed=42]\""), std::string::npos);
  EXPECT_NE(text.find("<error message=\"the hunt was interrupted\""), std::string::npos);
  EXPECT_NE(text.find("errors=\"1\""), std::string::npos);
  const properties::RunResult failed = failed_run();
  EXPECT_EQ(junit_report({&failed, 1}).find("testcase name=\"verdict"), std::string::npos);
}

TEST(JUnitReport, of_a_case_that_fails_as_it_should_has_no_failure) {
  // Wrong: the exit code would say that all is well, and the report that it isn't.
  const properties::RunResult asked = answered(failed_run(), properties::question_as_expected,
                                               properties::Verdict::pass, "as expected");
  EXPECT_TRUE(is_answer(asked));
  const std::string text = junit_report({&asked, 1});
  EXPECT_EQ(text.find("<failure"), std::string::npos);
  EXPECT_NE(text.find("failures=\"0\" errors=\"0\""), std::string::npos);
  EXPECT_NE(run_json(asked).find("\"verdict\": \"pass\""), std::string::npos);
  EXPECT_TRUE(terminal_report(asked).starts_with("PASS"));
}

TEST(XmlText, lets_nothing_through_that_ends_an_attribute_or_a_text) {
  // Wrong: a reason with a quote in it would make the whole report unreadable.
  EXPECT_EQ(xml_attribute("<a b='c' d=\"e\">&\n"), "&lt;a b=&apos;c&apos; d=&quot;e&quot;&gt;&amp;&#10;");
  EXPECT_EQ(xml_text("<\n"), "&lt;\n");
}

TEST(XmlText, replaces_what_no_parser_accepts) {
  // Wrong: a control character in a name would make the whole report unreadable.
  const std::string mark = "\xef\xbf\xbd";
  EXPECT_EQ(xml_text(std::string("a\0b", 3)), "a" + mark + "b");
  EXPECT_EQ(xml_text("\x1b"), mark);
  EXPECT_EQ(xml_text("\xff"), mark);
  EXPECT_EQ(xml_text("\xc0\x80"), mark + mark);
  EXPECT_EQ(xml_text("\xed\xa0\x80"), mark + mark + mark);
  EXPECT_EQ(xml_text("\xef\xbf\xbf"), mark);
  EXPECT_EQ(xml_text("\xe2\x82"), mark + mark);
  EXPECT_EQ(xml_text("ü€😀"), "ü€😀");
}

}  // namespace
}  // namespace crisper::reports
