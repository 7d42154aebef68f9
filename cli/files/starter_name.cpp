#include "cli/files/starter_name.hpp"

#include <fmt/format.h>

#include <cctype>
#include <string_view>

#include "sim/scenario/parse.hpp"

namespace crisper::cli {
namespace {

/// As names of businesses are: letters, digits and "_", the first a letter.
std::string word_of(std::string_view text) {
  std::string word;
  for (const char c : text) word += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  while (!word.empty() && !std::isalpha(static_cast<unsigned char>(word.front()))) word.erase(0, 1);
  return word;
}

/// With this name in the line that follows `before`.
std::string renamed(std::string text, std::string_view before, const std::string& name) {
  const std::size_t at = text.find(before);
  if (at == text.npos) return text;
  const std::size_t begin = at + before.size();
  return text.replace(begin, text.find('\n', begin) - begin, name);
}

bool is_scenario(const std::string& text) { return sim::parse_scenario(text).has_value(); }

}  // namespace

std::string named_after(const std::filesystem::path& file, const std::string& starter) {
  const std::string word = word_of(file.stem().string());
  if (word.empty()) return starter;
  // In quotes, since a file may be called `null`, or `on`.
  const bool is_plain = is_scenario(renamed(starter, "\nname: ", word));
  std::string named = renamed(starter, "\nname: ", is_plain ? word : fmt::format("\"{}\"", word));
  if (!is_scenario(named)) return starter;
  std::string with_business = renamed(named, "\ndomain:\n  name: ", word);
  return is_scenario(with_business) ? with_business : named;
}

}  // namespace crisper::cli
