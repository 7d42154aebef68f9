#include "gui/models/verdict.hpp"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <algorithm>
#include <set>

#include "gui/models/navigation.hpp"
#include "gui/models/table_registry.hpp"
#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

JudgedProperty property(const char* name, const char* verdict, std::uint64_t observed) {
  return {.name = name, .meaning = {}, .verdict = verdict, .reason = {}, .observed = observed};
}

JudgedProperty broken(const char* name, std::initializer_list<std::uint64_t> records) {
  JudgedProperty made = property(name, "fail", 9);
  for (const std::uint64_t record : records) made.violations.push_back({.reason = {}, .evidence = {record}});
  made.violation_count = made.violations.size();
  return made;
}

/// A run of a hundred observations that came to this.
LoadedRun judged(const char* reason, std::vector<JudgedProperty> properties) {
  LoadedRun run;
  run.data = std::make_shared<TraceData>();
  run.data->records.resize(100);
  run.folder.result = RunResult{.scenario = "lunch", .engine = {}, .digest = {}, .verdict = "fail", .reason = reason,
                                .replay = {}, .properties = std::move(properties)};
  return run;
}

std::vector<RecordId> places(const LoadedRun& run) {
  std::vector<RecordId> found;
  for (const Break& each : breaks_of(run)) found.push_back(each.at);
  return found;
}

TEST(Verdict, of_a_run_that_passes_counts_what_held_and_what_saw_nothing) {
  // Wrong: "all 23 properties hold" would be said of five that had nothing to look at.
  JudgedProperty timed = property("no_deadlock", "unknown", 4);
  timed.judged = false;
  LoadedRun run = judged("", {property("a", "pass", 3), property("b", "pass", 1), property("c", "unknown", 0)});
  run.folder.result->verdict = "pass";
  run.folder.result->remarks = {"saw nothing to judge: c"};
  const VerdictWords words = verdict_of(run);
  EXPECT_EQ(words.head, "PASS");
  EXPECT_EQ(words.sentence, "2 hold, 1 saw nothing: lunch");
  EXPECT_EQ(words.remarks, "saw nothing to judge: c");
  EXPECT_EQ(held_words({property("a", "pass", 3)}), "1 holds");
  EXPECT_EQ(held_words({property("a", "pass", 3), property("d", "unknown", 2), timed, property("e", "fail", 1)}),
            "1 holds, 1 not judged, 1 open");
}

TEST(Verdict, of_a_run_that_nobody_judged_says_so) {
  // Wrong: a trace without a result would look green.
  LoadedRun run = judged("", {});
  run.folder.result.reset();
  EXPECT_EQ(verdict_of(run).head, "Not judged");
  EXPECT_EQ(verdict_of(run).tone, Tone::muted);
  EXPECT_TRUE(breaks_of(run).empty());
}

TEST(Verdict, knows_how_often_more_broke_than_its_result_keeps) {
  // Wrong: "1 of 10 places" would be said of a run in which something broke fourteen times.
  JudgedProperty often = broken("single_writer", {1, 2, 3});
  EXPECT_EQ(breaks_not_kept(*judged("", {often, broken("no_deadlock", {4})}).folder.result), 0u);
  often.violation_count = 7;
  JudgedProperty passed = property("sent_once", "pass", 3);
  EXPECT_EQ(breaks_not_kept(*judged("", {often, passed}).folder.result), 4u);
}

