// Enum words: an enumeration and the words for its values, in one list. What names a value anywhere (a trace, a
// scenario file, a reason, a column) takes its words from there, so that no value is without one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/for_each.hpp"

/// CRISPER_ENUM(Enum, (value, "meaning"), ...): `enum class Enum`, its values from zero on, and the words for them. A
/// value is named as it is written; a name that C++ has taken ends in "_", which its word leaves out. A meaning is a
/// part of a sentence.
#define CRISPER_ENUM(Enum, ...)                                                                       \
  enum class Enum : std::uint8_t { CRISPER_FOR_EACH(CRISPER_ENUM_VALUE_OF, __VA_ARGS__) };            \
  constexpr auto enum_words(Enum) {                                                                   \
    return std::to_array<::crisper::EnumWord>({CRISPER_FOR_EACH(CRISPER_ENUM_WORD_OF, __VA_ARGS__)}); \
  }
/// The same of a list with more columns, LIST(X): X(value, "meaning", ...).
#define CRISPER_ENUM_OF_LIST(Enum, LIST)                       \
  enum class Enum : std::uint8_t { LIST(CRISPER_ENUM_VALUE) }; \
  constexpr auto enum_words(Enum) { return std::to_array<::crisper::EnumWord>({LIST(CRISPER_ENUM_WORD)}); }
#define CRISPER_ENUM_VALUE_OF(row) CRISPER_ENUM_VALUE row
#define CRISPER_ENUM_WORD_OF(row) CRISPER_ENUM_WORD row
#define CRISPER_ENUM_VALUE(value, ...) value,
#define CRISPER_ENUM_WORD(value, meaning, ...) {::crisper::word_of_value(#value), meaning},

namespace crisper {

struct EnumWord {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::string_view word_of_value(std::string_view value) {
  if (value.ends_with('_')) value.remove_suffix(1);
  return value;
}

/// An enumeration that was declared with its words.
template <class Enum>
concept WordedEnum = requires {
  enum_words(Enum{});
};

/// All of them, in the order of the values: words_of<Enum>[place].name.
template <WordedEnum Enum>
inline constexpr auto words_of = enum_words(Enum{});

/// And the values themselves.
template <WordedEnum Enum>
inline constexpr auto values_of = [] {
  std::array<Enum, words_of<Enum>.size()> values{};
  for (std::size_t place = 0; place < values.size(); ++place) values[place] = static_cast<Enum>(place);
  return values;
}();

/// "?" and nothing for what is no value of it: observations carry plain numbers.
template <WordedEnum Enum>
constexpr std::string_view name_of(Enum value) {
  const auto place = static_cast<std::size_t>(value);
  return place < words_of<Enum>.size() ? words_of<Enum>[place].name : "?";
}
template <WordedEnum Enum>
constexpr std::string_view meaning_of(Enum value) {
  const auto place = static_cast<std::size_t>(value);
  return place < words_of<Enum>.size() ? words_of<Enum>[place].meaning : "";
}

/// The value of this name; nothing where there is none.
template <WordedEnum Enum>
constexpr std::optional<Enum> value_named(std::string_view name) {
  for (const Enum value : values_of<Enum>) {
    if (name_of(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace crisper
