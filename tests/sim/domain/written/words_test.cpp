#include <gtest/gtest.h>

#include "core/domain/written/message.hpp"
#include "core/domain/written/written_domain.hpp"
#include "sim/domain/registry.hpp"
#include "sim/trace/trace_reader.hpp"
#include "sim/trace/trace_writer.hpp"
#include "tests/sim/domain/written/told_run.hpp"
#include "tests/sim/scenario/scenarios.hpp"
#include "tests/sim/trace/small_trace.hpp"

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

std::string told_of(const Message& message, StreamId of) {
  std::string text;
  message.describe_into(text, of);
  return text;
}

/// What a message of this name, which is of this state, says to people.
std::string told_with(const std::string& words, const std::string& name, std::vector<Value> values,
                      StreamId of = {}) {
  const auto domain = sim::make_domain(sim::parsed(told_shop(words)));
  const Model& model = static_cast<const WrittenDomain&>(*domain).model();
  for (const MessageShape& shape : model.shapes) {
    if (shape.name == name) return told_of(WrittenMessage(shape, model, std::move(values)), of);
  }
  const Service& bank = model.services.front();
  return told_of(WrittenMessage(bank.requests[*bank.find_request(name)].shape, model, std::move(values)), of);
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

constexpr StreamId show_3 = StreamId::of(StreamCategory{1}, 3);
constexpr StreamId hall_2 = StreamId::of(StreamCategory{2}, 2);
constexpr StreamId payment_7 = StreamId::of(StreamCategory{3}, 7);

// Wrong: a sentence that names the state of its message tells another, or has a hole where nobody knows it.
TEST(words_of_a_business, name_the_state_that_a_message_is_of) {
  const std::string words =
      "Held: \"{seats} of {show}\", show.hold: \"{seats} of {show}?\", Used: \"{show} in {hall}\"";
  EXPECT_EQ(told_with(words, "Held", {7, 2}, show_3), "Held{2 of show-3}");
  EXPECT_EQ(told_with(words, "hold", {7, 2}, show_3), "hold{2 of show-3?}");
  EXPECT_EQ(told_with(words, "Used", {5}, hall_2), "Used{show-5 in hall-2}");
  EXPECT_EQ(told_with(words, "Held", {7, 2}), "Held{2 of the show}");
  EXPECT_EQ(told_with(words, "Held", {7, 2}, hall_2), "Held{2 of the show}");
  EXPECT_EQ(told_with(words + ", show: \"show no. {show}\"", "Held", {7, 2}, show_3), "Held{2 of show no. 3}");
}

// Wrong: who is called as the state is told instead of what the message says; or a state that is numbered by an id has
// a number of its own.
TEST(words_of_a_business, name_a_state_by_its_key) {
  const auto domain = sim::make_domain(sim::parsed(R"yaml(domain:
  name: shop
  ids: [booking]
  entities:
    show:
      state: {moved: number}
      commands: {move(show): otherwise -> Moved}
      events: {Moved(show): moved += 1}
    hall:
      state: {used: number}
      commands: {use(): otherwise -> Used}
      events: {Used(): used += 1}
    payment:
      key: booking
      state: {taken: number}
      commands: {record(amount number): otherwise -> Paid}
      events: {Paid(amount number): taken = amount}
  policies:
    crowd: {for: show, says: [Full()], events: {Moved: Full}}
  words: {Moved: "as {show}", Paid: "{amount} of {payment}", Full: "{show} is full"}
workload: {script: [{client: anna, at: 1s, use: {hall: 2}}]}
)yaml"));
  const Model& model = static_cast<const WrittenDomain&>(*domain).model();
  const auto event = [&](const char* name, std::vector<Value> values, StreamId of) {
    return told_of(WrittenMessage(*model.find_event(name), model, std::move(values)), of);
  };
  EXPECT_EQ(event("Moved", {5}, show_3), "Moved{as show-5}");
  EXPECT_EQ(event("Paid", {30}, payment_7), "Paid{30 of booking-7}");
  EXPECT_EQ(event("Paid", {30}, show_3), "Paid{30 of the booking}");
  const StreamId crowd_2 = StreamId::of(model.category_of_entity(*model.find_entity("crowd")), 2);
  EXPECT_EQ(event("Full", {}, crowd_2), "Full{show-2 is full}");
}

// Wrong: the file of a run tells one state's text of another, because both messages say the same.
TEST(words_of_a_business, name_each_state_in_a_trace) {
  const sim::ScratchFolder folder;
  const auto domain = sim::make_domain(sim::parsed(told_shop("Held: \"{seats} of {show}\"")));
  const Model& model = static_cast<const WrittenDomain&>(*domain).model();
  const Payload held = written_payload(model, *model.find_event("Held"), {7, 2});
  const Payload used = written_payload(model, *model.find_event("Used"), {3});
  auto trace = sim::TraceWriter::create({.path = folder / "run.sqlite", .stream_categories = {}});
  ASSERT_TRUE(trace);
  std::uint64_t id = 0;
  const auto say = [&](ObservationKind kind, StreamId stream, const Payload& payload) {
    (*trace)->observe({.kind = kind, .message = MessageId{id + 100}, .stream = stream, .payload = payload.get()},
                      ObservationId{++id});
  };
  for (const std::uint64_t show : {3, 4, 3, 4}) {
    say(ObservationKind::event_appended, StreamId::of(StreamCategory{1}, show), held);
  }
  say(ObservationKind::event_appended, hall_2, used);
  say(ObservationKind::event_appended, StreamId::of(StreamCategory{2}, 5), used);
  say(ObservationKind::client_decided, show_3, held);  // a client acts on the row of show 3, and nobody says on what
  ASSERT_TRUE((*trace)->finish());
  const auto reader = sim::TraceReader::open(folder / "run.sqlite");
  ASSERT_TRUE(reader);
  const auto rows = reader->query("SELECT y.text FROM observation o JOIN payload y ON y.id = o.payload ORDER BY o.id");
  ASSERT_TRUE(rows);
  std::vector<std::string> texts;
  for (const auto& row : rows->rows) texts.push_back(sim::to_text(row[0]));
  EXPECT_EQ(texts, (std::vector<std::string>{"Held{2 of show-3}", "Held{2 of show-4}", "Held{2 of show-3}",
                                             "Held{2 of show-4}", "Used{show=3}", "Used{show=3}",
                                             "Held{2 of the show}"}));
  // What says the same of both is there once: two of the shows, one of the halls, one of nobody.
  const auto count = reader->query("SELECT COUNT(*) FROM payload");
  ASSERT_TRUE(count);
  EXPECT_EQ(sim::to_text(count->rows[0][0]), "4");
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
  EXPECT_EQ(refused_words("Held: \"{if show == 3 then 1 else 2}\""),
            "domain.words.Held: which show it is of stands alone in its braces: {show}");
  EXPECT_EQ(refused_words("Held: \"{seats} of {hall}\"").find("domain.words.Held: nothing here is called 'hall'"), 0U);
  EXPECT_EQ(refused_words("charge: \"{bank}\"").find("domain.words.charge: nothing here is called 'bank'"), 0U);
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
