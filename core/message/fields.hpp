// Fields: a plain aggregate names its members once; printing, hashing, sizing and encoding follow from that list.
//
//   struct MealReserved {
//     static constexpr std::string_view name = "MealReserved";
//     OrderId order;
//     Quantity quantity;
//     CRISPER_FIELDS(order, quantity)
//     friend bool operator==(const MealReserved&, const MealReserved&) = default;
//   };
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/for_each.hpp"
#include "core/base/sim_time.hpp"
#include "core/base/strong_id.hpp"
#include "core/message/ids.hpp"

/// CRISPER_FIELDS(a, b): in an aggregate, what of it travels. Statements for each member, and no list of pointers to
/// members, which would be one more type for each field of each message.
#define CRISPER_FIELDS(...)                                                                        \
  static constexpr bool has_fields = true;                                                         \
  template <class Self, class Visit>                                                               \
  static constexpr void visit_fields([[maybe_unused]] Self& self, [[maybe_unused]] Visit& visit) { \
    CRISPER_FOR_EACH(CRISPER_FIELD, __VA_ARGS__)                                                   \
  }
#define CRISPER_FIELD(member) visit(::std::string_view(#member), self.member);

namespace crisper {

/// An aggregate that says what its fields are.
template <class Body>
concept HasFields = Body::has_fields;

/// A body that can travel: an aggregate with `name` and fields.
template <class Body>
concept MessageBody = HasFields<Body> && requires {
  { Body::name } -> std::convertible_to<std::string_view>;
};

/// Calls visit(name, member) for each field, in the order of the list.
template <class Body, class Visit>
  requires HasFields<std::remove_cvref_t<Body>>
constexpr void for_each_field(Body&& body, Visit&& visit) {
  std::remove_cvref_t<Body>::visit_fields(body, visit);
}

namespace detail {

template <class T>
inline constexpr bool is_strong_id = false;
template <class Tag, class Rep>
inline constexpr bool is_strong_id<StrongId<Tag, Rep>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Values that are one 64-bit word: numbers, flags, enums, ids, times.
template <class T>
concept Word = std::integral<T> || std::is_enum_v<T> || is_strong_id<T> || std::same_as<T, StreamId> ||
               std::same_as<T, Duration> || std::same_as<T, SimTime>;

template <Word T>
constexpr std::uint64_t to_word(const T& value) {
  if constexpr (std::integral<T> || std::is_enum_v<T>) {
    return static_cast<std::uint64_t>(value);
  } else if constexpr (std::same_as<T, Duration> || std::same_as<T, SimTime>) {
    return static_cast<std::uint64_t>(to_ns(value));
  } else {
    return static_cast<std::uint64_t>(value.value);
  }
}

template <Word T>
constexpr T from_word(std::uint64_t word) {
  if constexpr (std::integral<T> || std::is_enum_v<T>) {
    return static_cast<T>(word);
  } else if constexpr (std::same_as<T, Duration>) {
    return Duration(static_cast<std::int64_t>(word));
  } else if constexpr (std::same_as<T, SimTime>) {
    return SimTime(Duration(static_cast<std::int64_t>(word)));
  } else {
    return T{static_cast<decltype(T::value)>(word)};
  }
}

/// A type that brings its own digest_into(Digest&), describe_into(std::string&, StreamId), names_its_state(),
/// wire_bytes(): Payload and its like.
template <class T>
concept SelfTelling = requires(const T& value, Digest& digest, std::string& text) {
  value.digest_into(digest);
  value.describe_into(text, StreamId{});
  { value.names_its_state() } -> std::convertible_to<bool>;
  { value.wire_bytes() } -> std::convertible_to<std::size_t>;
};

}  // namespace detail

/// Adds a value to a digest.
template <class T>
void digest_value(Digest& digest, const T& value) {
  if constexpr (detail::Word<T>) {
    digest.add(detail::to_word(value));
  } else if constexpr (std::same_as<T, std::string>) {
    digest.add(std::string_view(value));
  } else if constexpr (detail::is_vector<T>) {
    digest.add(static_cast<std::uint64_t>(value.size()));
    for (const auto& each : value) digest_value(digest, each);
  } else if constexpr (detail::is_optional<T>) {
    digest.add(static_cast<std::uint64_t>(value.has_value()));
    if (value) digest_value(digest, *value);
  } else if constexpr (detail::SelfTelling<T>) {
    value.digest_into(digest);
  } else {
    static_assert(HasFields<T>, "a message field is a word, a string, a vector, an optional or has fields of its own");
    for_each_field(value, [&](std::string_view, const auto& each) { digest_value(digest, each); });
  }
}

/// Appends a value as a person reads it: `order=7 quantity=1`; nested aggregates in braces, vectors in brackets.
/// `of`: the state that payloads in it are of; those that stand behind a field called stream are of that one.
template <class T>
void describe_value(std::string& text, const T& value, StreamId of = {}) {
  if constexpr (std::same_as<T, bool>) {
    text += value ? "true" : "false";
  } else if constexpr (std::same_as<T, Duration> || std::same_as<T, SimTime>) {
    text += to_text(value);
  } else if constexpr (std::signed_integral<T>) {
    text += std::to_string(static_cast<long long>(value));
  } else if constexpr (detail::is_strong_id<T>) {
    text += std::to_string(value.value);
  } else if constexpr (detail::Word<T>) {
    text += std::to_string(detail::to_word(value));
  } else if constexpr (std::same_as<T, std::string>) {
    text += value;
  } else if constexpr (detail::is_vector<T>) {
    text += '[';
    bool first = true;
    for (const auto& each : value) {
      if (!first) text += ", ";
      first = false;
      describe_value(text, each, of);
    }
    text += ']';
  } else if constexpr (detail::is_optional<T>) {
    if (value) {
      describe_value(text, *value, of);
    } else {
      text += '-';
    }
  } else if constexpr (detail::SelfTelling<T>) {
    value.describe_into(text, of);
  } else {
    text += '{';
    bool first = true;
    for_each_field(value, [&](std::string_view name, const auto& each) {
      if (!first) text += ' ';
      first = false;
      text += name;
      text += '=';
      describe_value(text, each, of);
      if constexpr (std::same_as<std::remove_cvref_t<decltype(each)>, StreamId>) {
        if (name == "stream") of = each;
      }
    });
    text += '}';
  }
}

namespace detail {

/// Whether a body is told otherwise of one state than of another: for each of its fields. Says so too of a payload that
/// stands behind a stream of its own, which costs whoever asks a text more.
struct NamesState {
  bool found = false;

