// What stories tell of messages whose words name the state that they are of.
#include <gtest/gtest.h>

#include "core/command/protocol.hpp"
#include "core/service/decision_made.hpp"
#include "properties/domain/entity_fold.hpp"
#include "properties/evidence/narrate.hpp"
#include "properties/explain/short_ids.hpp"
#include "tests/properties/domain/written/told_law.hpp"

namespace crisper::written {
namespace {

using namespace properties;

constexpr StreamId third_show = StreamId::of(StreamCategory{1}, 3);
constexpr ProcessId told_store{7};
constexpr ProcessId told_handler{8};
constexpr ProcessId told_client{9};
constexpr CommandId the_command{0x9c41d2aa0712};
constexpr EventId the_event{1234567890123456789};

/// A shop with these words for what is held, and what the pipeline says of one command.
class WordedShop {
 public:
  explicit WordedShop(const std::string& held = "{seats} seats of {show}")
      : domain_(sim::make_domain(sim::parsed(
            std::string(shop_with_laws) + "  words: {open: \"{seats} more at {show}\", Held: \"" + held + "\"}\n"))) {
    names.add(StreamCategory{1}, "show");
    names.add(told_store, {"event-store", "event-store"});
    names.add(told_handler, {"handler-1", "handler"});
    names.add(told_client, {"client-1", "client"});
  }

  Payload held(Value booking, Value seats) const {
    return written_payload(model(), *model().find_event("Held"), {booking, seats});
  }
  Payload open(Value seats) const { return written_payload(model(), *model().find_command(0, "open"), {seats}); }

  const Domain& domain() const { return *domain_; }

  Names names;

 private:
  const Model& model() const { return static_cast<const WrittenDomain&>(*domain_).model(); }
  std::shared_ptr<const Domain> domain_;
};

// Wrong: a story tells a message without its state, or with the one of its observation's row.
TEST(told_states, stand_in_what_is_narrated) {
  const WordedShop shop;
  const Payload held = shop.held(7, 2), open = shop.open(5);
  EXPECT_EQ(deed({.kind = ObservationKind::event_appended,
                  .process = told_store,
                  .peer = told_handler,
                  .message = subject(the_event),
                  .stream = third_show,
                  .a = 1,
                  .payload = held.get()},
                 shop.names),
            "event-store stored Held{2 seats of show-3} as version 1 of show-3 for handler-1");
  const Payload made = Payload::of(DecisionMade{.command = open, .last = {}, .events = {held, held}, .rejection = {}});
  EXPECT_EQ(deed({.kind = ObservationKind::decision_made,
                  .process = told_handler,
                  .message = subject(the_command),
                  .stream = third_show,
                  .a = 4,
                  .b = 2,
                  .payload = made.get()},
                 shop.names),
            "handler-1 decided open{5 more at show-3}: [Held{2 seats of show-3}, Held{2 seats of show-3}] on version 4 "
            "of show-3");
  const Payload submit = Payload::of(
      SubmitCommand{.command = the_command, .stream = third_show, .body = open, .correlation = {}, .also = {}});
  const std::string sent =
      deed({.kind = ObservationKind::message_sent, .process = told_client, .peer = told_store, .payload = submit.get()},
           shop.names);
  EXPECT_NE(sent.find("body=open{5 more at show-3}"), sent.npos) << sent;
}

/// What is told of an event that was stored, where it is told of first.
std::string introduced(const WordedShop& shop) {
  const Payload held = shop.held(7, 2);
  CausalRecorder run;
  run.begin(shop.names);
  run.observe({.kind = ObservationKind::event_appended,
               .process = told_store,
               .peer = told_handler,
               .message = subject(the_event),
               .stream = third_show,
               .a = 1,
               .payload = held.get()},
              ObservationId{1});
  run.observe({.kind = ObservationKind::event_applied,
               .process = told_client,
               .message = subject(the_event),
               .stream = third_show,
               .a = 7,
               .b = 7},
              ObservationId{2});
  run.end({});
  ShortIds ids(run);
  return deed(run.all()[1].observation, run.names(), ids.wording());
}

// Wrong: a state is named twice in a row, or not at all.
TEST(told_states, are_named_once_where_an_event_is_introduced) {
  EXPECT_EQ(introduced(WordedShop()), "client-1 applied event e1 (Held{2 seats of show-3}) at offset 7 (position 7)");
  EXPECT_EQ(introduced(WordedShop("{seats} seats")),
            "client-1 applied event e1 (Held{2 seats} of show-3) at offset 7 (position 7)");
  std::string cut;
  for (int i = 0; i < 40; ++i) cut += "very ";
  const std::string told = introduced(WordedShop(cut + "many of {show}"));
  EXPECT_NE(told.find("very ... of show-3) at offset 7"), told.npos) << told;
}

// Wrong: of a message whose words name its state, the window can't tell any more what it did.
TEST(told_states, do_not_keep_values_from_being_read_back) {
  const WordedShop shop("{seats} seats of {show} for {booking}");
  const auto after = [&](std::string_view event) -> std::string {
    const auto fold = entity_fold(shop.domain());
    EXPECT_TRUE(fold->take(third_show, "Opened{seats=5}"));
    const std::optional<EntityChange> change = fold->take(third_show, event);
    return change ? change->after : "not read";
  };
  EXPECT_EQ(after("Held{2 seats of show-3 for booking-7}"), "free 3, held {booking-7: 2}");
  EXPECT_EQ(after("Held{2 seats of the show for booking-7}"), "free 3, held {booking-7: 2}");
  EXPECT_EQ(after("Held{2 seats of diary-3 for booking-7}"), "not read");
  EXPECT_EQ(after("Held{2 seats of show- for booking-7}"), "not read");
}

}  // namespace
}  // namespace crisper::written
