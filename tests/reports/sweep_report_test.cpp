#include <gtest/gtest.h>

#include "reports/sweep_json.hpp"
#include "reports/sweep_table.hpp"
#include "tests/reports/golden.hpp"
#include "tests/reports/sample_sweep.hpp"

namespace crisper::reports {
namespace {

using namespace testing;

TEST(SweepTable, sets_designs_side_by_side_and_tells_how_to_see_a_failure_again) {
  // Wrong: a person could not choose between designs, or not look at what is wrong with one.
  EXPECT_EQ(sweep_table(sample_sweep()), golden("sweep.txt"));
}

TEST(SweepTable, paints_the_safety_of_a_row_and_only_when_asked) {
  // Wrong: the setting would be red instead of what is wrong with it.
  EXPECT_EQ(sweep_table(sample_sweep()).find('\x1b'), std::string::npos);
  const std::string coloured = sweep_table(sample_sweep(), {.colour = true});
  EXPECT_NE(coloured.find("\x1b[31m0/3 pass, 2 fail, 1 unknown\x1b[0m"), std::string::npos) << coloured;
  EXPECT_NE(coloured.find("\x1b[32m3/3 pass\x1b[0m"), std::string::npos) << coloured;
}

TEST(SweepTable, cuts_a_long_list_of_troubles_and_says_so) {
  // Wrong: a sweep of thousands would scroll its own table away.
  properties::SweepResult many = sample_sweep();
  for (int i = 0; i < 30; ++i) many.groups.push_back(many.groups[1]);
  const std::string table = sweep_table(many);
  EXPECT_NE(table.find("and 11 more: --json tells them all\n"), std::string::npos);
}

TEST(SweepJson, is_what_the_format_says) {
  // Wrong: programs that read the documented keys would break.
  EXPECT_EQ(sweep_json(sample_sweep()), golden("sweep.json"));
}

TEST(SweepCsv, is_what_the_format_says) {
  // Wrong: a spreadsheet would put a median under another's name, or split a cell at its comma.
  EXPECT_EQ(sweep_csv(sample_sweep()), golden("sweep.csv"));
}

TEST(SweepJson, survives_hostile_text) {
  // Wrong: a design with an odd name would lose a sweep of hours at its end.
  properties::SweepResult hostile = sample_sweep();
  hostile.scenario = "\xff\xc0 \"\x01";
  hostile.groups[1].failures[0].reason = "\xed\xa0\x80";
  EXPECT_FALSE(sweep_json(hostile).empty());
}

}  // namespace
}  // namespace crisper::reports