  template <class T>
  constexpr void operator()(std::string_view, const T& field) {
    if constexpr (is_optional<T>) {
      if (field) (*this)({}, *field);
    } else if constexpr (is_vector<T>) {
      if constexpr (!Word<typename T::value_type>) {
        for (const auto& each : field) (*this)({}, each);
      }
    } else if constexpr (SelfTelling<T>) {
      found = found || field.names_its_state();
    } else if constexpr (HasFields<T>) {
      for_each_field(field, *this);
    }
  }
};

}  // namespace detail

/// The bytes a value takes on the wire in a plain binary encoding: what bandwidth is charged for.
template <class T>
std::size_t wire_size(const T& value) {
  if constexpr (std::same_as<T, bool>) {
    return 1;
  } else if constexpr (detail::Word<T>) {
    return sizeof(T);
  } else if constexpr (std::same_as<T, std::string>) {
    return 4 + value.size();
  } else if constexpr (detail::is_vector<T>) {
    std::size_t bytes = 4;
    for (const auto& each : value) bytes += wire_size(each);
    return bytes;
  } else if constexpr (detail::is_optional<T>) {
    return 1 + (value ? wire_size(*value) : 0);
  } else if constexpr (detail::SelfTelling<T>) {
    return value.wire_bytes();
  } else {
    std::size_t bytes = 0;
    for_each_field(value, [&](std::string_view, const auto& each) { bytes += wire_size(each); });
    return bytes;
  }
}

}  // namespace crisper
