#include "core/base/sim_time.hpp"

#include <gtest/gtest.h>

namespace crisper {
namespace {

using namespace crisper::literals;

TEST(SimTime, is_told_in_the_largest_unit_that_fits) {
  // Wrong: a report would show 1500000ns where a person reads 1.5ms.
  EXPECT_EQ(to_text(Duration(0)), "0s");
  EXPECT_EQ(to_text(Duration(999)), "999ns");
  EXPECT_EQ(to_text(Duration(1500us)), "1.5ms");
  EXPECT_EQ(to_text(Duration(-2s)), "-2s");
  EXPECT_EQ(to_text(SimTime(Duration(61s))), "61s");
}

}  // namespace
}  // namespace crisper
