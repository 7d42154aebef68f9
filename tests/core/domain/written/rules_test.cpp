#include "core/domain/written/rules.hpp"

#include <gtest/gtest.h>

#include "core/domain/written/decider.hpp"
#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

/// The shop with its rules.
struct RuledShop : LittleShop {
  RuledShop() {
    Entity& show = model->entities[0];
    Command hold{.shape = model->find_command(0, "hold"), .cases = {}};
    for (const char* line :
         {"booking in held -> nothing", "seats <= 0 -> reject 'nothing to hold'",
          "seats > free -> SeatsRefused(booking, seats, free), Over(sold_out)", "otherwise -> SeatsHeld"}) {
      Parsed<Case> parsed = parse_case(line, scope());
      EXPECT_TRUE(parsed) << problem_of(parsed);
      hold.cases.push_back(*parsed);
    }
    show.commands.push_back(hold);
    const MessageShape* held = model->find_event("SeatsHeld");
    const Scope said{.model = model.get(), .locals = held->parameters, .entity = 0};
    Parsed<std::vector<Assignment>> changes =
        parse_changes("free -= seats, held[booking] += seats, add booking to asked, stage_now = open", said);
    EXPECT_TRUE(changes) << problem_of(changes);
    show.events.push_back({held, *changes});
  }

  Payload command(Value booking, Value seats) const {
    return written_payload(*model, *model->find_command(0, "hold"), {booking, seats});
  }
};

std::string told(const Decision& decision) {
  if (!decision) return "rejected: " + decision.error().reason;
  std::string text;
  for (const Payload& event : *decision) event.describe_into(text += text.empty() ? "" : ", ");
  return text;
}

// Wrong: another case than the first that fits is what a command does.
TEST(written_rules, first_case_that_fits_decides) {
  const RuledShop shop;
  const WrittenDecider decider(shop.model, 0);
  auto state = decider.initial();
  EXPECT_EQ(told(decider.decide(*state, shop.command(7, 5))), "SeatsHeld{booking=7 seats=5}");
  EXPECT_EQ(told(decider.decide(*state, shop.command(7, 0))), "rejected: nothing to hold");
  EXPECT_EQ(told(decider.decide(*state, shop.command(7, 21))),
            "SeatsRefused{booking=7 seats=21 free=20}, Over{reason=sold_out}");
  const Decision held = decider.decide(*state, shop.command(7, 5));
  decider.evolve(*state, held->front());
  EXPECT_EQ(told(decider.decide(*state, shop.command(7, 5))), "");
  EXPECT_EQ(told(decider.decide(*state, shop.command(8, 16))),
            "SeatsRefused{booking=8 seats=16 free=15}, Over{reason=sold_out}");
}

// Wrong: a snapshot brings back another state than it was taken of.
TEST(written_rules, snapshot_keeps_the_state) {
  const RuledShop shop;
  const WrittenDecider decider(shop.model, 0);
  auto state = decider.initial();
  for (Value booking = 1; booking <= 3; ++booking) {
    decider.evolve(*state, decider.decide(*state, shop.command(booking, booking))->front());
  }
  const auto again = decider.restore(decider.save(*state, 1), 1);
  EXPECT_EQ(told(decider.decide(*again, shop.command(2, 1))), "");
  EXPECT_EQ(told(decider.decide(*again, shop.command(9, 15))),
            "SeatsRefused{booking=9 seats=15 free=14}, Over{reason=sold_out}");
  EXPECT_EQ(told(decider.decide(*again, shop.command(9, 14))), "SeatsHeld{booking=9 seats=14}");
}

// Wrong: a message that a store read back from bytes is another.
TEST(written_rules, messages_travel_as_bytes) {
  const RuledShop shop;
  MessageCatalog catalog;
  const MessageShape& over = *shop.model->find_event("Over");
  add_to_catalog(catalog, *shop.model, over);
  const Payload event = written_payload(*shop.model, over, {1});
  std::string bytes;
  event->encode_into(bytes);
  EXPECT_EQ(event.wire_bytes(), 1U);
  EXPECT_EQ(*catalog.decode("Over", bytes), event);
  EXPECT_EQ(catalog.decode("Over", bytes + "x").error(), CodecError::trailing);
  EXPECT_EQ(catalog.decode("Over", "").error(), CodecError::truncated);
}

