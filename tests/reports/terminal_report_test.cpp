#include "reports/terminal_report.hpp"

#include <gtest/gtest.h>

#include "reports/support/text_table.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/sample_run.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(TerminalReport, a_failure_tells_what_why_and_how_to_see_it_again) {
  // Wrong: a person would have to search a log for what went wrong.
  EXPECT_EQ(terminal_report(failed_run()), golden("failed_run.txt"));
}

TEST(TerminalReport, a_pass_says_what_was_looked_at) {
  // Wrong: a pass would not show that a property saw nothing.
  EXPECT_EQ(terminal_report(passed_run()), golden("passed_run.txt"));
}

TEST(TerminalReport, has_colour_only_when_asked) {
  // Wrong: a log file would be full of escape sequences.
  EXPECT_EQ(terminal_report(failed_run()).find('\x1b'), std::string::npos);
  const std::string coloured = terminal_report(failed_run(), {.colour = true});
  EXPECT_NE(coloured.find("\x1b[31mFAIL\x1b[0m"), std::string::npos);
}

TEST(TextTable, aligns_characters_and_not_bytes) {
  // Wrong: a name with an umlaut would push its row out of line.
  TextTable table({TextTable::Align::left, TextTable::Align::right});
  table.add({"Kühlschrank", "1"});
  table.add({"fridge", "10"});
  EXPECT_EQ(table.text("  "), "  Kühlschrank   1\n  fridge       10\n");
}

}  // namespace
}  // namespace crisper::reports
