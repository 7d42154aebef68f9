#include "gui/models/branches.hpp"

#include <gtest/gtest.h>

#include "tests/gui/models/example_run.hpp"

namespace crisper::gui {
namespace {

BranchResult judged(const char* digest, std::vector<std::string> broken) {
  return {.digest = digest, .broken = std::move(broken)};
}

TEST(BranchesTest, a_change_of_what_was_changed_before_stands_beside_the_first_change) {
  // Wrong: what was tried first would be gone as soon as something else is tried.
  Branches branches;
  branches.begin({.label = "lunch", .path = "a"});
  const int first = branches.add({.label = "first", .path = "b"}, 0);
  const int further = branches.add({.label = "further", .path = "c"}, first);
  const int beside = branches.add({.label = "beside", .path = "d"}, 0);
  EXPECT_EQ(branches.count(), 4);
  EXPECT_EQ(branches.at(beside).parent, 0);
  EXPECT_EQ(branches.depth(further), 2);
  EXPECT_EQ(branches.depth(beside), 1);
  EXPECT_EQ(branches.at(0).next, beside) << "redo leads to where one came from last";
  EXPECT_EQ(branches.at(first).next, further);
  branches.lead(further);
  EXPECT_EQ(branches.at(0).next, first);
}

TEST(BranchesTest, that_could_not_be_opened_leaves_no_trace) {
  // Wrong: redo would lead to a run that is none.
  Branches branches;
  branches.begin({.label = "lunch", .path = "a"});
  branches.add({.label = "first", .path = "b"}, 0);
  branches.add({.label = "broken", .path = "c"}, 0);
  branches.dropLast();
  EXPECT_EQ(branches.count(), 2);
  EXPECT_EQ(branches.at(0).next, 1);
  branches.dropLast();
  EXPECT_EQ(branches.at(0).next, -1);
}

TEST(BranchesTest, say_what_they_mended_and_what_they_broke) {
  // Wrong: one would have to open both runs to see what a change was good for.
  Branches branches;
  branches.begin({.label = "lunch", .path = "a"});
  const int changed = branches.add({.label = "changed", .path = "b"}, 0);
  EXPECT_EQ(branches.difference(0), "");
  EXPECT_EQ(branches.difference(changed), "") << "it was never on show";
  branches.told(0, judged("11", {"no_deadlock", "single_writer"}));
  branches.told(changed, judged("12", {"no_event_lost", "single_writer"}));
  EXPECT_EQ(branches.difference(changed), "mended no_deadlock; broke no_event_lost");
  branches.told(changed, judged("12", {}));
  EXPECT_EQ(branches.difference(changed), "mended no_deadlock, single_writer");
  branches.told(changed, judged("12", {"no_deadlock", "single_writer"}));
  EXPECT_EQ(branches.difference(changed), "another run, judged alike");
  branches.told(changed, judged("11", {"no_deadlock", "single_writer"}));
  EXPECT_EQ(branches.difference(changed), "nothing: the same run");
}

}  // namespace
}  // namespace crisper::gui
