#include "properties/search/shrink/cause.hpp"

#include <gtest/gtest.h>

namespace crisper::properties {
namespace {

TEST(Cause, is_the_sentence_without_its_numbers) {
  // Wrong: the same bug on another fridge would look like another bug, and shrinking would stop at once.
  EXPECT_EQ(form_of("catalog shows 3 for meal 2 of fridge-14, the events make it -2"),
            "catalog shows # for meal # of fridge-#, the events make it #");
  EXPECT_EQ(form_of("p99 is 1.25s, over 900ms"), "p99 is #, over #");
  EXPECT_EQ(form_of("fridge-1 has -12 of meal 3 for sale"), "fridge-# has # of meal # for sale");
  EXPECT_EQ(form_of("ended after 3."), "ended after #.");
  EXPECT_EQ(form_of("no number"), "no number");
  EXPECT_EQ(form_of(""), "");
  EXPECT_EQ(form_of("a rate of 1.2e-05 and one of 3e+06"), "a rate of # and one of #");
  EXPECT_EQ(form_of("2 exits"), "# exit");
}

TEST(Cause, is_the_same_for_one_and_for_many) {
  // Wrong: that one command is open and that two are would be two causes, since one is told in the singular.
  EXPECT_EQ(form_of("still open was 1 command"), form_of("still open were 3 commands"));
  EXPECT_EQ(form_of("still open were 2 commands, 1 process manager"),
            form_of("still open were 1 command, 2 process managers"));
  EXPECT_EQ(form_of("it is a dead letter after 1 delivery"), form_of("it is a dead letter after 16 deliveries"));
  EXPECT_EQ(form_of("still open were 3 commands"), form_of(form_of("still open were 3 commands")));
  EXPECT_EQ(form_of("with 1 process that it had"), form_of("with 3 processes that it had"));
  EXPECT_EQ(form_of("lost in 1 crash of it"), form_of("lost in 2 crashes of it"));
  EXPECT_NE(form_of("still open was 1 command"), form_of("still open was 1 process manager"));
  EXPECT_EQ(form_of("order-7 has versions in 2 places"), "order-# has versions in # place");
}

TEST(Cause, is_the_same_for_other_ids_and_for_lists_of_another_length) {
  // Wrong: shrinking would keep all fridges of a basket, and a hunt would tell one cause as many.
  EXPECT_EQ(form_of("the command 9c41d2aa07 for fridge-1 ended twice"),
            form_of("the command 77aa00b1 for fridge-2 ended twice"));
  EXPECT_EQ(form_of("a basket of fridge-1, fridge-2 and fridge-3 was taken only from fridge-1"),
            form_of("a basket of fridge-4, fridge-5 was taken only from fridge-4, fridge-6"));
  EXPECT_EQ(form_of("a facade was added"), "a facade was added") << "no id has letters only";
  EXPECT_NE(form_of("handler-1 waited for fridge-1"), form_of("handler-1 waited for order-1"));
}

TEST(Cause, of_something_that_has_another_name_is_another) {
  // Wrong: two views whose names differ in a digit would have one bug, and the second would never be found.
  EXPECT_NE(form_of("view1 shows 3 for show-1"), form_of("view2 shows 3 for show-1"));
  EXPECT_NE(form_of("dock_2-1 lent 1 too many"), form_of("dock_3-1 lent 1 too many"));
  EXPECT_NE(form_of("cafe24-1 has -1"), form_of("decade1-1 has -1")) << "no ids in hexadecimal digits";
  EXPECT_EQ(form_of("dock_2-1 lent 1 too many"), form_of("dock_2-17 lent 4 too many"));
  EXPECT_EQ(form_of("order_latency was 3ms, not p99 < 2ms"), "order_latency was #, not p99 < #");
}

RunResult failed(const std::string& property, std::vector<std::string> reasons) {
  RunResult result;
  result.verdict = Verdict::fail;
  PropertyResult passed;
  passed.name = "before";
  passed.verdict = Verdict::pass;
  PropertyResult broken;
  broken.name = property;
  broken.verdict = Verdict::fail;
  broken.reason = reasons.front() + " (and more)";
  for (const std::string& reason : reasons) broken.violations.push_back({.at = {}, .reason = reason, .evidence = {}});
  result.properties = {passed, broken};
  return result;
}

TEST(Cause, of_a_case_that_is_older_is_found) {
  // Wrong: a build that keeps a case of a known bug would turn red without the bug being gone.
  EXPECT_TRUE(find_cause(failed("late", {"order_latency was 3ms, not p99 < 2ms"}),
                         {"late", "order_latency was #, not p# < #"}));
  EXPECT_FALSE(find_cause(failed("late", {"order_latency was 3ms, not p99 < 2ms"}),
                          {"late", "order_latency was #, not p50 < #"}));
}

TEST(Cause, has_a_form_that_is_its_own) {
  // Wrong: a case that an older version wrote would no longer be known as its own failure.
  for (const char* sentence : {"catalog shows 3 for meal 2 of fridge-14, the events make it -2",
                               "a basket of fridge-1, fridge-2 and fridge-3 was taken only from fridge-1",
                               "the command 9c41d2aa07 for fridge-1 ended twice: handled, then rejected",
                               "order_latency was 1.2e+06, not p99 < 500ms"}) {
    EXPECT_EQ(form_of(form_of(sentence)), form_of(sentence)) << sentence;
  }
  RunResult result = failed("stock", {"a basket of fridge-1, fridge-2 was taken only from fridge-1"});
  EXPECT_TRUE(find_cause(result, {"stock", "a basket of fridge-#, fridge-#, fridge-# was taken only from fridge-#"}));
}

TEST(Cause, is_that_of_the_failure_that_the_run_is_headed_by) {
  // Wrong: a run would be headed by why something stayed open, and shrunk and told by that it did.
  RunResult result = failed("run_completed", {"3 commands stayed open"});
  result.properties.push_back(
      {.name = "no_deadlock", .meaning = {}, .verdict = Verdict::fail, .reason = "a circle of 2"});
  result.reason = "no_deadlock: a circle of 2";
  EXPECT_EQ(cause_of(result), (Cause{"no_deadlock", form_of("a circle of 2")}));
  EXPECT_EQ(cause_of(result, "run_completed")->property, "run_completed");
  EXPECT_EQ(headline_of(result)->name, "no_deadlock");
  result.reason = "run_completed: 3 commands stayed open; with catalog down";
  EXPECT_EQ(cause_of(result)->property, "run_completed");
  result.reason = "an answer to something else";
  EXPECT_EQ(headline_of(result)->name, "run_completed") << "the first";
  EXPECT_FALSE(headline_of(RunResult{}));
}

TEST(Cause, of_another_kind_of_failure_is_another) {
  // Wrong: shrinking would slip from one bug to another and explain the wrong one.
  const RunResult result = failed("stock", {"fridge-1 has -1", "fridge-2 is gone"});
  const auto cause = cause_of(result);
  ASSERT_TRUE(cause);
  EXPECT_EQ(*cause, (Cause{"stock", "fridge-# has #"}));
  EXPECT_FALSE(find_cause(result, {"stock", "fridge-# sold #"}));
  EXPECT_FALSE(find_cause(result, {"before", "fridge-# has #"}));
  const auto second = find_cause(result, {"stock", "fridge-# is gone"});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->reason, "fridge-2 is gone");
  EXPECT_FALSE(cause_of(result, "before"));
}

}  // namespace
}  // namespace crisper::properties
