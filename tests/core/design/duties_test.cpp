#include "core/design/duties.hpp"

#include <gtest/gtest.h>

namespace crisper {
namespace {

using namespace crisper::literals;

CommandQueueDesign scaled() {
  return {.handlers = 2, .scale = {{.at = 10s, .handlers = 4}, {.at = 20s, .handlers = 1}, {.at = 30s, .handlers = 3}}};
}

TEST(Duty, of_those_who_stay_never_ends) {
  // Wrong: a design that never scales would have handlers that leave.
  EXPECT_EQ(duties_of({.handlers = 2}, 2), (std::vector<Duty>{{.from = sim_start}}));
  EXPECT_EQ(duties_of(scaled(), 1), (std::vector<Duty>{{.from = sim_start}}));
}

TEST(Duty, begins_and_ends_with_the_steps_and_may_begin_again) {
  // Wrong: there would be more or fewer handlers at work than the design says.
  EXPECT_EQ(duties_of(scaled(), 2), (std::vector<Duty>{{sim_start, SimTime(20s)}, {.from = SimTime(30s)}}));
  EXPECT_EQ(duties_of(scaled(), 3), (std::vector<Duty>{{SimTime(10s), SimTime(20s)}, {.from = SimTime(30s)}}));
  EXPECT_EQ(duties_of(scaled(), 4), (std::vector<Duty>{{SimTime(10s), SimTime(20s)}}));
  EXPECT_EQ(handlers_at_most(scaled()), 4u);
}

}  // namespace
}  // namespace crisper
