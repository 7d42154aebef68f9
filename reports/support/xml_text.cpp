#include "reports/support/xml_text.hpp"

#include <fmt/format.h>

#include "reports/support/harmless_text.hpp"
#include "reports/support/utf8.hpp"

namespace crisper::reports {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

std::string escaped(std::string_view text, bool in_attribute) {
  std::string result;
  while (!text.empty()) {
    const Utf8Character character = first_character(text);
    const std::string_view bytes = text.substr(0, character.bytes == 0 ? 1 : character.bytes);
    text.remove_prefix(bytes.size());
    switch (character.code) {
      case '&': result += "&amp;"; continue;
      case '<': result += "&lt;"; continue;
      case '>': result += "&gt;"; continue;
      case '"': result += "&quot;"; continue;
      case '\'': result += "&apos;"; continue;
      case '\n': result += in_attribute ? "&#10;" : "\n"; continue;
      case '\r': result += "&#13;"; continue;
      case '\t': result += in_attribute ? "&#9;" : "\t"; continue;
      default: break;
    }
    const bool forbidden =
        character.bytes == 0 || character.code < 0x20 || character.code == 0xfffe || character.code == 0xffff;
    if (!forbidden && !is_harmless(character.code)) {
      result += fmt::format("&#x{:x};", character.code);  // the same text, which commands nobody who looks at the file
      continue;
    }
    result += forbidden ? replacement : bytes;
  }
  return result;
}

}  // namespace

std::string xml_text(std::string_view text) { return escaped(text, false); }
std::string xml_attribute(std::string_view text) { return escaped(text, true); }

}  // namespace crisper::reports
