#include "properties/support/backlog.hpp"

#include <gtest/gtest.h>

#include "tests/core/base/at_second.hpp"

namespace crisper::properties {
namespace {

TEST(Backlog, grows_by_the_last_where_only_its_end_is_more) {
  Backlog line;
  line.sample(0);
  line.sample(12);
  EXPECT_EQ(line.close_by_last(at_second(0), 10), 1);
  line.sample(0);
  line.sample(30);
  EXPECT_EQ(line.close_by_last(at_second(2), 10), 2);
  EXPECT_EQ(line.since(), at_second(0));
  EXPECT_EQ(line.from(), 0);
  line.sample(31);
  EXPECT_EQ(line.close_by_last(at_second(4), 10), 0) << "one more is chance";
}

TEST(Backlog, grows_by_the_least_only_where_it_never_comes_back) {
  // Wrong: what fills up until somebody looks would be a design that can't keep up.
  Backlog saw, ramp;
  for (int period = 0; period < 4; ++period) {
    for (const int waiting : {0, 10, 20}) {
      saw.sample(waiting + period);
      ramp.sample(20 * (period + 1) + waiting);
    }
    EXPECT_EQ(saw.close_by_least(at_second(period), 10), 0);
    EXPECT_EQ(ramp.close_by_least(at_second(period), 10), period) << "the first began with nothing";
  }
  EXPECT_EQ(ramp.waiting(), 100);
  ramp.sample(100);
  EXPECT_EQ(ramp.close_by_least(at_second(4), 10), 4);
}

}  // namespace
}  // namespace crisper::properties
