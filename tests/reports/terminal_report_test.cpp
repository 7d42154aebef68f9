#include "reports/terminal_report.hpp"

#include <gtest/gtest.h>

#include "core/base/counted.hpp"
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

TEST(TerminalReport, tells_stages_side_by_side_where_there_are_several) {
  // Wrong: an architect sees that the run was slow, and not that only its spike was; or a run without stages is told
  // otherwise than it was.
  const std::string table =
      "\n"
      "  stage    from  for  commands/s  latency p50  latency p99  queue  lag  busiest\n"
      "  stage-1    1s  30s        49.2         12ms         31ms      4    3  handler-1 40 %\n"
      "  spike     31s   5s       120.0        900ms           2s    410   62  handler-2 97 %\n"
      "  after     36s  25s           -            -            -      -    -  -\n";
  const std::string told = terminal_report(staged_run());
  EXPECT_NE(told.find("spike"), std::string::npos) << told;
  EXPECT_EQ(told, terminal_report(passed_run()) + table);
  properties::RunResult one = staged_run();
  one.stages.erase(one.stages.begin());
  EXPECT_EQ(terminal_report(one), terminal_report(passed_run())) << "one stage is compared with nothing";
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

TEST(TextTable, keeps_to_the_width_of_the_terminal) {
  // Wrong: a terminal would break rows anywhere, and nobody could read the columns.
  TextTable told({TextTable::Align::left, TextTable::Align::right, TextTable::Align::left});
  told.add({"property", "saw", ""});
  told.add({"single_writer", "10", "handler-1 changed fridge-1 without knowing of what handler-2 had done"});
  EXPECT_EQ(told.text("  ", 48),
            "  property       saw\n"
            "  single_writer   10  handler-1 changed fridge-1\n"
            "                      without knowing of what\n"
            "                      handler-2 had done\n");
  EXPECT_EQ(told.text("  ", 200), told.text("  "));

  TextTable wide({TextTable::Align::left, TextTable::Align::right, TextTable::Align::right, TextTable::Align::right});
  wide.add({"design", "order p50", "order p99", "fairness"});
  wide.add({"row_lock", "1ms", "20ms", "0.9"});
  EXPECT_EQ(wide.text("  ", 34),
            "  design    order p50  order p99\n"
            "  row_lock        1ms       20ms\n"
            "\n"
            "  design    fairness\n"
            "  row_lock       0.9\n");
  // Narrower than any column: as well as it can.
  EXPECT_EQ(wide.text("", 5).find("design    order p50\n"), 0u);
}

TEST(Counted, says_one_of_a_thing_as_people_do) {
  // Wrong: "1 designs".
  EXPECT_EQ(counted(1, "design"), "1 design");
  EXPECT_EQ(counted(0, "design"), "0 designs");
  EXPECT_EQ(counted(2, "delivery", "deliveries"), "2 deliveries");
  EXPECT_EQ(counted(std::int64_t{-1}, "cent"), "-1 cents");
  EXPECT_EQ(counted_was(std::int64_t{1}, "cent"), "1 cent was");
}

}  // namespace
}  // namespace crisper::reports