TEST(Verdict, leads_to_what_it_names_then_to_causes_then_to_the_rest) {
  // Wrong: the button would lead to the command that was not answered, and not to the deadlock that kept it.
  const std::vector<JudgedProperty> all = {broken("command_answered_once", {10}), broken("no_deadlock", {20, 60}),
                                           broken("no_event_lost", {30}), property("lock_wait max < 1ms", "fail", 2),
                                           property("single_writer", "pass", 8)};
  // Named: the deadlock, though another was broken before. What failed at no instant failed at the end.
  EXPECT_EQ(places(judged("no_deadlock: two waited", all)), (std::vector<RecordId>{20, 30, 10, 100, 60}));
  EXPECT_EQ(places(judged("command_answered_once: none", all)), (std::vector<RecordId>{10, 20, 30, 100, 60}));
  // Of two that broke at one instant, one stop: else nobody would get past it.
  EXPECT_EQ(places(judged("a: x", {broken("a", {7}), broken("b", {7, 8})})), (std::vector<RecordId>{7, 8}));
  EXPECT_TRUE(places(judged("", {property("a", "pass", 1)})).empty());
}

TEST(Verdict, goes_on_after_the_last_with_the_first) {
  // Wrong: one who has seen the last would be told that there is no more, and not get back.
  const std::vector<Break> breaks = {{20, "a"}, {10, "b"}, {60, "a"}};
  EXPECT_EQ(next_break(breaks, 0).index, 0u);
  EXPECT_EQ(next_break(breaks, 33).index, 0u);
  EXPECT_EQ(next_break(breaks, 20).index, 1u);
  EXPECT_EQ(next_break(breaks, 10).index, 2u);
  EXPECT_FALSE(next_break(breaks, 10).wraps);
  EXPECT_EQ(next_break(breaks, 60).index, 0u);
  EXPECT_TRUE(next_break(breaks, 60).wraps);
}

TEST(Verdict, of_a_deadlocked_run_and_the_table_lead_to_one_place) {
  // Wrong: the bar would name one thing, and the key lead to another.
  const std::shared_ptr<const LoadedRun>& run = deadlocked_run();
  Cursor cursor;
  Navigation navigation(cursor);
  QSignalSpy said(&navigation, &Navigation::said);
  cursor.setRun(run);
  navigation.toViolation();
  const JudgedProperty* named = headline_of(*run->folder.result);
  ASSERT_NE(named, nullptr);
  EXPECT_TRUE(run->folder.result->reason.starts_with(named->name + ": ")) << run->folder.result->reason;
  EXPECT_TRUE(said.back()[0].toString().startsWith(QString::fromStdString(named->name)));
  const std::vector<TableRow> rows = tables::properties().rows(*run, cursor.state());
  const auto row = std::ranges::find(rows, QString::fromStdString(named->name),
                                     [](const TableRow& each) { return each.cells[0]; });
  ASSERT_NE(row, rows.end());
  EXPECT_EQ(row->jump, cursor.at());
  std::set<RecordId> met = {cursor.at()};
  const RecordId first = cursor.at();
  for (std::size_t i = 1; i < breaks_of(*run).size(); ++i) {
    navigation.toViolation();
    EXPECT_TRUE(met.insert(cursor.at()).second);
  }
  navigation.toViolation();
  EXPECT_EQ(cursor.at(), first);
}

TEST(RunResult, of_a_case_tells_what_its_run_came_to_by_itself) {
  // Wrong: the bar would name the first property that failed, and the run be headed by another.
  const auto result = parse_result(R"({"scenario": "x", "engine": "fast", "digest": "0", "seed": 1, "verdict": "pass",
    "reason": "as expected", "own": {"verdict": "fail", "reason": "b: this", "counting": [], "remarks": ["also: a"]},
    "remarks": ["of the answer"], "properties": [
      {"name": "as_expected", "verdict": "pass"}, {"name": "a", "verdict": "fail"},
      {"name": "b", "verdict": "fail", "judged": false}]})");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->verdict, "fail");
  EXPECT_EQ(result->reason, "b: this");
  EXPECT_EQ(result->remarks, std::vector<std::string>{"also: a"});
  ASSERT_EQ(result->properties.size(), 2u);
  EXPECT_EQ(headline_of(*result)->name, "b");
  EXPECT_TRUE(result->properties[0].judged);
  EXPECT_FALSE(result->properties[1].judged);
}

}  // namespace
}  // namespace crisper::gui
