// The binary encoding of message bodies, for stores that keep bytes: words little-endian in eight bytes, strings and
// vectors behind a four-byte length, optionals behind one byte. Bodies that hold other Payloads are not storable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/message/fields.hpp"

namespace crisper {

void append_word(std::string& bytes, std::uint64_t word);
void append_length(std::string& bytes, std::size_t length);

/// Reads what append_* wrote; after the first failure every further read fails.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}
  bool word(std::uint64_t& out);
  bool length(std::size_t& out);
  bool take(std::size_t count, std::string_view& out);
  bool at_end() const { return rest_.empty(); }
  /// For a value that no encoder writes: fails this read and all that follow.
  bool refuse() {
    malformed_ = failed_ = true;
    return false;
  }
  /// Whether reading failed over a value, not over the end of the bytes.
  bool malformed() const { return malformed_; }

 private:
  std::string_view rest_;
  bool failed_ = false;
  bool malformed_ = false;
};

template <class T>
void encode_value(std::string& bytes, const T& value) {
  if constexpr (detail::Word<T>) {
    append_word(bytes, detail::to_word(value));
  } else if constexpr (std::same_as<T, std::string>) {
    append_length(bytes, value.size());
    bytes += value;
  } else if constexpr (detail::is_vector<T>) {
    append_length(bytes, value.size());
    for (const auto& each : value) encode_value(bytes, each);
  } else if constexpr (detail::is_optional<T>) {
    bytes += static_cast<char>(value.has_value());
    if (value) encode_value(bytes, *value);
  } else if constexpr (HasFields<T>) {
    for_each_field(value, [&](std::string_view, const auto& each) { encode_value(bytes, each); });
  }
}

template <class T>
bool decode_value(ByteReader& reader, T& value) {
  if constexpr (detail::Word<T>) {
    std::uint64_t word = 0;
    if (!reader.word(word)) return false;
    value = detail::from_word<T>(word);
    return detail::to_word(value) == word || reader.refuse();
  } else if constexpr (std::same_as<T, std::string>) {
    std::size_t length = 0;
    std::string_view view;
    if (!reader.length(length) || !reader.take(length, view)) return false;
    value = view;
    return true;
  } else if constexpr (detail::is_vector<T>) {
    static_assert(!std::same_as<typename T::value_type, bool>, "use a vector of an enum or of a byte");
    std::size_t length = 0;
    if (!reader.length(length)) return false;
    value.clear();
    for (std::size_t i = 0; i < length; ++i) {
      if (!decode_value(reader, value.emplace_back())) return false;
    }
    return true;
  } else if constexpr (detail::is_optional<T>) {
    std::string_view there;
    if (!reader.take(1, there)) return false;
    value.reset();
    if (there[0] != 0 && there[0] != 1) return reader.refuse();
    return there[0] == 0 || decode_value(reader, value.emplace());
  } else if constexpr (HasFields<T>) {
    bool good = true;
    for_each_field(value, [&](std::string_view, auto& each) { good = good && decode_value(reader, each); });
    return good;
  } else {
    return false;
  }
}

}  // namespace crisper
