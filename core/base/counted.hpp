// Counted words: "1 run", "3 runs", and what is said of them.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace crisper {

/// `plural` where it is not the word with an s.
template <std::integral Number>
std::string counted(Number number, std::string_view word, std::string_view plural = {}) {
  std::string text = std::to_string(number) + " ";
  if (number == 1) return text + std::string(word);
  return text + (plural.empty() ? std::string(word) + "s" : std::string(plural));
}

/// "1 message was", "3 messages were", "no message was".
template <std::integral Number>
std::string counted_was(Number number, std::string_view word, std::string_view plural = {}) {
  if (number == 0) return "no " + std::string(word) + " was";
  return counted(number, word, plural) + (number == 1 ? " was" : " were");
}

}  // namespace crisper
