// Words for the numbers that observations carry, as a sentence has them.
#pragma once

#include <algorithm>
#include <string>

#include "core/base/enum_words.hpp"

namespace crisper::properties {

/// "dead-lettered"
template <WordedEnum Enum>
std::string spoken(Enum value) {
  std::string word(name_of(value));
  std::ranges::replace(word, '_', '-');
  return word;
}

}  // namespace crisper::properties
