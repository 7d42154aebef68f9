#include "core/base/enum_words.hpp"

#include <gtest/gtest.h>

namespace crisper {
namespace {

CRISPER_ENUM(Colour, (red, "as blood"), (void_, "none, or all"), (deep_blue, "as the "
                                                                            "sea"))

TEST(EnumWords, are_those_of_the_list_in_its_order) {
  // Wrong: a word that stands beside another value than its own.
  static_assert(static_cast<int>(Colour::deep_blue) == 2);
  ASSERT_EQ(words_of<Colour>.size(), 3u);
  EXPECT_EQ(name_of(Colour::red), "red");
  EXPECT_EQ(name_of(Colour::deep_blue), "deep_blue");
  EXPECT_EQ(meaning_of(Colour::deep_blue), "as the sea");
  EXPECT_EQ(meaning_of(Colour::void_), "none, or all");
}

TEST(EnumWords, leave_out_what_the_language_asks_for) {
  // Wrong: a file that says "void_".
  EXPECT_EQ(name_of(Colour::void_), "void");
  EXPECT_EQ(value_named<Colour>("void"), Colour::void_);
}

TEST(EnumWords, find_a_value_by_its_name_and_no_other) {
  // Wrong: a misspelt word that passes for a value.
  for (const Colour each : values_of<Colour>) EXPECT_EQ(value_named<Colour>(name_of(each)), each);
  EXPECT_EQ(value_named<Colour>("green"), std::nullopt);
  EXPECT_EQ(value_named<Colour>(""), std::nullopt);
}

TEST(EnumWords, of_what_is_no_value_are_a_question_mark) {
  // Wrong: a number from an observation, read past the end of the list.
  EXPECT_EQ(name_of(static_cast<Colour>(3)), "?");
  EXPECT_EQ(meaning_of(static_cast<Colour>(255)), "");
}

}  // namespace
}  // namespace crisper
