#include "reports/support/harmless_text.hpp"

#include <fmt/format.h>

#include "reports/support/utf8.hpp"

namespace crisper::reports {
bool is_harmless(std::uint32_t code) {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  if (code == 0x61c || code == 0x200e || code == 0x200f) return false;  // marks of direction
  if (code == 0x2028 || code == 0x2029) return false;                   // line and paragraph
  return !((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069));
}

void take_harmless(std::string_view& text, std::string& result) {
  const Utf8Character character = first_character(text);
  if (character.bytes == 0) {
    result += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(text[0])));
    text.remove_prefix(1);
    return;
  }
  if (is_harmless(character.code)) {
    result += text.substr(0, character.bytes);
  } else {
    result += fmt::format("\\u{:04x}", character.code);
  }
  text.remove_prefix(character.bytes);
}

std::string harmless_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    if (text[0] == '\n' || text[0] == '\t') {
      result += text[0];
      text.remove_prefix(1);
    } else {
      take_harmless(text, result);
    }
  }
  return result;
}

std::string harmless_words(std::string_view text) {
  std::string result;
  while (!text.empty()) take_harmless(text, result);
  return result;
}

}  // namespace crisper::reports
