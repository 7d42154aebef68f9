#include "sim/domain/chosen.hpp"

#include <gtest/gtest.h>

namespace crisper::sim {
namespace {

struct Settings {
  int seats = 3;
  friend bool operator==(const Settings&, const Settings&) = default;
};

TEST(Chosen, has_the_defaults_until_something_is_chosen) {
  // Wrong: a scenario that says nothing of its business would have none, or differ from one that writes the defaults.
  const Chosen nothing;
  EXPECT_EQ(nothing.as<Settings>().seats, 3);
  EXPECT_EQ(nothing, Chosen::of(Settings{}));
  EXPECT_EQ(Chosen::of(Settings{}), nothing);
  EXPECT_NE(nothing, Chosen::of(Settings{.seats = 4}));
}

TEST(Chosen, is_a_value) {
  // Wrong: a variant of a scenario would change the scenario that it was made from.
  Chosen one = Chosen::of(Settings{.seats = 4});
  Chosen other = one;
  EXPECT_EQ(one, other);
  other.edit<Settings>().seats = 5;
  EXPECT_EQ(one.as<Settings>().seats, 4);
  EXPECT_EQ(other.as<Settings>().seats, 5);
  EXPECT_NE(one, other);
}

TEST(ChosenDeathTest, is_read_as_nothing_else) {
  // Wrong: the settings of one business would be taken for those of another.
  const Chosen chosen = Chosen::of(Settings{});
  EXPECT_DEATH(chosen.as<int>(), "wing of its own domain");
}

}  // namespace
}  // namespace crisper::sim
