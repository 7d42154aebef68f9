// Bodies, their payloads and their bytes.
#include <gtest/gtest.h>

#include "core/message/envelope.hpp"
#include "core/message/message_catalog.hpp"

namespace crisper {
namespace {

using namespace crisper::literals;

enum class ParcelColour : std::uint8_t { red, green };

struct Size {
  std::int32_t width = 0;
  std::uint8_t height = 0;
  CRISPER_FIELDS(width, height)
  friend bool operator==(const Size&, const Size&) = default;
};

struct Parcel {
  static constexpr std::string_view name = "Parcel";
  StreamId stream{};
  std::string label{};
  bool fragile = false;
  ParcelColour colour = ParcelColour::red;
  Duration age{};
  std::vector<Size> pieces{};
  std::optional<std::string> note{};
  std::optional<ProcessId> sender{};
  CRISPER_FIELDS(stream, label, fragile, colour, age, pieces, note, sender)
  friend bool operator==(const Parcel&, const Parcel&) = default;
};

struct Empty {
  static constexpr std::string_view name = "Empty";
  CRISPER_FIELDS()
};

struct Flag {
  static constexpr std::string_view name = "Flag";
  bool up = false;
  CRISPER_FIELDS(up)
};

struct Wrapper {
  static constexpr std::string_view name = "Wrapper";
  Payload inner;
  CRISPER_FIELDS(inner)
};

Parcel parcel() {
  return {.stream = StreamId::of(StreamCategory{2}, 7),
          .label = "milk",
          .fragile = true,
          .colour = ParcelColour::green,
          .age = -Duration(5),
          .pieces = {{-3, 255}, {4, 0}},
          .note = "cold",
          .sender = std::nullopt};
}

std::string bytes_of(const Payload& payload) {
  std::string bytes;
  payload->encode_into(bytes);
  return bytes;
}

MessageCatalog catalog() {
  MessageCatalog all;
  all.add<Parcel>();
  all.add<Empty>();
  all.add<Flag>();
  return all;
}

TEST(Fields, describe_a_body_as_a_person_reads_it) {
  // Wrong: a trace would have to be decoded in the head.
  std::string text;
  Payload::of(Parcel{.label = "milk", .pieces = {{-3, 255}}}).describe_into(text);
  EXPECT_EQ(text,
            "Parcel{stream=0 label=milk fragile=false colour=0 age=0s pieces=[{width=-3 height=255}] note=- sender=-}");
  text.clear();
  Payload().describe_into(text);
  EXPECT_EQ(text, "nothing");
}

TEST(Fields, sizes_are_those_of_a_plain_binary_encoding) {
  // Wrong: bandwidth would be charged for something else than the message.
  EXPECT_EQ(Payload::of(parcel()).wire_bytes(), 8u + (4 + 4) + 1 + 1 + 8 + (4 + 2 * 5) + (1 + 4 + 4) + 1);
  EXPECT_EQ(Payload::of(Empty{}).wire_bytes(), 0u);
  EXPECT_EQ(Payload().wire_bytes(), 0u);
}

TEST(Payload, is_its_type_and_its_content) {
  // Wrong: two events could pass for one, or one for two.
  const Payload one = Payload::of(parcel());
  EXPECT_EQ(one, Payload::of(parcel()));
  EXPECT_EQ(one->content_hash(), Payload::of(parcel())->content_hash());
  Parcel other = parcel();
  other.pieces[1].height = 1;
  EXPECT_NE(one, Payload::of(other));
  EXPECT_NE(Payload::of(Empty{}), Payload());
  EXPECT_EQ(Payload(), Payload());
  ASSERT_NE(one.as<Parcel>(), nullptr);
  EXPECT_EQ(*one.as<Parcel>(), parcel());
  EXPECT_EQ(one.as<Empty>(), nullptr);
  EXPECT_EQ(Payload().as<Empty>(), nullptr);
}

TEST(Payload, copies_share_one_body) {
  // Wrong: a duplicate would cost a message.
  const Payload one = Payload::of(parcel());
  const Payload copy = one;
  EXPECT_EQ(copy.get(), one.get());
}

TEST(Payload, the_hash_tells_neighbouring_fields_apart) {
  // Wrong: "ab" and "c" would be "a" and "bc".
  Parcel a, b;
  a.label = "ab";
  a.note = "c";
  b.label = "a";
  b.note = "bc";
  EXPECT_NE(Payload::of(a)->content_hash(), Payload::of(b)->content_hash());
  EXPECT_NE(Payload::of(Wrapper{Payload::of(a)})->content_hash(), Payload::of(Wrapper{Payload::of(b)})->content_hash());
}

TEST(Codec, reads_back_what_it_wrote) {
  // Wrong: a stored event would come back as another.
  for (const Payload& payload : {Payload::of(parcel()), Payload::of(Parcel{}), Payload::of(Empty{})}) {
    const auto read = catalog().decode(payload->type().name, bytes_of(payload));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, payload);
  }
  Parcel with_sender = parcel();
  with_sender.sender = ProcessId{9};
  EXPECT_EQ(*catalog().decode("Parcel", bytes_of(Payload::of(with_sender)))->as<Parcel>(), with_sender);
}

TEST(Codec, an_optional_stands_behind_one_byte) {
  // Wrong: the format would not be the documented one.
  std::string none, some;
  encode_value(none, std::optional<std::uint64_t>{});
  encode_value(some, std::optional<std::uint64_t>{1});
  EXPECT_EQ(none, std::string(1, '\0'));
  EXPECT_EQ(some, std::string("\1\1\0\0\0\0\0\0\0", 9));
}

TEST(Codec, refuses_every_truncation_and_every_extension) {
  // Wrong: a torn write would be read as an event.
  const std::string whole = bytes_of(Payload::of(parcel()));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = catalog().decode("Parcel", std::string_view(whole).substr(0, length));
    ASSERT_FALSE(read.has_value()) << length;
    EXPECT_EQ(read.error(), CodecError::truncated) << length;
  }
  EXPECT_EQ(catalog().decode("Parcel", whole + '\0').error(), CodecError::trailing);
  EXPECT_EQ(catalog().decode("Empty", "x").error(), CodecError::trailing);
  EXPECT_EQ(catalog().decode("Nobody", whole).error(), CodecError::unknown_type);
}

