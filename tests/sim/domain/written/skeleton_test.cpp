#include <gtest/gtest.h>

#include <string>
#include <vector>

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

// ---- EventCatalog

std::string catalog_page(const std::string& front) { return "---\n" + front + "---\n\n# What people read\n"; }

std::vector<CatalogFile> catalog_pages() {
  return {
      {"channels/x/index.mdx", catalog_page("id: x\n")},
      {"domains/Sales/index.mdx", catalog_page("id: Sales\n")},
      {"domains/Sales/services/Shows/commands/HoldSeats/index.mdx",
       catalog_page("id: HoldSeats\nname: Hold seats\nversion: 1.0.0\nschemaPath: schema.json\n")},
      {"domains/Sales/services/Shows/commands/HoldSeats/schema.json",
       R"({"type": "object", "properties": {"bookingId": {"type": "string"}, "seats": {"type": "integer"}}})"},
      {"domains/Sales/services/Shows/events/SeatsHeld/index.mdx",
       catalog_page("id: SeatsHeld\nversion: 0.0.1\nschemaPath: ./schema.json\n")},
      {"domains/Sales/services/Shows/events/SeatsHeld/schema.json",
       R"({"type": "object", "properties": {"bookingId": {"type": "string"}}})"},
      {"domains/Sales/services/Shows/index.mdx",
       catalog_page("id: Show\nversion: 1.0.0\nreceives:\n  - id: HoldSeats\n    version: 1.0.0\n  - id: Elsewhere\n"
                    "sends:\n  - id: SeatsHeld\n  - id: SeatsClosed\n")},
      {"events/SeatsClosed/index.md", catalog_page("name: told without an id\n")},
      {"services/Reader/index.mdx", catalog_page("id: Reader\nreceives: [{id: SeatsHeld}]\n")}};
}

// Wrong: what a team has written in folders is lost, or is made into something that can't be read.
TEST(skeletons, are_made_of_an_event_catalog) {
  const auto text = own_domain_skeleton_of_catalog("Ticket Shop", catalog_pages());
  ASSERT_TRUE(text) << text.error();
  for (const char* part :
       {"# Made from an EventCatalog:", "name: ticket_shop", "ids: [booking]",
        "    show:", "hold_seats(booking, seats):", "- otherwise -> SeatsHeld", "SeatsHeld(booking): messages += 1",
        "SeatsClosed: messages += 1", "does: \"show.hold_seats(booking, seats)\""}) {
    EXPECT_TRUE(has(*text, part)) << part << "\n" << *text;
  }
  EXPECT_FALSE(has(*text, "reader")) << "it receives no command and sends nothing\n" << *text;
  const auto scenario = parse_scenario(*text);
  EXPECT_TRUE(scenario) << scenario.error().text() << "\n" << *text;
}

// Wrong: a slip in one page of many is told without its place.
TEST(skeletons, of_an_event_catalog_say_what_is_wrong_with_it) {
  std::vector<CatalogFile> files = catalog_pages();
  files[2].text = catalog_page("id: HoldSeats\nname: [\n");
  const auto broken = own_domain_skeleton_of_catalog("shop", files);
  ASSERT_FALSE(broken);
  EXPECT_TRUE(broken.error().starts_with("domains/Sales/services/Shows/commands/HoldSeats/index.mdx:"))
      << broken.error();
  files = catalog_pages();
  files[3].text = "{\"type\": ";
  const auto schema = own_domain_skeleton_of_catalog("shop", files);
  ASSERT_FALSE(schema);
  EXPECT_TRUE(schema.error().starts_with("domains/Sales/services/Shows/commands/HoldSeats/schema.json:"))
      << schema.error();
  for (const std::vector<CatalogFile>& none :
       {std::vector<CatalogFile>{}, std::vector<CatalogFile>{{"services/Reader/index.mdx", "no front matter"}},
        std::vector<CatalogFile>{{"services/Reader/index.mdx", "---\n---\n"}}}) {
    const auto empty = own_domain_skeleton_of_catalog("shop", none);
    ASSERT_FALSE(empty);
    EXPECT_TRUE(has(empty.error(), "services/NAME/index.mdx")) << empty.error();
  }
}

}  // namespace
}  // namespace crisper::sim
