// "1 run", "3 runs".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crisper::reports {

/// `plural` where it is not the word with an s.
inline std::string counted(std::uint64_t number, std::string_view word, std::string_view plural = {}) {
  std::string text = std::to_string(number) + " ";
  if (number == 1) return text + std::string(word);
  return text + (plural.empty() ? std::string(word) + "s" : std::string(plural));
}

}  // namespace crisper::reports
