// docs/guide/coverage.md says which requirement is shown and proved where. What it names must be there.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace crisper {
namespace {

const std::string root = CRISPER_SOURCE_DIR;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The rows of the page's tables: cells without the bars.
std::vector<std::vector<std::string>> rows() {
  std::vector<std::vector<std::string>> found;
  std::istringstream page(text_of(root + "/docs/guide/coverage.md"));
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| R")) continue;
    std::vector<std::string> cells;
    std::istringstream row(line.substr(1));
    for (std::string cell; std::getline(row, cell, '|');) cells.push_back(cell);
    found.push_back(std::move(cells));
  }
  return found;
}

std::vector<std::string> quoted(const std::string& cell) {
  std::vector<std::string> words;
  const std::regex word("`([^`]*)`");
  for (std::sregex_iterator it(cell.begin(), cell.end(), word), end; it != end; ++it) words.push_back((*it)[1]);
  return words;
}

/// Whether a test file of this name is anywhere in the tree.
bool is_test_file(const std::string& name) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root + "/tests")) {
    if (entry.path().filename() == name) return true;
  }
  return false;
}

/// Every test of the tree, as `Suite.name`, and every suite.
std::set<std::string> all_tests() {
  std::set<std::string> tests;
  const std::regex test(R"(TEST(?:_P|_F)?\((\w+),\s*(\w+)\))");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root + "/tests")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = text_of(entry.path());
    for (std::sregex_iterator it(text.begin(), text.end(), test), end; it != end; ++it) {
      tests.insert((*it)[1]);
      tests.insert(std::string((*it)[1]) + "." + std::string((*it)[2]));
    }
  }
  return tests;
}

TEST(CoveragePage, names_only_files_and_tests_that_are_there) {
  // If this fails, the page promises a proof that nobody can find.
  const std::set<std::string> tests = all_tests();
  const std::regex path(R"((?:scenarios|tests|docs|core|sim|properties)/[\w/.]+)");
  const std::regex test(R"([A-Z]\w+(?:\.\w+)?)");
  std::size_t looked = 0;
  for (const auto& cells : rows()) {
    for (std::size_t i = 1; i < cells.size(); ++i) {
      for (const std::string& word : quoted(cells[i])) {
        if (word.ends_with("_test.cpp") && word.find('/') == std::string::npos) {
          EXPECT_TRUE(is_test_file(word)) << cells[0] << word;
          ++looked;
        } else if (std::regex_match(word, path)) {
          EXPECT_TRUE(std::filesystem::exists(root + "/" + word)) << cells[0] << word;
          ++looked;
        } else if (i == 3 && cells.size() == 4 && std::regex_match(word, test)) {
          EXPECT_TRUE(tests.contains(word)) << cells[0] << word;
          ++looked;
        }
      }
    }
  }
  EXPECT_GT(looked, 20u);
}

TEST(CoveragePage, lists_every_row) {
  // If this fails, a requirement has fallen from the page, and nobody sees whether it is there.
  std::set<std::string> listed;
  for (const auto& cells : rows()) listed.insert(cells[0].substr(1, 3));
  for (int number = 1; number <= 59; ++number) {
    const std::string row = (number < 10 ? "R0" : "R") + std::to_string(number);
    EXPECT_TRUE(listed.contains(row)) << row;
  }
}

TEST(CoveragePage, has_a_scenario_and_a_test_for_each_row) {
  // If this fails, a row is listed as done that nobody can see or that nothing proves.
  for (const auto& cells : rows()) {
    if (cells.size() < 4) continue;  // what is there in part
    EXPECT_FALSE(quoted(cells[2]).empty()) << cells[0] << "is shown by nothing";
    EXPECT_FALSE(quoted(cells[3]).empty()) << cells[0] << "is proved by nothing";
  }
}

}  // namespace
}  // namespace crisper
