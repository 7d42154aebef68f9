#include "core/base/deterministic_math.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

namespace crisper {
namespace {

TEST(DeterministicMath, agrees_with_the_c_library_over_the_whole_range) {
  // Wrong: arrival times and popularity would follow another distribution than the scenario says.
  for (double x = 1e-300; x < 1e300; x *= 1.37) {
    EXPECT_NEAR(portable_log(x), std::log(x), 1e-13 * std::max(1.0, std::fabs(std::log(x)))) << x;
  }
  for (double x = -690; x < 690; x += 0.37) {
    EXPECT_NEAR(portable_exp(x) / std::exp(x), 1.0, 1e-13) << x;
  }
  EXPECT_NEAR(portable_pow(20, 1.1), std::pow(20, 1.1), 1e-11);
}

TEST(DeterministicMath, gives_the_same_bits_everywhere) {
  // Wrong: two machines would draw different gaps from one seed. The values were computed once and must not move.
  EXPECT_EQ(std::bit_cast<std::uint64_t>(portable_log(0.7)), 0xbfd6d3c324e13f4fULL);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(portable_log(1.0)), 0ULL);
  EXPECT_EQ(std::bit_cast<std::uint64_t>(portable_exp(0.0)), std::bit_cast<std::uint64_t>(1.0));
}

}  // namespace
}  // namespace crisper
