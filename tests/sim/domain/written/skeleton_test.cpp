#include <gtest/gtest.h>

#include <string>

#include "sim/domain/own_domain.hpp"
#include "tests/sim/scenario/scenarios.hpp"

namespace crisper::sim {
namespace {

const std::string shop = R"yaml(asyncapi: 3.0.0
info: {title: Ticket Shop, version: 1.0.0}
channels:
  show:
    address: shows/{showId}
    messages:
      holdSeats: {$ref: '#/components/messages/HoldSeats'}
      SeatsHeld: {$ref: '#/components/messages/SeatsHeld'}
      SeatsRefused:
        payload:
          type: object
          properties:
            bookingId: {type: string}
            reason: {type: string, enum: [sold-out, closed]}
operations:
  onHold:
    action: receive
    channel: {$ref: '#/channels/show'}
    messages: [{$ref: '#/channels/show/messages/holdSeats'}]
  told:
    action: send
    channel: {$ref: '#/channels/show'}
    messages: [{$ref: '#/channels/show/messages/SeatsHeld'}, {$ref: '#/channels/show/messages/SeatsRefused'}]
components:
  messages:
    HoldSeats: {payload: {$ref: '#/components/schemas/Hold'}}
    SeatsHeld: {name: SeatsHeld, payload: {$ref: '#/components/schemas/Hold'}}
  schemas:
    Hold:
      type: object
      properties:
        bookingId: {type: string, format: uuid}
        seats: {type: integer}
        paid: {type: boolean}
        places: {type: array}
)yaml";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Wrong: what a team has written is lost, or what is made of it can't be read.
TEST(skeletons, say_what_the_document_does_and_can_be_read) {
  const auto text = own_domain_skeleton(shop);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_TRUE(has(*text, "  ids: [booking]\n")) << *text;
  EXPECT_TRUE(has(*text,
                  "        hold_seats(booking, seats, paid flag):   # without places\n"
                  "          - otherwise -> SeatsHeld\n"))
      << *text;
  EXPECT_TRUE(has(*text, "        SeatsRefused(booking, reason kind_of_reason): messages += 1\n")) << *text;
  EXPECT_TRUE(has(*text, "    kind_of_reason: [sold_out, closed]\n")) << *text;
  const auto scenario = parse_scenario(*text);
  ASSERT_TRUE(scenario) << scenario.error().text() << "\n" << *text;
  EXPECT_GT(clients_of(*scenario, 1)[0].intents.size(), 10U);
}

TEST(skeletons, take_what_has_no_direction_for_what_has_happened) {
  const auto text = own_domain_skeleton(
      "{\"asyncapi\": \"3.0.0\", \"channels\": {\"User Events\": {\"messages\": {\"signed-up\": {}}}}}");
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_TRUE(has(*text, "    user_events:\n")) << *text;
  EXPECT_TRUE(has(*text, "        signed_up: messages += 1\n")) << *text;
  const auto scenario = parse_scenario(*text);
  ASSERT_TRUE(scenario) << scenario.error().text() << "\n" << *text;
}

TEST(skeletons, refuse_what_is_none) {
  EXPECT_EQ(own_domain_skeleton("openapi: 3.0.0").error().message, "expected an AsyncAPI document: asyncapi: 3.0.0");
  EXPECT_EQ(own_domain_skeleton("asyncapi: 2.6.0").error().message, "expected AsyncAPI 3, not 2.6.0");
  EXPECT_EQ(own_domain_skeleton("asyncapi: 3.0.0").error().message, "it has no channels");
  EXPECT_FALSE(own_domain_skeleton("a: [").has_value());
}

// Wrong: a reference that leads in a circle never ends.
TEST(skeletons, end_where_a_document_refers_to_itself) {
  EXPECT_TRUE(
      own_domain_skeleton("asyncapi: 3.0.0\nchannels: {a: {messages: {b: {$ref: '#/x'}}}}\nx: {$ref: '#/x'}\n"));
}

}  // namespace
}  // namespace crisper::sim