// Wrong: a rule that can't be meant is let through, or the place where it goes wrong is another.
TEST(written_rules, say_what_is_wrong_and_where) {
  const RuledShop shop;
  const Scope scope = shop.scope();
  EXPECT_EQ(problem_of(parse_case("seats -> nothing", scope)), "0: expected yes or no, and this is a number");
  EXPECT_EQ(problem_of(parse_case("otherwise", scope)), "9: expected '->', and the line ends");
  EXPECT_EQ(problem_of(parse_case("otherwise -> SeatHeld", scope)), "13: this entity has no event 'SeatHeld'");
  EXPECT_EQ(parse_case("otherwise -> SeatHeld", scope).error().near.back(), "Over");
  EXPECT_EQ(problem_of(parse_case("otherwise -> SeatsHeld(booking)", scope)), "30: expected ',', and ')' stands there");
  EXPECT_EQ(problem_of(parse_case("otherwise -> SeatsHeld(booking, seats, 3)", scope)),
            "37: SeatsHeld says 2 things; expected ')', and ',' stands there");
  EXPECT_EQ(problem_of(parse_case("otherwise -> Over", scope)),
            "13: Over says 'reason', and nothing here is called that: write Over(…)");
  EXPECT_EQ(problem_of(parse_case("otherwise -> reject", scope)),
            "19: a rejection says why: reject \"there are no seats left\"");
  EXPECT_EQ(problem_of(parse_changes("fre -= seats", scope)), "0: the state has no 'fre'");
  EXPECT_EQ(problem_of(parse_changes("asked = seats", scope)),
            "0: a set is changed with 'add … to' and 'remove … from'");
  EXPECT_EQ(problem_of(parse_changes("stage_now += 1", scope)), "10: stage_now is no number: use '='");
  EXPECT_EQ(problem_of(parse_changes("add seats to asked", scope)),
            "4: expected the number of a booking, and this is a number");
  EXPECT_EQ(problem_of(parse_reaction("show.hold(booking, seats) -> paid", scope)),
            "0: which show? Write its number in brackets: show(show).…");
  EXPECT_EQ(problem_of(parse_reaction("show(1).hold(booking, seats) -> paid", scope)), "");
}

// Wrong: a comma within brackets is taken for the end of what is added.
TEST(written_rules, members_may_be_computed) {
  const LittleShop shop;
  Entity& show = shop.model->entities[0];
  Field seen = *parse_field("seen", "set of number", *shop.model);
  seen.slot = show.tables++;
  show.fields.push_back(seen);
  const auto problem = [&](std::string_view line) { return problem_of(parse_changes(line, shop.scope())); };
  EXPECT_EQ(problem("add max(seats, 2) to seen, remove min(held[booking], (1)) from seen"), "");
  EXPECT_EQ(problem("add seats, free = 1"), "9: expected 'to', and ',' stands there");
  EXPECT_EQ(problem("add max(seats, 2), free = 1"), "17: expected 'to', and ',' stands there");
}

// Wrong: a sentence tells other values than it names.
TEST(written_rules, sentences_hold_values) {
  const LittleShop shop;
  const Parsed<Sentence> sentence = parse_sentence("held {seats + 1} for {booking}.", shop.scope());
  ASSERT_TRUE(sentence);
  EXPECT_EQ(sentence->words, (std::vector<std::string>{"held ", " for ", "."}));
  EXPECT_EQ(problem_of(parse_sentence("held {seat}", shop.scope())), "6: nothing here is called 'seat'");
  EXPECT_EQ(problem_of(parse_sentence("held {seats", shop.scope())), "5: this brace is never closed");
}

}  // namespace
}  // namespace crisper::written
