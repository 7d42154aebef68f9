// Each way to own a state that is wrong must be found out, and for its own reason.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <ostream>

#include "tests/properties/core/ownership/mistakes.hpp"
#include "tests/properties/run_numbers.hpp"

namespace crisper::properties {

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.name; }

namespace {

class OwnershipMistake : public ::testing::TestWithParam<Mistake> {};

TEST_P(OwnershipMistake, is_found_out_within_a_thousand_runs) {
  // If this fails, the judges no longer see a mistake that the strategies exist to prevent, or chance never makes it.
  const RunNumbers numbers = run_numbers(1000);
  for (std::uint64_t number = numbers.first; number <= numbers.last; ++number) {
    const RunResult result = random_run(GetParam().runs, number);
    const auto broken = std::ranges::find(result.properties, GetParam().broken, &PropertyResult::name);
    ASSERT_NE(broken, result.properties.end());
    if (broken->verdict != Verdict::fail) continue;
    RecordProperty("first_failing_run", std::to_string(number));
    std::cout << fmt::format("{} fails first in run {}: {}\n", GetParam().broken, number, broken->reason);
    return;
  }
  ADD_FAILURE() << "never failed " << GetParam().broken;
}

INSTANTIATE_TEST_SUITE_P(Ownership, OwnershipMistake, ::testing::ValuesIn(mistakes()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace crisper::properties
