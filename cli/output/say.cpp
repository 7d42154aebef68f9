#include "cli/output/say.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#include "reports/support/utf8.hpp"

namespace crisper::cli {
namespace {

/// As reports paint with.
constexpr auto colours = std::to_array<std::string_view>({"\x1b[0m", "\x1b[31m", "\x1b[32m", "\x1b[33m"});
/// Narrower, and a table is no table.
constexpr std::size_t columns_min = 40;

bool is_harmless(std::uint32_t code) {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  if (code == 0x61c || code == 0x200e || code == 0x200f) return false;  // marks of direction
  if (code == 0x2028 || code == 0x2029) return false;                   // line and paragraph
  return !((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069));
}

std::size_t colour_at(std::string_view text) {
  const auto found = std::ranges::find_if(colours, [&](std::string_view each) { return text.starts_with(each); });
  return found == colours.end() ? 0 : found->size();
}

std::string cleaned(std::string_view text, bool one_line) {
  std::string result;
  while (!text.empty()) {
    std::size_t taken = one_line ? 0 : colour_at(text);
    if (taken == 0 && !one_line && (text[0] == '\n' || text[0] == '\t')) taken = 1;
    if (taken > 0) {
      result += text.substr(0, taken);
    } else {
      const reports::Utf8Character character = reports::first_character(text);
      taken = std::max<std::size_t>(character.bytes, 1);
      if (character.bytes > 0 && is_harmless(character.code)) {
        result += text.substr(0, taken);
      } else if (character.bytes == 0) {
        result += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(text[0])));
      } else {
        result += fmt::format("\\u{:04x}", character.code);
      }
    }
    text.remove_prefix(taken);
  }
  return result;
}

bool is_dumb() {
  const char* terminal = std::getenv("TERM");
  return terminal != nullptr && std::string_view(terminal) == "dumb";
}

}  // namespace

std::string harmless(std::string_view text) { return cleaned(text, false); }
std::string harmless_line(std::string_view text) { return cleaned(text, true); }

void say(std::string_view text) { fmt::print("{}", harmless(text)); }

bool wants_colour() {
  const char* none = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) != 0 && !is_dumb() && (none == nullptr || *none == '\0');
}

bool can_redraw_errors() { return isatty(STDERR_FILENO) != 0 && !is_dumb(); }

reports::TerminalOptions terminal(bool colour) {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return {.colour = colour};
  }
  return {.colour = colour, .columns = std::max<std::size_t>(size.ws_col, columns_min)};
}

}  // namespace crisper::cli
