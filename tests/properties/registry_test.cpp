#include "properties/registry.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/properties/story.hpp"

namespace crisper::properties {
namespace {

TEST(Registry, every_property_has_a_section_in_the_guide) {
  // Wrong: a person would be told that something failed and find nowhere what it means and what it can't detect.
  std::ifstream file(CRISPER_SOURCE_DIR "/docs/guide/properties.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string guide = text.str();
  for (const PropertyEntry& entry : all_properties()) {
    const std::size_t begin = guide.find("\n### " + std::string(entry.info.name) + "\n");
    ASSERT_NE(begin, std::string::npos) << entry.info.name;
    const std::string section = guide.substr(begin + 1, guide.find("\n### ", begin + 1) - begin - 1);
    EXPECT_NE(section.find("Can't detect:"), std::string::npos) << entry.info.name;
  }
}

TEST(Registry, names_are_unique_and_found) {
  // Wrong: one property would hide another.
  std::set<std::string_view> names;
  for (const PropertyEntry& entry : all_properties()) {
    EXPECT_TRUE(names.insert(entry.info.name).second) << entry.info.name;
    EXPECT_EQ(find_property(entry.info.name), &entry);
    EXPECT_FALSE(entry.info.meaning.empty());
  }
  EXPECT_EQ(find_property("stock_never_negativ"), nullptr);
}

TEST(Registry, every_property_starts_with_nothing_seen) {
  // Wrong: a judge would pass a run before it began.
  const Names names = testing::cast();
  for (const PropertyEntry& entry : all_properties()) {
    const auto property = entry.create({.names = &names});
    property->finish({});
    EXPECT_EQ(property->verdict(), Verdict::unknown) << entry.info.name;
    EXPECT_TRUE(property->judgement().vacuous) << entry.info.name;
  }
}

}  // namespace
}  // namespace crisper::properties
