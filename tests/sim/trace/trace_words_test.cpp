#include "sim/trace/trace_words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include "core/observe/audit.hpp"
#include "core/observe/observation_kind.hpp"

namespace crisper::sim {
namespace {

/// The enumerations that kinds of observations, and of what an audit finds, name as the meaning of a number.
std::set<std::string, std::less<>> lists_named_by_kinds() {
  std::set<std::string, std::less<>> lists;
  const auto add = [&](std::string_view meaning) {
    if (!meaning.empty() && std::isupper(static_cast<unsigned char>(meaning.front()))) lists.emplace(meaning);
  };
  for (const ObservationKindInfo& kind : observation_kinds) {
    add(kind.a);
    add(kind.b);
  }
  for (const AuditKindInfo& kind : audit_kinds) {
    add(kind.a);
    add(kind.b);
  }
  return lists;
}

TEST(TraceWords, are_there_for_every_enumeration_that_an_observation_carries) {
  // Wrong: a trace that says "AppendError 5", since nobody wrote its words down.
  std::set<std::string, std::less<>> lists;
  for (const TraceWords& each : trace_words()) EXPECT_TRUE(lists.emplace(each.list).second) << each.list << " twice";
  EXPECT_EQ(lists, lists_named_by_kinds());
}

TEST(TraceWords, tell_every_value_from_every_other) {
  // Wrong: a value without a word, or two with the same.
  for (const TraceWords& each : trace_words()) {
    std::set<std::string_view> names;
    for (std::size_t value = 0; value < each.words.size(); ++value) {
      const EnumWord& word = each.words[value];
      EXPECT_FALSE(word.name.empty()) << each.list << " " << value;
      EXPECT_FALSE(word.meaning.empty()) << each.list << " " << word.name;
      EXPECT_TRUE(names.insert(word.name).second) << each.list << " has " << word.name << " twice";
      EXPECT_EQ(trace_word(each.list, static_cast<std::int64_t>(value)), word.name);
    }
  }
}

TEST(TraceWords, are_none_for_what_is_no_value) {
  // Wrong: words for a number that has none.
  EXPECT_EQ(trace_word("RunEnding", 3), "");
  EXPECT_EQ(trace_word("RunEnding", -1), "");
  EXPECT_EQ(trace_word("attempt", 1), "");
}

}  // namespace
}  // namespace crisper::sim
