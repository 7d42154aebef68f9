#include "properties/search/shrink/case_file.hpp"

#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "tests/properties/search/shrink/small_case.hpp"

namespace crisper::properties {
namespace {

CaseFile some_case() {
  CaseFile file{
      .cause = Cause{"projection_matches_log", "catalog shows #: or so"}, .digest = 0xabc, .told = {"why", ""}};
  file.run = duplicated_lunch(3);
  return file;
}

TEST(CaseFile, reads_back_what_was_written) {
  // Wrong: the file that is committed next to a bug would hold another run.
  CaseFile file = some_case();
  const std::string text = write_case(file);
  EXPECT_TRUE(is_case_file(text));
  EXPECT_TRUE(text.starts_with("# why\n#\ncrisper_case: 1\n")) << text.substr(0, 100);
  const auto back = read_case(text, "x.yaml", ".");
  ASSERT_TRUE(back) << back.error() << text;
  EXPECT_EQ(back->run, file.run);
  EXPECT_EQ(back->cause, file.cause);
  EXPECT_EQ(back->digest, file.digest);
  EXPECT_EQ(back->verdict, Verdict::fail);
  file.verdict = Verdict::pass;
  file.cause.reset();
  file.digest = 0;
  const auto passing = read_case(write_case(file), "x.yaml", ".");
  ASSERT_TRUE(passing) << passing.error();
  EXPECT_EQ(passing->verdict, Verdict::pass);
  EXPECT_FALSE(passing->cause);
}

TEST(CaseFile, says_in_which_line_of_the_whole_file_something_is_wrong) {
  // Wrong: a person would look for the mistake in the wrong part.
  const std::string good = "crisper_case: 1\nexpect: {verdict: fail}\n---\ncrisper: 1\nname: x\n---\ncrisper_plan: 1\n";
  ASSERT_TRUE(read_case(good, "f", "."));
  const auto error = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    const auto read = read_case(text, "f", ".");
    return read ? std::string("no error") : read.error();
  };
  EXPECT_EQ(error("verdict: fail", "verdikt: fail"), "f:2:10: unknown key 'verdikt'; did you mean 'verdict'?");
  EXPECT_EQ(error("verdict: fail", "verdict: perhaps"), "f:2:19: expected pass or fail");
  EXPECT_TRUE(error("name: x", "nam: x").starts_with("f:5:1: ")) << error("name: x", "nam: x");
  EXPECT_TRUE(error("crisper_plan: 1", "crisper_plan: 1\nsede: 1").starts_with("f:8:1: "))
      << error("crisper_plan: 1", "crisper_plan: 1\nsede: 1");
  EXPECT_NE(error("---\ncrisper: 1", "crisper: 1").find("three parts"), std::string::npos);
  EXPECT_FALSE(is_case_file("crisper_plan: 1\n"));
  EXPECT_FALSE(is_case_file(""));
}

TEST(CaseFile, tells_as_expected_from_not_and_from_another_run) {
  // Wrong: a bug that is gone, or another bug, would count as the bug that was kept.
  const RunCase failing = duplicated_lunch(1);
  const auto run = run_scenario(failing.scenario, {.seed = failing.seed, .plan = failing.plan});
  ASSERT_TRUE(run);
  CaseFile file{.cause = cause_of(run->result), .digest = run->result.run.digest, .run = failing};
  EXPECT_EQ(compare(file, run->result).verdict, Verdict::pass);
  file.digest ^= 1;
  EXPECT_EQ(compare(file, run->result).verdict, Verdict::unknown);
  file.digest = 0;
  EXPECT_EQ(compare(file, run->result).verdict, Verdict::pass);
  file.cause->form = "something else";
  EXPECT_EQ(compare(file, run->result).verdict, Verdict::fail);
  file.cause.reset();
  EXPECT_EQ(compare(file, run->result).verdict, Verdict::pass);
  file.verdict = Verdict::pass;
  EXPECT_EQ(compare(file, run->result).verdict, Verdict::fail);
}

}  // namespace
}  // namespace crisper::properties
