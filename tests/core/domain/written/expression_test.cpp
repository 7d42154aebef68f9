#include <gtest/gtest.h>

#include <limits>

#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

class Expressions : public testing::Test {
 protected:
  Expressions() {
    state_.singles = {20, 1, most};
    state_.tables.resize(2);
    state_.tables[0].set(7, 3);
    state_.tables[0].set(9, 4);
    state_.tables[1].set(7, 0);
  }

  /// With booking 7 and 5 seats.
  Value value_of(std::string_view line) {
    const Parsed<Expression> parsed = parse_expression(line, shop_.scope(), nullptr);
    EXPECT_TRUE(parsed) << line << ": " << (parsed ? "" : parsed.error().message);
    if (!parsed) return -12345;
    const Value locals[] = {7, 5};
    frame_ = {.locals = locals, .state = &state_};
    return compute(parsed->code, frame_);
  }
  std::string problem_of(std::string_view line, const Type* wanted = nullptr) {
    const Parsed<Expression> parsed = parse_expression(line, shop_.scope(), wanted);
    if (parsed) return "";
    return std::to_string(parsed.error().at) + ": " + parsed.error().message;
  }

  LittleShop shop_;
  EntityState state_;
  Frame frame_;
};

// Wrong: an operator binds tighter or looser than everybody expects, and rules mean something else than they say.
TEST_F(Expressions, bind_as_usual) {
  EXPECT_EQ(value_of("1 + 2 * 3"), 7);
  EXPECT_EQ(value_of("(1 + 2) * 3"), 9);
  EXPECT_EQ(value_of("10 - 3 - 2"), 5);
  EXPECT_EQ(value_of("-2 - -3"), 1);
  EXPECT_EQ(value_of("7 / 2 * 2 + 7 % 2"), 7);
  EXPECT_EQ(value_of("1 < 2 and not 2 < 1 or no"), 1);
  EXPECT_EQ(value_of("no and no or yes"), 1);
  EXPECT_EQ(value_of("seats > free"), 0);
  EXPECT_EQ(value_of("seats >= 5 and seats <= 5 and seats == 5 and seats != 6"), 1);
  EXPECT_EQ(value_of("if seats > free then 1 else if seats == 5 then 2 else 3"), 2);
}

// Wrong: a state is read from another's slot, or a key that isn't there has a value.
TEST_F(Expressions, read_the_state) {
  EXPECT_EQ(value_of("free"), 20);
  EXPECT_EQ(value_of("held[booking]"), 3);
  EXPECT_EQ(value_of("held[8]"), 0);
  EXPECT_EQ(value_of("booking in held and 8 not in held"), 1);
  EXPECT_EQ(value_of("booking in asked and not 9 in asked"), 1);
  EXPECT_EQ(value_of("size(held) * 10 + total(held)"), 27);
  EXPECT_EQ(value_of("if first(held) == booking then 1 else 0"), 1);
  EXPECT_EQ(value_of("min(free, price) + max(seats, 2)"), 25);
  EXPECT_EQ(value_of("stage_now == open"), 1);
  EXPECT_EQ(value_of("stage_now != over"), 1);
}

// Wrong: a number beyond 64 bits becomes a small one, and a run goes on with it.
TEST_F(Expressions, notice_what_grows_too_large) {
  EXPECT_EQ(value_of("big + 1"), most);
  EXPECT_TRUE(frame_.spoilt);
  EXPECT_EQ(value_of("-big - 2"), std::numeric_limits<Value>::min());
  EXPECT_TRUE(frame_.spoilt);
  EXPECT_EQ(value_of("big * -2"), std::numeric_limits<Value>::min());
  EXPECT_TRUE(frame_.spoilt);
  EXPECT_EQ(value_of("seats / (seats - 5)"), 0);
  EXPECT_TRUE(frame_.spoilt);
  EXPECT_EQ(value_of("seats % 0"), 0);
  EXPECT_TRUE(frame_.spoilt);
  EXPECT_EQ(value_of("big"), most);
  EXPECT_FALSE(frame_.spoilt);
}

// Wrong: what is skipped is computed all the same, and spoils the whole.
TEST_F(Expressions, skip_what_does_not_count) {
  EXPECT_EQ(value_of("yes or 1 / 0 == 1"), 1);
  EXPECT_FALSE(frame_.spoilt);
  EXPECT_EQ(value_of("no and 1 / 0 == 1"), 0);
  EXPECT_FALSE(frame_.spoilt);
  EXPECT_EQ(value_of("if yes then 3 else 1 / 0"), 3);
  EXPECT_FALSE(frame_.spoilt);
}

