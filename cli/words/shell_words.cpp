#include "cli/words/shell_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "reports/support/utf8.hpp"

namespace crisper::cli {
namespace {

constexpr std::size_t slug_bytes_max = 60;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// Of the characters beyond ASCII: spaces, punctuation and signs, controls, what can't be seen, what belongs to nobody.
constexpr auto no_letters = std::to_array<CodeRange>({{0x80, 0xa9},
                                                      {0xab, 0xb4},
                                                      {0xb6, 0xb9},
                                                      {0xbb, 0xbf},
                                                      {0xd7, 0xd7},
                                                      {0xf7, 0xf7},
                                                      {0x61c, 0x61c},
                                                      {0x1680, 0x1680},
                                                      {0x180e, 0x180e},
                                                      {0x2000, 0x206f},
                                                      {0x3000, 0x3004},
                                                      {0xe000, 0xf8ff},
                                                      {0xfe00, 0xfe0f},
                                                      {0xfeff, 0xfeff},
                                                      {0xfff0, 0xffff},
                                                      {0xe0000, 0x10ffff}});

bool is_other_letter(std::uint32_t code) {
  return std::ranges::none_of(no_letters, [&](CodeRange each) { return each.first <= code && code <= each.last; });
}

bool needs_no_quotes(char c) {
  return is_letter_or_digit(c) || std::string_view("-_./=:,+@%").find(c) != std::string_view::npos;
}

}  // namespace

std::string quoted(const std::string& word) {
  if (!word.empty() && std::ranges::all_of(word, needs_no_quotes)) return word;
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

std::string slug(const std::string& name) {
  std::string result;
  std::string_view left = name;
  while (!left.empty()) {
    const reports::Utf8Character character = reports::first_character(left);
    const std::string_view bytes = left.substr(0, std::max<std::size_t>(character.bytes, 1));
    left.remove_prefix(bytes.size());
    const char c = bytes[0];
    if (is_letter_or_digit(c)) {
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (character.bytes > 1 && is_other_letter(character.code)) {
      if (result.size() + bytes.size() > slug_bytes_max) break;
      result += bytes;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  if (result.size() > slug_bytes_max) result.resize(slug_bytes_max);
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.empty() ? "run" : result;
}

}  // namespace crisper::cli
