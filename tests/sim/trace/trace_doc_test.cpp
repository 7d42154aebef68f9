// The queries printed in docs/formats/trace.md, run against the run that they were printed from.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "sim/trace/trace_reader.hpp"
#include "tests/sim/trace/small_trace.hpp"

namespace crisper::sim {
namespace {

struct Example {
  std::string sql;
  std::string rows;
};

/// Each ```sql block that is followed by a ```text block.
std::vector<Example> examples_in(const std::string& path) {
  std::ifstream file(path);
  std::vector<Example> examples;
  std::string line;
  std::string* block = nullptr;
  while (std::getline(file, line)) {
    if (line == "```sql") {
      block = &examples.emplace_back().sql;
    } else if (line == "```text" && !examples.empty() && examples.back().rows.empty()) {
      block = &examples.back().rows;
    } else if (line == "```") {
      block = nullptr;
    } else if (block) {
      *block += line + "\n";
    }
  }
  std::erase_if(examples, [](const Example& each) { return each.rows.empty(); });
  return examples;
}

std::string as_table(const TraceRows& rows) {
  std::vector<std::vector<std::string>> lines = {rows.columns};
  for (const auto& row : rows.rows) {
    auto& line = lines.emplace_back();
    for (const TraceValue& value : row) line.push_back(to_text(value));
  }
  std::vector<std::size_t> widths(rows.columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string table;
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) text += line[i] + std::string(widths[i] + 2 - line[i].size(), ' ');
    table += text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }
  return table;
}

TEST(TraceDocument, EveryQueryGivesTheRowsThatThePagePrints) {
  // If this fails, the page tells its readers something that isn't so.
  const ScratchFolder folder;
  ASSERT_TRUE(SmallTrace().write({.path = folder / "run.sqlite", .stream_categories = {}}));
  const auto trace = TraceReader::open(folder / "run.sqlite");
  ASSERT_TRUE(trace) << trace.error().message;
  const std::vector<Example> examples = examples_in(TRACE_DOCUMENT);
  EXPECT_GE(examples.size(), 10u);
  for (const Example& example : examples) {
    const auto rows = trace->query(example.sql);
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(as_table(*rows), example.rows) << example.sql;
  }
}

TEST(TraceDocument, EveryViewHasAnExample) {
  // If this fails, there is a view that no test has ever queried.
  const ScratchFolder folder;
  ASSERT_TRUE(SmallTrace().write({.path = folder / "run.sqlite", .stream_categories = {}}));
  const auto trace = TraceReader::open(folder / "run.sqlite");
  const auto views = trace->query("SELECT name FROM sqlite_master WHERE type = 'view'");
  ASSERT_TRUE(views);
  for (const auto& view : views->rows) {
    const std::vector<Example> examples = examples_in(TRACE_DOCUMENT);
    EXPECT_TRUE(std::ranges::any_of(examples, [&](const Example& each) {
      return each.sql.find("FROM " + to_text(view[0])) != std::string::npos;
    })) << to_text(view[0]);
  }
}

}  // namespace
}  // namespace crisper::sim