// Wrong: things of two kinds are mixed, and nobody hears of it before a run.
TEST_F(Expressions, refuse_what_does_not_fit) {
  EXPECT_EQ(problem_of("booking + 1"), "0: expected a number, and this is the number of a booking");
  EXPECT_EQ(problem_of("seats and yes"), "0: expected yes or no, and this is a number");
  EXPECT_EQ(problem_of("free == open"), "8: expected a number, and this is one of stage");
  EXPECT_EQ(problem_of("seats > free", &number_type), "0: expected a number, and this is yes or no");
  EXPECT_EQ(problem_of("fre > 1"), "0: nothing here is called 'fre'");
  EXPECT_EQ(problem_of("held"), "4: expected '[', and the line ends");
  EXPECT_EQ(problem_of("held[seats]"), "5: expected the number of a booking, and this is a number");
  EXPECT_EQ(problem_of("seats in held"), "0: expected the number of a booking, and this is a number");
  EXPECT_EQ(problem_of("booking in free"), "11: free is one value, not a set or a map");
  EXPECT_EQ(problem_of("1 +"), "3: expected a value, and the line ends");
  EXPECT_EQ(problem_of("1 2"), "2: expected the end of the line, and '2' stands there");
  EXPECT_EQ(problem_of("maxx(1, 2)"), "0: no function is called 'maxx'");
  EXPECT_EQ(problem_of("sum(free)"), "0: 'sum' is for laws: it speaks of all entities of a kind");
  EXPECT_EQ(problem_of("1 ~ 2"), "2: this character means nothing here");
  EXPECT_EQ(problem_of("99999999999999999999"), "0: this number is beyond 64 bits");
  EXPECT_EQ(problem_of("72057594037927936 in held"), "0: the number of a booking is at most 72057594037927935");
  EXPECT_EQ(problem_of("held[-1]"), "5: expected the number of a booking, and this is a number");
  EXPECT_EQ(problem_of("72057594037927935 in held"), "");
  EXPECT_EQ(problem_of("1 < 2 < 3"), "6: expected the end of the line, and '<' stands there");
}

// Wrong: somebody's file makes the reader run out of stack.
TEST_F(Expressions, are_nested_only_so_deep) {
  EXPECT_NE(problem_of(std::string(1000, '(')).find("nested too deep"), std::string::npos);
  EXPECT_NE(problem_of(std::string(1000, '-')).find("nested too deep"), std::string::npos);
  std::string nots;
  for (int i = 0; i < 300; ++i) nots += "not ";
  EXPECT_NE(problem_of(nots + "yes").find("nested too deep"), std::string::npos);
  EXPECT_NE(problem_of(std::string(3000, '1')).find("2000 characters"), std::string::npos);
}

// Wrong: a sum in a law is taken of the wrong entity, or a law that speaks of two at once is let through.
TEST_F(Expressions, of_laws_speak_of_entities) {
  Scope::LawTerms terms;
  const Scope scope{.model = shop_.model.get(), .locals = {}, .law = &terms};
  const Parsed<Expression> one = parse_expression("show.free + total(show.held) == 27", scope, &flag_type);
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_EQ(terms.subject, 0U);
  Frame frame{.locals = nullptr, .state = &state_};
  EXPECT_EQ(compute(one->code, frame), 1);

  Scope::LawTerms all;
  const Scope sums{.model = shop_.model.get(), .locals = {}, .law = &all};
  const Parsed<Expression> two = parse_expression("sum(show.free) + 10 * count(show) > 24", sums, &flag_type);
  ASSERT_TRUE(two) << two.error().message;
  EXPECT_FALSE(all.subject);
  ASSERT_EQ(all.aggregates.size(), 2U);
  const Value locals[] = {0, 5, 2};
  Frame added{.locals = locals};
  EXPECT_EQ(compute(two->code, added), 1);
  EXPECT_FALSE(parse_expression("free > 1", sums, &flag_type));

  // A count of numbers would be their sum under another name.
  const auto count = [&](std::string_view line) {
    const Parsed<Expression> parsed = parse_expression(line, sums, &number_type);
    return parsed ? "" : std::to_string(parsed.error().at) + ": " + parsed.error().message;
  };
  EXPECT_EQ(count("count(show.free > 0) + count(show)"), "");
  EXPECT_EQ(count("1 + count(show.free)"), "10: a count is of entities, or of a condition: count(show.free > 0)");
  EXPECT_EQ(count("count(show.free - 1)"), "6: a count is of entities, or of a condition: count(show.free > 0)");
}

}  // namespace
}  // namespace crisper::written
