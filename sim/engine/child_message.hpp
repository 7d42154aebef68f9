// Child message: what a child process sends its parent: a kind, the version of this form, and the value. One codec for
// all of them, so that what was cut off, is of another kind or was written by another program is nothing, everywhere.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace crisper::sim {

/// MessagePack: cheap to read, thousands a second, and strings are kept as they are.
std::string child_message(std::string_view kind, nlohmann::json value);

/// The value; discarded where the bytes are not a whole message of this kind and version.
nlohmann::json child_message_value(std::string_view kind, std::string_view bytes);

/// What `read` makes of the value: it may throw what nlohmann-json throws of a value that is not as it expects, and
/// returns nothing for one that means nothing.
template <class T, class Read>
std::optional<T> read_child_message(std::string_view kind, std::string_view bytes, Read&& read) {
  const nlohmann::json value = child_message_value(kind, bytes);
  if (value.is_discarded()) return std::nullopt;
  try {
    return std::forward<Read>(read)(value);
  } catch (const std::exception&) {  // of nlohmann-json; of at() for a place that there isn't
    return std::nullopt;
  }
}

/// An enumeration travels as its number.
template <class Enum>
std::optional<Enum> enum_up_to(const nlohmann::json& value, Enum last) {
  const int number = value.get<int>();
  if (number < 0 || number > static_cast<int>(last)) return std::nullopt;
  return static_cast<Enum>(number);
}

}  // namespace crisper::sim
