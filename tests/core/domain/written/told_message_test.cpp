#include <gtest/gtest.h>

#include <algorithm>

#include "core/domain/written/message.hpp"
#include "core/message/recorded_event.hpp"
#include "core/service/decision_made.hpp"
#include "core/service/given_when_then.hpp"
#include "tests/core/domain/written/little_shop.hpp"

namespace crisper::written {
namespace {

constexpr StreamId show_3 = StreamId::of(StreamCategory{1}, 3);
constexpr StreamId show_4 = StreamId::of(StreamCategory{1}, 4);
constexpr StreamId booking_3 = StreamId::of(StreamCategory{2}, 3);

/// The shop, whose words for what is held name the show.
struct ToldShop : LittleShop {
  ToldShop() {
    word("SeatsHeld", "{seats} seats of {show}");
    word("hold", "{booking} wants {seats} of {show}");
  }

  void word(std::string_view name, std::string_view text) {
    const auto shape = std::ranges::find(model->shapes, name, &MessageShape::name);
    Scope said{.model = model.get(), .locals = shape->parameters};
    said.locals.push_back({"show", {Kind::id, 0}});
    Parsed<Sentence> sentence = parse_sentence(text, said);
    EXPECT_TRUE(sentence) << problem_of(sentence);
    shape->told = *sentence;
    shape->names_state = true;
  }
  Payload held(Value booking, Value seats) const {
    return written_payload(*model, *model->find_event("SeatsHeld"), {booking, seats});
  }
  Payload hold(Value booking, Value seats) const {
    return written_payload(*model, *model->find_command(0, "hold"), {booking, seats});
  }
};

std::string told_of(const Payload& payload, StreamId of = {}) {
  std::string text;
  payload.describe_into(text, of);
  return text;
}

// Wrong: a message is told with the number of another state, or with none that anybody gave it.
TEST(told_messages, name_the_state_that_they_are_of) {
  const ToldShop shop;
  EXPECT_EQ(told_of(shop.held(7, 2), show_3), "SeatsHeld{2 seats of show-3}");
  EXPECT_EQ(told_of(shop.held(7, 2), show_4), "SeatsHeld{2 seats of show-4}");
  EXPECT_EQ(told_of(shop.hold(7, 2), show_3), "hold{booking-7 wants 2 of show-3}");
  shop.model->ids[0].told = StreamWords{.before = "show no. ", .after = ""};
  EXPECT_EQ(told_of(shop.held(7, 2), show_3), "SeatsHeld{2 seats of show no. 3}");
}

// Wrong: a sentence without a state has a hole, or the number of what somebody else spoke of.
TEST(told_messages, are_whole_sentences_where_nobody_knows_their_state) {
  const ToldShop shop;
  EXPECT_EQ(told_of(shop.held(7, 2)), "SeatsHeld{2 seats of the show}");
  EXPECT_EQ(told_of(shop.held(7, 2), booking_3), "SeatsHeld{2 seats of the show}");
  shop.model->ids[0].told = StreamWords{.before = "show no. ", .after = ""};
  EXPECT_EQ(told_of(shop.held(7, 2)), "SeatsHeld{2 seats of the show}");
}

// Wrong: who keeps texts by what is in a message tells one state's of another, or keeps each as often as it is told.
TEST(told_messages, say_whether_their_text_is_of_one_state_alone) {
  const ToldShop shop;
  const LittleShop plain;
  const Payload without = written_payload(*plain.model, *plain.model->find_event("SeatsHeld"), {7, 2});
  EXPECT_TRUE(shop.held(7, 2).names_its_state());
  EXPECT_FALSE(without.names_its_state());
  EXPECT_FALSE(Payload().names_its_state());
  EXPECT_EQ(told_of(without, show_3), told_of(without, show_4));
  EXPECT_EQ(shop.held(7, 2)->content_hash(), without->content_hash());
  const auto decided = [](const Payload& command, std::vector<Payload> events) {
    return Payload::of(DecisionMade{.command = command, .last = {}, .events = std::move(events), .rejection = {}});
  };
  EXPECT_TRUE(decided(without, {without, shop.held(7, 2)}).names_its_state());
  EXPECT_TRUE(decided(shop.hold(7, 2), {}).names_its_state());
  EXPECT_FALSE(decided(without, {without}).names_its_state());
}

// Wrong: a message within another is told of no state, or of that of the one beside it.
TEST(told_messages, within_others_are_of_the_state_that_stands_before_them) {
  const ToldShop shop;
  const Payload made = Payload::of(
      DecisionMade{.command = shop.hold(7, 2), .last = {}, .events = {shop.held(7, 2)}, .rejection = {}});
  EXPECT_EQ(told_of(made, show_3),
            "DecisionMade{command=hold{booking-7 wants 2 of show-3} last=0 earlier=0 "
            "events=[SeatsHeld{2 seats of show-3}] rejection=}");
  const Payload submit = Payload::of(SubmitCommand{.command = CommandId{1},
                                                   .stream = show_3,
                                                   .body = shop.hold(7, 2),
                                                   .correlation = {},
                                                   .also = {{show_4, shop.hold(7, 1)}}});
  for (const StreamId outside : {StreamId{}, booking_3, show_4}) {
    const std::string text = told_of(submit, outside);
    EXPECT_NE(text.find("body=hold{booking-7 wants 2 of show-3}"), text.npos) << text;
    EXPECT_NE(text.find("body=hold{booking-7 wants 1 of show-4}"), text.npos) << text;
  }
  RecordedEvent stored;
  stored.stream = show_4;
  stored.body = shop.held(7, 2);
  EXPECT_NE(told_of(Payload::of(stored)).find("body=SeatsHeld{2 seats of show-4}"), std::string::npos);
}

// Wrong: a decision that is told beside its state doesn't say so itself.
TEST(told_messages, of_a_decision_name_its_state) {
  const ToldShop shop;
  const Decision decision = std::vector<Payload>{shop.held(7, 2), shop.held(8, 1)};
  EXPECT_EQ(to_text(decision, show_3), "[SeatsHeld{2 seats of show-3}, SeatsHeld{1 seats of show-3}]");
  EXPECT_EQ(to_text(decision), "[SeatsHeld{2 seats of the show}, SeatsHeld{1 seats of the show}]");
}

}  // namespace
}  // namespace crisper::written
