#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>

#include "sim/domain/registry.hpp"
#include "sim/scenario/scenario_setup.hpp"
#include "tests/core/run_numbers.hpp"
#include "tests/sim/domain/written/mutated.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

using sim::Scenario;
using sim::ScenarioError;

std::string text_of(const std::string& example) {
  std::ifstream in(sim::examples_directory() + "/" + example);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// One line that a terminal shows as it is, with a place in the file.
void expect_clear(const ScenarioError& error, const std::string& text, const std::string& which) {
  const std::string told = error.text();
  const auto commands_the_terminal = [](char each) { return static_cast<unsigned char>(each) < ' '; };
  EXPECT_TRUE(std::ranges::none_of(told, commands_the_terminal)) << which << ": " << told;
  EXPECT_FALSE(error.message.empty()) << which;
  EXPECT_LE(told.size(), 2000U) << which << ": " << told.substr(0, 300);
  EXPECT_TRUE(error.line >= 1 ? error.column >= 1 : error.line == 0 && error.column == 0) << which << ": " << told;
  EXPECT_LE(error.line, std::ranges::count(text, '\n') + 2) << which << ": " << told;
}

/// It is itself when it is written and read again, and a system can be made of it.
void expect_meant(const Scenario& scenario, const std::string& which) {
  const Result<Scenario, ScenarioError> again = sim::parse_scenario(sim::to_yaml(scenario));
  ASSERT_TRUE(again) << which << ": " << again.error().text();
  EXPECT_EQ(*again, scenario) << which;
  constexpr std::uint64_t intents_max = 3000;  // more of them would only take time
  const sim::DomainEntry& entry = sim::domain_of(scenario);
  if (entry.expected_intents(scenario.workload.generated) > intents_max ||
      !entry.files(scenario.workload.generated).empty()) {
    return;
  }
  const auto setup = sim::set_up(scenario, 1);
  EXPECT_TRUE(setup || !setup.error().empty()) << which;
}

// Wrong: a mistake in somebody's file brings the program down, is told in several lines or without a place, or is let
// through and becomes another business when it is written back. CRISPER_RANDOM_RUNS=200000 is the long law.
TEST(mutated_domains, are_read_or_refused_in_one_line) {
  constexpr std::array examples{"ticket_shop.yaml", "account.yaml",   "conference.yaml",
                                "bikes.yaml",       "reminders.yaml", "every_word"};
  std::array<std::string, examples.size()> whole;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    whole[i] = examples[i] == std::string_view("every_word") ? std::string(every_word) : text_of(examples[i]);
    ASSERT_TRUE(sim::parse_scenario(whole[i], {.directory = sim::examples_directory()})) << examples[i];
  }
  const RunNumbers numbers = run_numbers(1500);
  std::uint64_t read = 0, refused = 0;
  for (std::uint64_t n = numbers.first; n <= numbers.last; ++n) {
    const std::size_t place = n % examples.size();
    const std::string text = mutated(whole[place], Rng(n).fork(examples[place]));
    const std::string which = std::string(examples[place]) + " " + std::to_string(n);
    const Result<Scenario, ScenarioError> scenario =
        sim::parse_scenario(text, {.directory = sim::examples_directory()});
    if (scenario) {
      ++read;
      expect_meant(*scenario, which);
    } else {
      ++refused;
      expect_clear(scenario.error(), text, which);
    }
    if (::testing::Test::HasFailure()) return;  // one is enough to look at
  }
  if (numbers.count() < 100) return;
  EXPECT_GT(read, 0U);
  EXPECT_GT(refused, 0U);
}

// Wrong: a file of which nothing is as it should be does what no mistake in a good one does.
TEST(random_domains, are_read_or_refused_in_one_line) {
  const RunNumbers numbers = run_numbers(1500);
  std::uint64_t read = 0;
  for (std::uint64_t n = numbers.first; n <= numbers.last; ++n) {
    const std::string text = random_domain(Rng(n));
    const std::string which = "number " + std::to_string(n) + ":\n" + text;
    const Result<Scenario, ScenarioError> scenario = sim::parse_scenario(text);
    if (scenario) {
      ++read;
      expect_meant(*scenario, which);
    } else {
      expect_clear(scenario.error(), text, which);
    }
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_TRUE(read > 0 || numbers.count() < 1500) << "none of them is a business: nothing behind the reader was tried";
}

}  // namespace
}  // namespace crisper::written
