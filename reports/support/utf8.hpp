// UTF-8, one character at a time, for texts that may hold anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace crisper::reports {

struct Utf8Character {
  std::size_t bytes = 0;  ///< zero: not UTF-8
  std::uint32_t code = 0;
};

/// The first character of a text that is not empty (RFC 3629: no overlong forms, no surrogates).
Utf8Character first_character(std::string_view text);

}  // namespace crisper::reports
