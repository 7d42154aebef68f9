#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "reports/document/sweep_document.hpp"
#include "reports/document/writers.hpp"
#include "reports/sweep_columns.hpp"
#include "reports/sweep_json.hpp"
#include "reports/sweep_json_reader.hpp"
#include "reports/sweep_junit.hpp"
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

TEST(SweepTable, has_means_only_where_it_is_known_how_sure_they_are) {
  // Wrong: the mean of three orders stands in a column as if it were one of thousands.
  properties::SweepResult sweep = sample_sweep();
  sweep.groups[0].measures["order_latency.mean_ns"].median = 15e6;
  EXPECT_EQ(sweep_table(sweep), golden("sweep.txt"));
  sweep.groups[0].measures["order_latency.mean_within_ns"].median = 4e5;
  sweep.groups[1].measures["order_latency.mean_ns"].median = 77e6;
  const std::string table = sweep_table(sweep);
  EXPECT_NE(table.find("order mean"), std::string::npos) << table;
  EXPECT_EQ(table.find("77ms"), std::string::npos) << "beside a mean that is sure: " << table;
  EXPECT_NE(table.find("15ms ±400us"), std::string::npos) << table;
}

TEST(SweepTable, names_no_seed_that_did_not_run) {
  // Wrong: who reads "1 to 3" looks for what came of 2.
  EXPECT_EQ(seeds_text({7}), "seed 7");
  EXPECT_EQ(seeds_text({2, 1, 3}), "3 seeds, 1 to 3");
  EXPECT_EQ(seeds_text({1, 2}), "2 seeds, 1 to 2");
  EXPECT_EQ(seeds_text({3, 1}), "2 seeds, 1 and 3");
  EXPECT_EQ(seeds_text({1, 3, 9}), "3 seeds, 1, 3 and 9");
  EXPECT_EQ(seeds_text({1, 3, 5, 7, 9, 11, 13}), "7 seeds between 1 and 13");
}

