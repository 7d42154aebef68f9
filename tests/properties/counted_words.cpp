#include "tests/properties/counted_words.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace crisper::properties::testing {

std::string badly_counted(const std::string& words) {
  // One of a plural. A word in s that is none, or a verb, may follow the number of a version or of a meal.
  static const std::regex one(
      R"((^|[^0-9a-z.#/-])1 ((?!(was|has|is|as)\b)[a-z]+ )?)"
      R"((?!(was|has|is|as|its|this|does|shows)\b)[a-z]+(?!(s|u|i)s\b)[a-z]s\b)");
  static const std::regex one_verb(R"((^|[^0-9a-z.#/-])1 [a-z]+( [a-z]+)? (were|are)\b|[ :]1 (were|are)\b)");
  static const std::regex none(R"((^|[^0-9.])0 [a-z]+( [a-z]+)? (was|were) lost|\blost 0 )");
  std::smatch found;
  for (const std::regex* each : {&one, &one_verb, &none}) {
    if (std::regex_search(words, found, *each)) return found.str() + " in: " + words;
  }
  return {};
}

void expect_well_counted(const RunResult& result) {
  EXPECT_EQ(badly_counted(result.reason), "");
  for (const PropertyResult& property : result.properties) {
    EXPECT_EQ(badly_counted(property.reason), "");
    for (const Violation& violation : property.violations) {
      EXPECT_EQ(badly_counted(violation.reason), "");
      EXPECT_EQ(badly_counted(violation.aside), "");
      for (const Evidence& each : violation.evidence) EXPECT_EQ(badly_counted(each.text), "");
    }
  }
}

namespace {

TEST(CountedWords, of_one_thing_are_in_the_singular) {
  // Wrong: the watch over all that is said would let anything pass, or find fault with what is right.
  for (const char* bad : {"still open were 1 process managers", "1 commands, 2 more", "event-store lost 1 records in",
                          "x: 1 were not there yet", "1 message were lost", "crashed and lost 0 unsynced records",
                          "0 messages were lost", "after 1 deliveries", "a dead letter after 1 deliveries"}) {
    const bool is_found = !badly_counted(bad).empty();
    EXPECT_TRUE(is_found) << bad;
  }
  for (const char* good : {"still open was 1 process manager", "version 1 was due", "fridge-1 has 2 meals",
                           "1 of 2 events", "lost 1 record in its crash", "11 commands", "1.1 messages at once",
                           "no message was lost", "at offset 1 as it was", "0 events were on the way"}) {
    EXPECT_EQ(badly_counted(good), "") << good;
  }
}

}  // namespace
}  // namespace crisper::properties::testing
