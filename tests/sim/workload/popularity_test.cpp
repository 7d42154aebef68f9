#include "sim/workload/popularity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace crisper::sim {
namespace {

std::vector<double> frequencies(PopularitySpec spec, std::uint64_t count, int draws) {
  const Popularity popularity(spec, count);
  Rng rng = Rng(11).fork("popularity");
  std::vector<double> found(count);
  for (int i = 0; i < draws; ++i) found[popularity.draw(rng)] += 1.0 / draws;
  return found;
}

TEST(Popularity, of_zipf_kind_falls_with_the_power_of_the_rank) {
  // Wrong: contention for the hot fridges wouldn't be what the scenario asks for.
  constexpr std::uint64_t count = 20;
  constexpr int draws = 200'000;
  for (const double exponent : {0.5, 1.0, 1.1, 2.0}) {
    const auto found = frequencies({.kind = PopularityKind::zipf, .exponent = exponent}, count, draws);
    double sum = 0;
    for (std::uint64_t rank = 1; rank <= count; ++rank) sum += std::pow(rank, -exponent);
    for (std::uint64_t rank = 1; rank <= count; ++rank) {
      const double expected = std::pow(rank, -exponent) / sum;
      const double deviation = std::sqrt(expected * (1 - expected) / draws);
      EXPECT_NEAR(found[rank - 1], expected, 5 * deviation) << "rank " << rank << " of zipf(" << exponent << ")";
    }
  }
}

TEST(Popularity, of_uniform_kind_wants_all_alike) {
  // Wrong: a workload without contention would have some.
  for (const double found : frequencies({}, 10, 100'000)) EXPECT_NEAR(found, 0.1, 5 * std::sqrt(0.09 / 100'000));
}

TEST(Popularity, draws_only_what_there_is) {
  // Wrong: an order for fridge 21 of 20.
  const Popularity one({.kind = PopularityKind::zipf, .exponent = 1}, 1);
  const Popularity many({.kind = PopularityKind::zipf, .exponent = 10}, 3);
  Rng rng(5);
  for (int i = 0; i < 10'000; ++i) {
    EXPECT_EQ(one.draw(rng), 0U);
    EXPECT_LT(many.draw(rng), 3U);
  }
}

}  // namespace
}  // namespace crisper::sim
