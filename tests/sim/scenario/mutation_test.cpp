#include <gtest/gtest.h>

#include "core/base/rng.hpp"
#include "tests/core/run_numbers.hpp"
#include "tests/sim/scenario/documents.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

/// Characters that mean something to YAML or to a value.
constexpr std::string_view sharp = ":{}[],&*#?|-<>=!%@\\\"'\n\t 019.smh/x\x80\xff";

void mutate(std::string& text, Rng& rng) {
  const std::size_t place = rng.below(text.size());
  const std::size_t length = 1 + rng.below(rng.chance({500'000'000}) ? 3 : 40);
  switch (rng.below(6)) {
    case 0:
      text[place] = static_cast<char>(text[place] ^ (1 << rng.below(8)));
      break;
    case 1:
      text.erase(place, length);
      break;
    case 2:
      text.insert(place, 1, sharp[rng.below(sharp.size())]);
      break;
    case 3:
      text.insert(rng.below(text.size()), text.substr(place, length));
      break;
    case 4:
      text[place] = sharp[rng.below(sharp.size())];
      break;
    case 5:
      text.resize(place);
      break;
  }
  if (text.empty()) text = " ";
}

TEST(ScenarioMutations, never_crash_the_parser_and_every_refusal_has_a_line) {
  // Wrong: a typing slip that ends the program, or an error that doesn't say where.
  const RunNumbers mutants = run_numbers(500);
  const std::uint64_t mutants_per_file = mutants.count();
  std::uint64_t accepted = 0, refused = 0;
  for (const std::string& file : example_files()) {
    const auto original = read_text(file);
    ASSERT_TRUE(original);
    for (std::uint64_t seed = mutants.first; seed <= mutants.last; ++seed) {
      Rng rng = Rng(seed).fork(file.substr(file.rfind('/')));
      std::string text = *original;
      for (std::uint64_t i = 0, changes = 1 + rng.below(4); i < changes; ++i) mutate(text, rng);
      const auto scenario = parse_scenario(text, {.file = file, .directory = examples_directory()});
      if (scenario) {
        ++accepted;
        const auto back = parse_scenario(to_yaml(*scenario));
        ASSERT_TRUE(back && *back == *scenario) << "seed " << seed << " of " << file << "\n" << to_yaml(*scenario);
      } else {
        ++refused;
        const ScenarioError& error = scenario.error();
        ASSERT_TRUE(error.line > 0 && error.column > 0 && !error.message.empty())
            << error.text() << "\nseed " << seed << " of " << file;
      }
    }
  }
  EXPECT_GT(accepted, mutants_per_file / 10) << "mutants in comments and names are fine";
  EXPECT_GT(refused, mutants_per_file) << "most others aren't";
}

}  // namespace
}  // namespace crisper::sim
