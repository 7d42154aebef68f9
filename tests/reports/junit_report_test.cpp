#include "reports/junit_report.hpp"

#include <gtest/gtest.h>

#include <array>

#include "reports/support/xml_text.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(JUnitReport, has_a_case_for_each_property_of_each_run) {
  // Wrong: a server would not show which property failed, or would take an unknown for a pass.
  EXPECT_EQ(junit_report(std::array{failed_run(), passed_run()}), golden("two_runs.xml"));
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
