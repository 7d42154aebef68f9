#include "core/domain/written/language.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/domain/written/tokens.hpp"

namespace crisper::written {
namespace {

// Wrong: a name that a line then reads as a word of the language; or one that is refused for no reason.
TEST(written_language, keeps_its_words_from_names) {
  for (const LanguageWord& each : language_words()) EXPECT_EQ(is_name(each.word), !each.is_reserved) << each.word;
  for (const char* name : {"booking", "first", "seen", "timeout", "totals"}) EXPECT_TRUE(is_name(name)) << name;
  for (const char* word : {"total", "otherwise", "set"}) EXPECT_FALSE(is_name(word)) << word;
}

// Wrong: a sign that people are told of, and that a line reads as two.
TEST(written_language, has_signs_that_are_cut_whole) {
  for (const LanguageWord& each : language_signs()) {
    const auto tokens = tokens_of(each.word);
    ASSERT_TRUE(tokens.has_value()) << each.word;
    ASSERT_EQ(tokens->size(), 2U) << each.word;  // the sign, and the end
    EXPECT_EQ(tokens->front().text, each.word);
  }
}

// Wrong: one word is told in two ways.
TEST(written_language, tells_each_word_once) {
  std::vector<std::string> all;
  for (const auto& table : {language_words(), language_signs()}) {
    for (const LanguageWord& each : table) {
      all.emplace_back(each.word);
      EXPECT_FALSE(each.use.empty() || each.meaning.empty()) << each.word;
    }
  }
  std::ranges::sort(all);
  for (const char* read : {"otherwise", "unless", "same", "of", "->"}) {
    EXPECT_TRUE(std::ranges::binary_search(all, read)) << read;
  }
  EXPECT_EQ(std::ranges::adjacent_find(all), all.end());
  EXPECT_EQ(words_used_as("function"),
            (std::vector<std::string>{"min", "max", "size", "total", "first", "sum", "count"}));
}

}  // namespace
}  // namespace crisper::written
