// The words and signs of the language in which a business is written: what its lines are cut into, what no name may be
// called, and what people are told of it, from one table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::written {

struct LanguageWord {
  std::string_view word;
  std::string_view use;  ///< "operator", "function", "value", "case", "change", "type", or where it is known
  std::string_view meaning;
  bool is_reserved = true;  ///< no name may be called so; else it means this in its place alone
};

/// All words, in reading order.
std::span<const LanguageWord> language_words();
/// All signs; one that begins as another stands before it.
std::span<const LanguageWord> language_signs();

/// The words of this use.
std::vector<std::string> words_used_as(std::string_view use);

}  // namespace crisper::written
