#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "properties/compare/comparison.hpp"
#include "reports/compare_table.hpp"
#include "reports/compare_words.hpp"
#include "reports/document/sweep_document.hpp"
#include "reports/document/writers.hpp"
#include "reports/sweep_json.hpp"
#include "reports/sweep_json_reader.hpp"
#include "reports/sweep_junit.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

/// Two safe designs over three seeds, of which the second takes a tenth longer; and one that is fast and wrong.
SweepResult three_designs() {
  SweepResult sweep{.scenario = "lunch",
                    .axes = {{.path = "design.x", .values = {"locks", "queue", "none"}}},
                    .seeds = {1, 2, 3},
                    .groups = {}};
  const auto add = [&](const std::string& name, double p99, double wobble, Verdict verdict) {
    SweepGroupBuilder builder(sweep.seeds, compared_measures());
    for (std::size_t seed = 0; seed < 3; ++seed) {
      RunSummary run{.verdict = verdict, .reason = {}, .digest = "00000000000000aa", .failed = {}, .measures = {}};
      if (verdict == Verdict::fail) run.failed.push_back({"single_writer", 0, "two writers"});
      run.measures = {{"commands_per_second", 50 + wobble * static_cast<double>(seed)},
                      {"command_latency.p99_ns", p99 + static_cast<double>(seed)},
                      {"utilisation", 0.5}};
      builder.add(seed, std::move(run));
    }
    sweep.groups.push_back(builder.finish());
    sweep.groups.back().settings = {{"design.x", name}};
    sweep.groups.back().engine = "fast";
  };
  add("locks", 100e6, 0, Verdict::pass);
  add("queue", 110e6, 0.2, Verdict::pass);
  add("none", 1e6, 0, Verdict::fail);
  return sweep;
}

Comparison compared(const SweepResult& sweep) {
  Comparison made = compare_designs(sweep);
  made.partings = {{.reference = "locks", .other = "queue", .seed = 1, .alike = 57,
                    .reference_says = "3ms  lock-service granted fridge-1", .other_says = ""},
                   {.reference = "locks", .other = "none", .seed = 1, .trouble = "killed"}};
  return made;
}

TEST(CompareTable, says_who_is_safe_who_comes_first_and_by_how_much) {
  // Wrong: a board would have to know statistics to choose.
  const SweepResult sweep = three_designs();
  const std::string text = compare_table(sweep, compared(sweep));
  for (const char* each :
       {"FAIL  lunch", "9 runs: 3 designs, 3 seeds, 1 to 3",
        "locks comes first of 2 designs that passed with every seed.",
        "none has no rank: it failed with 3 of 3 seeds.", "against locks", "only noise", "10.0 % worse", "+10ms",
        "the same", "locks is best in latency p99.", "queue is never best in anything.",
        "Seed 1: locks and queue part after 57 things alike.", "locks: 3ms  lock-service granted fridge-1",
        "queue: its run is over", "not known where they part: killed.", "hold together with 95 %",
        "single_writer failed in 3 of 3"}) {
    EXPECT_NE(text.find(each), std::string::npos) << each << "\n" << text;
  }
  EXPECT_EQ(text.find("1ms "), std::string::npos) << "what is wrong has no speed\n" << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  const std::string coloured = compare_table(sweep, compared(sweep), {.colour = true});
  EXPECT_NE(coloured.find("\x1b[31m0/3 pass, 3 fail"), std::string::npos) << coloured;
}

TEST(CompareTable, tells_of_one_safe_design_and_of_none) {
  SweepResult sweep = three_designs();
  sweep.groups.erase(sweep.groups.begin() + 1);
  EXPECT_EQ(ranking_sentences(sweep, compare_designs(sweep))[0],
            "locks alone passed with every seed: there is nothing to compare it with.");
  sweep.groups.erase(sweep.groups.begin());
  EXPECT_EQ(ranking_sentences(sweep, compare_designs(sweep))[0],
            "No design passed with every seed: none is ranked, and none is called faster.");
}

