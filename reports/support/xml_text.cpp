#include "reports/support/xml_text.hpp"

#include <cstdint>

namespace crisper::reports {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

struct Character {
  std::size_t bytes = 0;  ///< zero: not UTF-8
  std::uint32_t code = 0;
};

/// The first character of a text that is not empty (RFC 3629: no overlong forms, no surrogates).
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {1, lead};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0xffu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = (code << 6) | (byte(i) & 0x3fu);
  }
  constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (code < smallest[bytes] || surrogate || code > 0x10ffff) return {};
  return {bytes, code};
}

std::string escaped(std::string_view text, bool in_attribute) {
  std::string result;
  while (!text.empty()) {
    const Character character = first_of(text);
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
    result += forbidden ? replacement : bytes;
  }
  return result;
}

}  // namespace

std::string xml_text(std::string_view text) { return escaped(text, false); }
std::string xml_attribute(std::string_view text) { return escaped(text, true); }

}  // namespace crisper::reports
