#include "cli/output/say.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "reports/support/harmless_text.hpp"

namespace crisper::cli {
namespace {

/// As reports paint with.
constexpr auto colours = std::to_array<std::string_view>({"\x1b[0m", "\x1b[31m", "\x1b[32m", "\x1b[33m"});
/// Narrower, and a table is no table.
constexpr std::size_t columns_min = 40;

std::size_t colour_at(std::string_view text) {
  const auto found = std::ranges::find_if(colours, [&](std::string_view each) { return text.starts_with(each); });
  return found == colours.end() ? 0 : found->size();
}

std::string cleaned(std::string_view text, bool one_line) {
  std::string result;
  while (!text.empty()) {
    std::size_t taken = one_line ? 0 : colour_at(text);
    if (taken == 0 && !one_line && (text[0] == '\n' || text[0] == '\t')) taken = 1;
    if (taken == 0) {
      reports::take_harmless(text, result);
      continue;
    }
    result += text.substr(0, taken);
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