TEST(CompareJson, is_a_sweep_with_a_comparison_and_is_read_back) {
  // Wrong: a report of a folder would tell another ranking than the command.
  const SweepResult sweep = three_designs();
  const Comparison made = compared(sweep);
  const std::string text = sweep_json(sweep, &made);
  const auto object = nlohmann::json::parse(text);
  EXPECT_EQ(object["comparison"]["designs"][0]["rank"], 1);
  EXPECT_EQ(object["comparison"]["designs"][2]["rank"], nullptr);
  EXPECT_EQ(object["comparison"]["designs"][1]["differences"]["command_latency.p99_ns"]["standing"], "worse");
  EXPECT_EQ(object["groups"][0]["seeds"][1]["measures"]["utilisation"], 0.5);
  const auto read = read_sweep_json(text, "sweep.json");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, sweep);
  const auto again = read_comparison(text, "sweep.json", *read);
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(*again, made);
  EXPECT_EQ(sweep_json(*read, &**again), text);
  EXPECT_FALSE(*read_comparison(sweep_json(sweep), "sweep.json", sweep)) << "a sweep is no comparison";
}

TEST(CompareJson, that_no_comparison_writes_is_refused) {
  // Wrong: a damaged file ends the program.
  const SweepResult sweep = three_designs();
  const Comparison made = compared(sweep);
  const auto good = nlohmann::ordered_json::parse(sweep_json(sweep, &made));
  for (const auto& [place, value] : std::vector<std::pair<std::string, nlohmann::ordered_json>>{
           {"/comparison", 3}, {"/comparison/doubt", 0}, {"/comparison/doubt", 1}, {"/comparison/margin", -1},
           {"/comparison/partings/0/alike", "x"}, {"/comparison/partings", 7}}) {
    auto bad = good;
    bad[nlohmann::ordered_json::json_pointer(place)] = value;
    const auto read = read_comparison(bad.dump(), "x.json", sweep);
    ASSERT_FALSE(read) << place << value;
    EXPECT_TRUE(read.error().starts_with("x.json: ")) << read.error();
  }
  auto short_of_seeds = sweep;
  short_of_seeds.groups[0].seeds.pop_back();
  EXPECT_FALSE(read_comparison(good.dump(), "x.json", short_of_seeds));
}

TEST(CompareJunit, has_a_case_for_each_design_and_the_ranking_as_remarks) {
  const SweepResult sweep = three_designs();
  const std::string text = compare_junit(sweep, compared(sweep));
  for (const char* each : {"name=\"design[design.x=locks]\"", "name=\"design[design.x=none]\"", "failures=\"1\"",
                           "locks comes first of 2 designs"}) {
    EXPECT_NE(text.find(each), std::string::npos) << each << "\n" << text;
  }
}

TEST(CompareDocument, puts_the_ranking_before_the_sweep) {
  // Wrong: who reads one page of it would not know who comes first.
  SweepSource source{.result = three_designs()};
  source.comparison = compared(source.result);
  source.scenario_trouble = "gone";
  const Document document = document_of(source);
  ASSERT_GE(document.sections.size(), 5u);
  EXPECT_EQ(document.sections[0].title, "Ranking");
  EXPECT_EQ(document.sections[1].title, "Trade-offs");
  EXPECT_EQ(document.sections[2].title, "Against locks");
  EXPECT_EQ(document.sections[3].title, "Where they part");
  EXPECT_EQ(document.sections[4].title, "What failed") << "no second table, in which a design that failed looks fast";
  EXPECT_EQ(document.sentence, ranking_sentences(source.result, *source.comparison).front());
  EXPECT_NE(markdown_of(document).find("10.0 % worse"), std::string::npos);
  source.result.axes[0].path = "scenario";
  EXPECT_EQ(document_of(source).title, "locks, queue and none");
}

}  // namespace
}  // namespace crisper::reports
