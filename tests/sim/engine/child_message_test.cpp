#include "sim/engine/child_message.hpp"

#include <gtest/gtest.h>

namespace crisper::sim {
namespace {

std::optional<std::string> word_in(std::string_view bytes) {
  return read_child_message<std::string>(
      "word", bytes, [](const nlohmann::json& json) { return std::optional(json.at("word").get<std::string>()); });
}

TEST(ChildMessage, comes_out_as_it_went_in) {
  // Wrong: what a parent tells isn't what its child found.
  EXPECT_EQ(word_in(child_message("word", {{"word", "a\n\xff"}})), "a\n\xff");
}

TEST(ChildMessage, that_was_cut_off_is_nothing) {
  // Wrong: a child that died while it wrote passes for one that was done.
  const std::string whole = child_message("word", {{"word", "hello"}});
  for (std::size_t length = 0; length < whole.size(); ++length) EXPECT_FALSE(word_in(whole.substr(0, length)));
  EXPECT_FALSE(word_in(whole + "x"));
}

TEST(ChildMessage, of_another_kind_or_version_is_nothing) {
  // Wrong: numbers of one thing are read as those of another.
  EXPECT_FALSE(word_in(child_message("number", {{"word", "hello"}})));
  std::string bytes;
  nlohmann::json::to_msgpack({{"crisper_child", 0}, {"kind", "word"}, {"value", {{"word", "hello"}}}}, bytes);
  EXPECT_FALSE(word_in(bytes));
  EXPECT_FALSE(word_in("{}"));
}

TEST(ChildMessage, with_a_value_that_is_not_as_expected_is_nothing) {
  // Wrong: the parent dies of what its child wrote.
  EXPECT_FALSE(word_in(child_message("word", {{"word", 7}})));
  EXPECT_FALSE(word_in(child_message("word", nlohmann::json::array())));
}

}  // namespace
}  // namespace crisper::sim
