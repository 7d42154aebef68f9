#include <gtest/gtest.h>

#include "tests/properties/metrics/measured.hpp"

namespace crisper::properties {
namespace {

using namespace testing;
using enum ObservationKind;

/// Each fridge is asked for `asked` commands; of those of fridge n, decided[n] are decided before the last is accepted.
void contest(Measured& run, std::uint64_t asked, const std::vector<std::uint64_t>& decided) {
  const auto id = [&](std::size_t stream, std::uint64_t n) { return stream * 1000 + n; };
  for (std::size_t stream = 0; stream < decided.size(); ++stream) {
    const bool is_last = stream + 1 == decided.size();
    for (std::uint64_t n = is_last ? 1 : 0; n < asked; ++n) {
      run.command(1s, command_accepted, id(stream, n), fridge(stream));
    }
  }
  for (std::size_t stream = 0; stream < decided.size(); ++stream) {
    for (std::uint64_t n = 1; n <= decided[stream]; ++n) {
      run.command(2s, command_handled, id(stream, n % asked), fridge(stream), 1);
    }
  }
  run.command(3s, command_accepted, id(decided.size() - 1, 0), fridge(decided.size() - 1));
}

double fairness_of(std::uint64_t asked, const std::vector<std::uint64_t>& decided) {
  Measured run;
  contest(run, asked, decided);
  return run.rate("fairness");
}

TEST(Fairness, is_one_where_all_streams_are_served_alike) {
  // Wrong: a fair design would be blamed.
  EXPECT_DOUBLE_EQ(fairness_of(10, {5, 5, 5, 5}), 1.0);
}

TEST(Fairness, is_one_part_in_n_where_one_stream_has_everything) {
  // Wrong: starvation would look like service.
  EXPECT_DOUBLE_EQ(fairness_of(10, {8, 0, 0, 0}), 0.25);
}

TEST(Fairness, is_what_the_formula_says) {
  // Wrong: another index under Jain's name. Shares 1/2, 1/4, 1/4: (1)^2 / (3 * 3/8) = 8/9.
  EXPECT_NEAR(fairness_of(4, {2, 1, 1}), 8.0 / 9.0, 1e-12);
}

TEST(Fairness, is_of_shares_and_not_of_numbers) {
  // Wrong: a popular state would make every design look unfair.
  Measured run;
  for (std::uint64_t n = 0; n < 10; ++n) run.command(1s, command_accepted, n + 1, fridge(1));
  run.command(1s, command_accepted, 100, fridge(2)).command(1s, command_accepted, 101, fridge(2));
  for (std::uint64_t n = 0; n < 5; ++n) run.command(2s, command_handled, n + 1, fridge(1), 1);
  run.command(2s, command_rejected, 100, fridge(2));
  run.command(3s, command_accepted, 200, fridge(1)).command(3s, command_accepted, 201, fridge(1));
  // Fridge 1: 5 of 12; fridge 2: 1 of 2.
  const double a = 5.0 / 12, b = 0.5;
  EXPECT_NEAR(run.rate("fairness"), (a + b) * (a + b) / (2 * (a * a + b * b)), 1e-12);
}

TEST(Fairness, is_not_mended_by_the_drain) {
  // Wrong: every run that ends quiet would be perfectly fair.
  Measured run;
  contest(run, 10, {8, 0, 0, 0});
  for (std::uint64_t stream = 1; stream < 4; ++stream) {
    for (std::uint64_t n = 0; n < 10; ++n) run.command(9s, command_handled, stream * 1000 + n, fridge(stream), 1);
  }
  EXPECT_DOUBLE_EQ(run.rate("fairness"), 0.25);
}

TEST(Fairness, is_told_for_each_kind_of_stream) {
  // Wrong: thousands of orders would hide one starved fridge.
  Measured run;
  for (std::uint64_t n = 1; n <= 2; ++n) {
    run.command(1s, command_accepted, n, fridge(n)).command(1s, command_accepted, 10 + n, order_stream(n));
    run.command(2s, command_handled, 10 + n, order_stream(n), 1);
  }
  run.command(2s, command_handled, 1, fridge(1), 1).command(3s, command_accepted, 99, order_stream(1));
  run.command(4s, command_handled, 2, fridge(2), 1);
  EXPECT_DOUBLE_EQ(run.rate("fairness.fridge"), 0.5);
  EXPECT_NEAR(run.rate("fairness.order"), (1.5 * 1.5) / (2 * 1.25), 1e-12);
}

TEST(Fairness, of_one_stream_or_of_no_service_is_not_known) {
  // Wrong: a run in which nothing competed would be called fair.
  EXPECT_DOUBLE_EQ(fairness_of(10, {5}), -1);
  EXPECT_DOUBLE_EQ(fairness_of(10, {0, 0}), -1);
  EXPECT_DOUBLE_EQ(Measured().rate("fairness"), -1);
}

}  // namespace
}  // namespace crisper::properties
