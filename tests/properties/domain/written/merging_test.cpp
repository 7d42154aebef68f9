// A business that says what merges is judged as any other: what is true of it breaks no law, what isn't does.
#include <gtest/gtest.h>

#include "properties/scenario_run.hpp"
#include "tests/sim/domain/written/collection_box.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using properties::RunResult;
using properties::Verdict;

RunResult run_box(const BoxChoices& chosen, std::uint64_t seed) {
  const auto run =
      properties::run_scenario(sim::parsed(collection_box(chosen)), {.seed = seed, .engine = "fast"});
  EXPECT_TRUE(run) << run.error();
  return run->result;
}

// Wrong: a true declaration breaks a law, or is never made use of.
TEST(merging_judged, keeps_all_laws_where_what_is_said_is_true) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult result = run_box({.takers = "40"}, seed);
    EXPECT_EQ(result.verdict, Verdict::pass) << seed << ": " << result.reason;
    EXPECT_GT(result.metrics.counts.at("appends_merged"), 0U) << seed;
  }
}

// Wrong: two who take the last coin both have it, and nobody says so.
TEST(merging_judged, breaks_a_law_where_what_is_said_is_wrong) {
  std::string reason;
  for (std::uint64_t seed = 1; seed <= 5 && reason.empty(); ++seed) {
    const RunResult result =
        run_box({.merges = "{Given: [Given, Taken], Taken: [Given, Taken]}", .givers = "0", .takers = "40"}, seed);
    if (result.verdict == Verdict::fail) reason = result.reason;
  }
  EXPECT_NE(reason.find("never_overdrawn"), std::string::npos) << reason;
}

// Wrong: it isn't the declaration that breaks it.
TEST(merging_judged, passes_a_wrong_declaration_that_nobody_makes_use_of) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const RunResult result = run_box({.merges = "{Given: [Given, Taken], Taken: [Given, Taken]}",
                                      .on_conflict = "decide_again",
                                      .givers = "0",
                                      .takers = "40"},
                                     seed);
    EXPECT_EQ(result.verdict, Verdict::pass) << seed << ": " << result.reason;
  }
}

}  // namespace
}  // namespace crisper::written
