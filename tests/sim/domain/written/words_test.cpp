#include <gtest/gtest.h>

#include "core/domain/written/message.hpp"
#include "core/domain/written/written_domain.hpp"
#include "sim/domain/registry.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::written {
namespace {

/// A shop and a hall, each with a command of the same name; `words` are its words, in line 17.
std::string told_shop(const std::string& words) {
  std::string text = R"yaml(domain:
  name: shop
  constants: {price: 5}
  ids: [booking]
  entities:
    show:
      state: {free: 0..100}
      commands: {"hold(booking, seats)": otherwise -> Held}
      events: {"Held(booking, seats)": free -= seats}
    hall:
      state: {used: number}
      commands: {hold(show): otherwise -> Used}
      events: {Used(show): used += 1}
  services: {bank: {requests: {"charge(booking, amount number)": {}}}}
)yaml";
  if (!words.empty()) text += "  words: {" + words + "}\n";
  return text + "workload: {script: [{client: anna, at: 1s, show.hold: {show: 3, booking: 7, seats: 2}}]}\n";
}

/// What a message of this name says to people.
std::string told_with(const std::string& words, const std::string& name, std::vector<Value> values) {
  const auto domain = sim::make_domain(sim::parsed(told_shop(words)));
  const Model& model = static_cast<const WrittenDomain&>(*domain).model();
  for (const MessageShape& shape : model.shapes) {
    if (shape.name == name) return text_of(WrittenMessage(shape, model, std::move(values)));
  }
  const Service& bank = model.services.front();
  return text_of(WrittenMessage(bank.requests[*bank.find_request(name)].shape, model, std::move(values)));
}

std::string refused_words(const std::string& words) {
  const std::string error = sim::error_of(told_shop(words));
  const std::string place = "domain.words";
  return error.substr(std::min(error.size(), error.find(place)));
}

// Wrong: somebody's words are not used, or stand beside the names that they were written for.
TEST(words_of_a_business, are_how_its_messages_are_told) {
  EXPECT_EQ(told_with("", "Held", {7, 2}), "Held{booking=7 seats=2}");
  const std::string words = "Held: \"{seats} seats for {booking}, at {seats * price}\"";
  EXPECT_EQ(told_with(words, "Held", {7, 2}), "Held{2 seats for booking-7, at 10}");
  EXPECT_EQ(told_with(words, "Used", {3}), "Used{show=3}");
  EXPECT_EQ(told_with("charge: \"{amount} of {booking}\"", "charge", {7, 500}), "charge{500 of booking-7}");
  EXPECT_EQ(told_with("show.hold: a wish, hall.hold: another", "hold", {7, 2}), "hold{a wish}");
}

// Wrong: what has no value is told as a number that nobody wrote.
TEST(words_of_a_business, say_where_there_is_no_value) {
  EXPECT_EQ(told_with("Held: \"{seats / (seats - 2)} each\"", "Held", {7, 2}), "Held{? each}");
  EXPECT_EQ(told_with("Held: \"{seats / (seats - 2)} each, of {seats}\"", "Held", {7, 4}), "Held{2 each, of 4}");
}

// Wrong: a thing is called one way in a message and another way beside it.
TEST(words_of_a_business, are_how_its_ids_are_called) {
  const std::string words = "booking: \"booking no. {booking}\", show: \"{show}. show\", Held: \"for {booking}\"";
  EXPECT_EQ(told_with(words, "Held", {7, 2}), "Held{for booking no. 7}");
  const auto domain = sim::make_domain(sim::parsed(told_shop(words)));
  EXPECT_EQ(domain->stream_words(StreamCategory{1}), (StreamWords{"", ". show"}));
  EXPECT_EQ(domain->stream_words(StreamCategory{2}), std::nullopt);  // a hall
  EXPECT_EQ(domain->stream_words(StreamCategory{3}), (StreamWords{"booking no. ", ""}));
  EXPECT_EQ(domain->stream_words(StreamCategory{4}), std::nullopt);  // the bank
  EXPECT_EQ(domain->category_name(StreamCategory{1}), "show");
}

// Wrong: words change what a run does, or what is told apart.
TEST(words_of_a_business, change_nothing_else) {
  const std::string words = "Held: seats, show: \"show {show}\"";
  EXPECT_EQ(told_run<EventsTold>(sim::parsed(told_shop(""))).told,
            (std::vector<std::string>{"Held{booking=7 seats=2}"}));
  EXPECT_EQ(told_run<EventsTold>(sim::parsed(told_shop(words))).told, (std::vector<std::string>{"Held{seats}"}));
  const auto domain = sim::make_domain(sim::parsed(told_shop(words)));
  const Model& model = static_cast<const WrittenDomain&>(*domain).model();
  const auto plain_domain = sim::make_domain(sim::parsed(told_shop("")));
  const Model& plain = static_cast<const WrittenDomain&>(*plain_domain).model();
  const WrittenMessage one(*model.find_event("Held"), model, {7, 2});
  const WrittenMessage same(*plain.find_event("Held"), plain, {7, 2});
  const WrittenMessage other(*model.find_event("Held"), model, {7, 3});
  EXPECT_EQ(one.content_hash(), same.content_hash());
  EXPECT_NE(one.content_hash(), other.content_hash());
}

// Wrong: words for something that isn't there are dropped, or a mistake in them is told elsewhere.
TEST(words_of_a_business, are_refused_where_nobody_says_them) {
  EXPECT_EQ(sim::error_of(told_shop("Held: \"{seat} seats\"")),
            "17:19: domain.words.Held: nothing here is called 'seat'; did you mean 'seats'?");
  EXPECT_EQ(refused_words("Held: \"{seats} of {show}\""),
            "domain.words.Held: Held doesn't say which show it is of: that stands beside it where it is told, and is "
            "worded under 'show'");
  EXPECT_EQ(refused_words("Hled: x"),
            "domain.words.Hled: no event, command, request or id is called 'Hled'; did you mean 'Held'?");
  EXPECT_EQ(refused_words("hold: x"),
            "domain.words.hold: several messages are called 'hold': say whose, as in show.hold");
  EXPECT_EQ(refused_words("charge: x, bank.charge: y"), "domain.words.bank.charge: 'charge' is told twice");
  EXPECT_EQ(refused_words("show: the show"), "domain.words.show: expected its number, once: \"show no. {show}\"");
  EXPECT_EQ(refused_words("show: \"{show} {show}\""),
            "domain.words.show: expected its number, once: \"show no. {show}\"");
  EXPECT_EQ(refused_words("Held: \"\""), "domain.words.Held: expected a sentence: \"{seats} seats for {booking}\"");
  EXPECT_EQ(refused_words("Held: \"a\\nb\""), "domain.words.Held: expected one line of text");
  EXPECT_EQ(refused_words("Held: [a]"), "domain.words.Held: expected a line of text, not a list");
  EXPECT_EQ(refused_words("Held: \"{seats} for {booking}\""), "");
}

}  // namespace
}  // namespace crisper::written
