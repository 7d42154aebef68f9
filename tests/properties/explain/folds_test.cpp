#include "properties/explain/folds.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace crisper::properties {
namespace {

/// A part for each letter, in their order; those of one letter are alike, and a dot is like nothing.
std::vector<StoryFold> folded(std::string_view letters) {
  std::vector<StoryPart> parts;
  for (const char each : letters) {
    parts.push_back({.node = static_cast<CausalGraph::Node>(parts.size()), .form = {}});
    if (each != '.') parts.back().form = std::string(1, each);
  }
  return folds_of(parts);
}

TEST(Folds, leave_a_story_as_it_is_that_has_few_of_a_kind) {
  // Wrong: a short story would lose what it tells, for nothing.
  EXPECT_EQ(folded("").size(), 0u);
  EXPECT_EQ(folded("aaabab.aab").size(), 10u) << "three in a row, and six at all";
  EXPECT_EQ(folded("....").size(), 4u) << "what stands for itself is like nothing";
}

TEST(Folds, make_one_of_many_that_follow_each_other) {
  // Wrong: a dozen users who send the same would be a dozen sentences.
  EXPECT_EQ(folded("baaaab"), (std::vector<StoryFold>{{0}, {1, {2, 3, 4}}, {5}}));
  EXPECT_EQ(folded("aa.aa").size(), 5u) << "what is between them comes between them";
}

TEST(Folds, make_one_of_very_many_wherever_they_stand_in_the_place_of_the_first) {
  // Wrong: sixty lost packets would be sixty sentences, since something is tried again after each.
  const std::vector<StoryFold> both = folded("abababababababab");
  EXPECT_EQ(both, (std::vector<StoryFold>{{0, {2, 4, 6, 8, 10, 12, 14}}, {1, {3, 5, 7, 9, 11, 13, 15}}}));
  EXPECT_EQ(folded("cacacacaca.aaa"),
            (std::vector<StoryFold>{{0}, {1, {3, 5, 7, 9, 11, 12, 13}}, {2, {4, 6, 8}}, {10}}))
      << "what is left of a row once the many are gone is in a row";
}

}  // namespace
}  // namespace crisper::properties
