#include "cli/shell_words.hpp"

#include <algorithm>
#include <string_view>

namespace crisper::cli {
namespace {

constexpr std::size_t slug_length_max = 60;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

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
  for (const char c : name) {
    if (is_letter_or_digit(c)) {
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  if (result.size() > slug_length_max) result.resize(slug_length_max);
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result.empty() ? "run" : result;
}

}  // namespace crisper::cli
