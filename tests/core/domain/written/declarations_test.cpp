#include "core/domain/written/declarations.hpp"

#include <gtest/gtest.h>

#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

// Wrong: a declaration that can't be meant is read as another.
TEST(written_declarations, say_what_is_wrong_with_them) {
  const LittleShop shop;
  EXPECT_EQ(problem_of(parse_signature("hold(booking, booking)", *shop.model)),
            "14: two arguments are called 'booking'");
  EXPECT_EQ(problem_of(parse_signature("in(booking)", *shop.model)), "0: 'in' is a word of the language");
  EXPECT_EQ(problem_of(parse_field("x", "5..1", *shop.model)), "0: the first bound is above the second");
}

// Wrong: a number without a first value begins outside its bounds.
TEST(written_declarations, first_value_is_within_bounds) {
  const LittleShop shop;
  EXPECT_EQ(parse_field("x", "5..9", *shop.model)->first, 5);
  EXPECT_EQ(parse_field("x", "-9..-5", *shop.model)->first, -5);
  EXPECT_EQ(parse_field("x", "number = price * 2", *shop.model)->first, 1000);
  EXPECT_EQ(parse_field("x", "0..100 = 100", *shop.model)->first, 100);
}

// Wrong: a first value that can't be meant becomes another without a word.
TEST(written_declarations, first_value_is_the_one_that_is_written) {
  const LittleShop shop;
  const auto problem = [&](std::string_view line) { return problem_of(parse_field("x", line, *shop.model)); };
  EXPECT_EQ(problem("0..100 = 200"), "9: the first value is beyond the bounds");
  EXPECT_EQ(problem("5..9 = 0"), "7: the first value is beyond the bounds");
  EXPECT_EQ(problem("number = 1 / 0"), "9: this has no value");
  EXPECT_EQ(problem("number = 9223372036854775807 + 1"), "9: this has no value");
}

}  // namespace
}  // namespace crisper::written