TEST(SweepColumns, tell_no_mean_that_may_be_off_by_all_of_it) {
  // Wrong: 25ns ±50ns: a span of time that may be below nothing.
  EXPECT_EQ(time_within(25, 50), "up to 75ns");
  EXPECT_EQ(time_within(50, 50), "up to 100ns");
  EXPECT_EQ(time_within(14'800'000, 600'000), "14.8ms ±600us");
  EXPECT_EQ(time_within(0, 0), "0s ±0s");
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

TEST(SweepJsonReader, reads_what_was_written) {
  // Wrong: a report of a sweep tells other numbers than the sweep.
  properties::SweepResult sweep = sample_sweep();
  sweep.left_out = {{{{"design.ownership.strategy", "escrow"}}, "escrow counts nothing here"}};
  const auto read = read_sweep_json(sweep_json(sweep), "sweep.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, sweep);
}

TEST(SweepReports, never_take_shards_that_are_no_whole_for_one) {
  // Wrong: a CI server that lost a machine would be green.
  properties::SweepResult sweep = sample_sweep();
  sweep.groups.resize(1);
  sweep.flaw = "missing: shard 2/2";
  EXPECT_NE(sweep_table(sweep).find("not the whole of it: missing: shard 2/2"), std::string::npos);
  EXPECT_TRUE(sweep_table(sweep).starts_with("UNKNOWN")) << sweep_table(sweep);
  const auto read = read_sweep_json(sweep_json(sweep), "sweep.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, sweep);
  const std::string junit = sweep_junit(sweep);
  EXPECT_NE(junit.find("errors=\"1\""), junit.npos) << junit;
  EXPECT_NE(junit.find("message=\"missing: shard 2/2\""), junit.npos) << junit;
  SweepSource source{.result = sweep};
  EXPECT_EQ(document_of(source).remarks, (std::vector<std::string>{"Its shards are no whole: missing: shard 2/2"}));
}

TEST(SweepReports, say_what_is_worse_than_in_the_baseline) {
  // Wrong: a threshold that ratchets would be red, and nobody would know by what.
  properties::SweepResult sweep = sample_sweep();
  sweep.groups.resize(1);
  const std::string design = settings_text(sweep.groups[0].settings);
  sweep.against_baseline.emplace();
  EXPECT_NE(sweep_table(sweep).find("Nothing is worse than in the baseline"), std::string::npos);
  sweep.against_baseline->push_back({design, "command_latency.p99_ns", 50'000'000, 80'000'000, true});
  sweep.against_baseline->push_back({design, "commands_per_second", 100, 110, false});
  const std::string text = sweep_table(sweep);
  EXPECT_TRUE(text.starts_with("FAIL")) << text;
  EXPECT_NE(text.find("latency p99 was 50ms, is 80ms (60.0 %)"), text.npos) << text;
  EXPECT_LT(text.find("Worse: "), text.find("Better: ")) << text;
  EXPECT_EQ(text.find("as the next baseline"), text.npos) << "what is worse is no baseline\n" << text;
  const auto read = read_sweep_json(sweep_json(sweep), "sweep.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, sweep);
  const std::string junit = sweep_junit(sweep);
  EXPECT_NE(junit.find("name=\"baseline[design.ownership.strategy=row_lock"), junit.npos) << junit;
  EXPECT_NE(junit.find("failures=\"1\""), junit.npos) << junit;
  SweepSource source{.result = sweep};
  EXPECT_NE(markdown_of(document_of(source)).find("Against the baseline"), std::string::npos);
  sweep.against_baseline->erase(sweep.against_baseline->begin());
  EXPECT_NE(sweep_table(sweep).find("as the next baseline"), std::string::npos);
}

TEST(SweepReports, hold_no_design_that_fails_to_the_baseline_and_say_so) {
  // Wrong: it was not looked at, and a server would show that it got no worse.
  properties::SweepResult sweep = sample_sweep();
  sweep.against_baseline.emplace();
  sweep.flaw = "missing: shard 2/2";
  EXPECT_NE(sweep_table(sweep).find("1 design is not held to it: only what passes is."), std::string::npos);
  EXPECT_NE(sweep_table(sweep).find("Nothing is worse than in the baseline"), std::string::npos) << "of the other one";
  const std::string junit = sweep_junit(sweep);
  EXPECT_NE(junit.find("skipped=\"1\""), junit.npos) << junit;
  EXPECT_NE(junit.find("<skipped message=\"it is not held to the baseline"), junit.npos) << junit;
  // It fails by its design: that it is no whole is told beside that.
  EXPECT_NE(junit.find("name=\"remark\" value=\"Its shards are no whole: missing: shard 2/2\""), junit.npos) << junit;
  sweep.groups.erase(sweep.groups.begin());
  EXPECT_EQ(sweep_table(sweep).find("Nothing is worse"), std::string::npos) << sweep_table(sweep);
}

TEST(SweepJsonReader, refuses_what_is_none) {
  for (const char* text : {"", "{}", "[1]", "{\"crisper_sweep\": 2}", "{\"crisper_sweep\": 1, \"scenario\": 3}"}) {
    const auto read = read_sweep_json(text, "x.json");
    ASSERT_FALSE(read) << text;
    EXPECT_TRUE(read.error().starts_with("x.json: ")) << read.error();
  }
}

TEST(SweepJsonReader, refuses_what_no_sweep_writes) {
  // Wrong: a damaged sweep is told as one that ran, or ends the program.
  const auto good = nlohmann::ordered_json::parse(sweep_json(sample_sweep()));
  for (const auto& [place, value] : std::vector<std::pair<std::string, nlohmann::ordered_json>>{
           {"/verdict", "passed"},
           {"/verdict", "pass"},
           {"/groups/1/verdict", "pass"},
           {"/groups/1/fail", 3},
           {"/groups/1/seeds", nlohmann::ordered_json::array()},
           {"/groups/0/pass", -3},
           {"/groups/0/seeds/0/digest", "12"},
           {"/groups/0/measures/fairness/median", -1},
           {"/seeds", {1.5}}}) {
    auto bad = good;
    bad[nlohmann::ordered_json::json_pointer(place)] = value;
    const auto read = read_sweep_json(bad.dump(), "x.json");
    ASSERT_FALSE(read) << place << value;
    EXPECT_EQ(read.error().find('\n'), std::string::npos) << read.error();
  }
}

TEST(SweepDocument, sets_designs_side_by_side_safety_first) {
  // Wrong: a design that is fast since it is wrong looks like the best.
  SweepSource source{.result = sample_sweep()};
  source.scenario_trouble = "gone";
  const Document document = document_of(source);
  EXPECT_EQ(document.verdict, properties::Verdict::fail);
  EXPECT_EQ(document.sentence, "1 of 2 designs failed with at least one of 3 seeds.");
  const std::string text = markdown_of(document);
  for (const char* each : {"| none |", "2 of 3 fail", "| 3 pass |", "two \"writers\", one state", "seed 2",
                           "killed by signal 9", "1.28s", "What failed"}) {
    EXPECT_NE(text.find(each), std::string::npos) << each << "\n" << text;
  }
}

TEST(SweepDocument, a_page_colours_the_safety_of_a_row) {
  // Wrong: with two axes the second setting is red instead of what is wrong with the design.
  SweepSource source{.result = sample_sweep()};
  ASSERT_EQ(source.result.axes.size(), 2U);
  const std::string page = html_of(document_of(source));
  EXPECT_NE(page.find("toned\">2 of 3 fail</td>"), std::string::npos);
  EXPECT_NE(page.find("toned\">3 pass</td>"), std::string::npos);
  EXPECT_NE(page.find("<tr class=\"bad\"><td class=\"text\">none</td><td class=\"text\">[{loss"), std::string::npos);
}

}  // namespace
}  // namespace crisper::reports