TEST(Codec, refuses_values_that_no_field_can_hold) {
  // Wrong: damaged bytes would become a plausible event.
  EXPECT_TRUE(catalog().decode("Flag", std::string("\1\0\0\0\0\0\0\0", 8)).has_value());
  EXPECT_EQ(catalog().decode("Flag", std::string("\2\0\0\0\0\0\0\0", 8)).error(), CodecError::malformed);
  std::optional<std::uint64_t> maybe;
  ByteReader reader("\2");
  EXPECT_FALSE(decode_value(reader, maybe));
  EXPECT_TRUE(reader.malformed());
}

TEST(Codec, a_length_that_promises_more_than_there_is_ends_at_the_end) {
  // Wrong: four bad bytes would ask for four gigabytes.
  std::string bytes;
  append_length(bytes, 0xffff'ffff);
  ByteReader strings(bytes), vectors(bytes);
  std::string text;
  std::vector<std::uint64_t> words;
  EXPECT_FALSE(decode_value(strings, text));
  EXPECT_FALSE(decode_value(vectors, words));
  EXPECT_FALSE(decode_value(vectors, words)) << "after a failure every further read fails";
}

TEST(Ids, of_events_and_commands_derive_from_their_cause) {
  // Wrong: deciding again would name other events, and idempotence be impossible.
  EXPECT_EQ(event_id_of(CommandId{1}, 0), event_id_of(CommandId{1}, 0));
  EXPECT_NE(event_id_of(CommandId{1}, 0), event_id_of(CommandId{1}, 1));
  EXPECT_NE(event_id_of(CommandId{1}, 0).value, command_id_of(EventId{1}, 0).value);
  const StreamId stream = StreamId::of(StreamCategory{255}, 0x00ff'ffff'ffff'ffffULL);
  EXPECT_EQ(stream.category(), StreamCategory{255});
  EXPECT_EQ(stream.number(), 0x00ff'ffff'ffff'ffffULL);
}

}  // namespace
}  // namespace crisper
