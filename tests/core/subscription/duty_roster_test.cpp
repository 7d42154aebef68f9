#include "core/subscription/duty_roster.hpp"

#include <gtest/gtest.h>

#include "tests/core/base/at_second.hpp"
#include "tests/core/runtime/lone_context.hpp"

namespace crisper {
namespace {

TEST(DutyRoster, without_duties_is_always_on_duty) {
  // Wrong: a consumer whose design says nothing of duties would take no events.
  LoneContext context;
  DutyRoster roster({});
  EXPECT_FALSE(roster.look(context));
  EXPECT_TRUE(roster.is_on_duty());
  EXPECT_TRUE(context.reminders.empty());
}

TEST(DutyRoster, changes_when_a_duty_begins_and_ends_and_looks_again_until_the_last) {
  // Wrong: a read node would miss its duty, or work on after it.
  LoneContext context;
  DutyRoster roster({{.from = at_second(1), .until = at_second(2)}, {.from = at_second(4), .until = at_second(6)}});
  std::vector<bool> on_duty;
  for (int second = 0; second <= 6; ++second) {
    context.time = at_second(second);
    const bool before = roster.is_on_duty();
    const bool changed = roster.look(context);
    EXPECT_EQ(changed, roster.is_on_duty() != before) << second;
    on_duty.push_back(roster.is_on_duty());
  }
  EXPECT_EQ(on_duty, (std::vector<bool>{false, true, false, false, true, true, false}));
  EXPECT_EQ(context.reminders.size(), 6u) << "after the last change there is nothing to wait for";
}

}  // namespace
}  // namespace crisper
