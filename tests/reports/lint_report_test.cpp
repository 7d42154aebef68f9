#include "reports/lint_report.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace crisper::reports {
namespace {

using properties::LintFinding;
using properties::LintLevel;
using Json = nlohmann::json;

/// A finding of each level, and names that would be something else than text if they were let.
LintReport sample() {
  const std::string hostile = "<script>\"'\\ \x1b[31m\n\xff \xe2\x80\xae %s {}";
  const auto finding = [&](const char* rule, LintLevel level, std::string path, std::string what, int line) {
    return LintFinding{.rule = properties::find_lint_rule(rule),
                       .level = level,
                       .path = std::move(path),
                       .what = std::move(what),
                       .at = {line, line > 0 ? 3 : 0}};
  };
  return {.file = "scenarios/" + hostile + ".yaml",
          .scenario = hostile,
          .findings = {finding("dual_write", LintLevel::error, "design.publication.method", "it stores, then sends", 7),
                       finding("relays_share_rows", LintLevel::warning, hostile, hostile, 9),
                       finding("event_runs_command", LintLevel::note, "design.consumers.refiller", "a note", 0)}};
}

TEST(LintReport, tells_people_where_why_and_what_mends_it) {
  // Wrong: a finding that nobody can act on.
  const std::string text = lint_text(sample(), false);
  for (const char* part : {":7:3: error: dual_write: it stores, then sends", "where  design.publication.method",
                           "why    ", "mend   ", "known  ", "1 error, 1 warning, 1 note (--notes shows them)"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
  EXPECT_EQ(text.find("a note"), std::string::npos);
  const std::string all = lint_text(sample(), true);
  EXPECT_NE(all.find("a note"), std::string::npos);
  EXPECT_EQ(all.find("--notes"), std::string::npos);
}

TEST(LintReport, is_one_json_object_whatever_the_names_are) {
  // Wrong: a program that reads it stops at somebody's file name.
  const Json json = Json::parse(lint_json(sample()));
  EXPECT_EQ(json["errors"], 1);
  EXPECT_EQ(json["warnings"], 1);
  EXPECT_EQ(json["notes"], 1);
  ASSERT_EQ(json["findings"].size(), 3U);
  const Json& first = json["findings"][0];
  EXPECT_EQ(first["rule"], "dual_write");
  EXPECT_EQ(first["level"], "error");
  EXPECT_EQ(first["path"], "design.publication.method");
  EXPECT_EQ(first["at"]["line"], 7);
  for (const char* key : {"what", "why", "mend", "known"}) EXPECT_FALSE(first[key].get<std::string>().empty()) << key;
  EXPECT_EQ(json["scenario"].get<std::string>().substr(0, 9), "<script>\"");
}

/// What section 3 of the standard says of a log, its runs, rules and results, as far as it is used.
void expect_is_sarif(const Json& log) {
  EXPECT_EQ(log["version"], "2.1.0");
  EXPECT_TRUE(log["$schema"].is_string());
  ASSERT_EQ(log["runs"].size(), 1U);
  const Json& run = log["runs"][0];
  EXPECT_TRUE(run["columnKind"] == "unicodeCodePoints" || run["columnKind"] == "utf16CodeUnits");
  const Json& driver = run["tool"]["driver"];
  EXPECT_EQ(driver["name"], "crisper");
  const std::set<std::string> levels{"none", "note", "warning", "error"};
  std::set<std::string> ids;
  for (const Json& rule : driver["rules"]) {
    EXPECT_TRUE(ids.insert(rule["id"]).second) << rule["id"];
    for (const char* key : {"shortDescription", "fullDescription", "help"}) {
      EXPECT_FALSE(rule[key]["text"].get<std::string>().empty()) << key;
    }
    EXPECT_TRUE(levels.contains(rule["defaultConfiguration"]["level"]));
  }
  for (const Json& result : run["results"]) {
    const auto index = result["ruleIndex"].get<std::size_t>();
    ASSERT_LT(index, driver["rules"].size());
    EXPECT_EQ(driver["rules"][index]["id"], result["ruleId"]);
    EXPECT_TRUE(levels.contains(result["level"]));
    EXPECT_FALSE(result["message"]["text"].get<std::string>().empty());
    ASSERT_EQ(result["locations"].size(), 1U);
    const Json& place = result["locations"][0]["physicalLocation"];
    const std::string uri = place["artifactLocation"]["uri"];
    EXPECT_EQ(uri.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%:"),
              std::string::npos)
        << uri;
    EXPECT_GE(place["region"]["startLine"], 1);
    EXPECT_GE(place["region"]["startColumn"], 1);
    EXPECT_TRUE(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].is_string());
    for (const auto& [key, value] : result["partialFingerprints"].items()) EXPECT_TRUE(value.is_string()) << key;
  }
}

TEST(LintReport, is_sarif_whatever_the_names_are) {
  // Wrong: a host of code refuses the file, and shows no annotation.
  const Json log = Json::parse(lint_sarif(sample()));
  expect_is_sarif(log);
  const Json& results = log["runs"][0]["results"];
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0]["ruleId"], "dual_write");
  EXPECT_EQ(results[0]["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
  EXPECT_EQ(results[2]["level"], "note");
  EXPECT_NE(results[0]["partialFingerprints"], results[1]["partialFingerprints"]);
}

TEST(LintReport, tells_findings_of_one_rule_and_key_apart) {
  // Wrong: a host of code takes them for one, and shows one.
  LintReport report = sample();
  report.findings.push_back(report.findings[0]);
  report.findings.back().what = "of another consumer";
  const Json results = Json::parse(lint_sarif(report))["runs"][0]["results"];
  EXPECT_NE(results.front()["partialFingerprints"], results.back()["partialFingerprints"]);
}

TEST(LintReport, names_an_absolute_file_as_one) {
  // Wrong: a URI that means a file of the repository.
  LintReport report = sample();
  report.file = "/tmp/a b.yaml";
  const Json log = Json::parse(lint_sarif(report));
  EXPECT_EQ(log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "file:///tmp/a%20b.yaml");
}

TEST(LintReport, of_nothing_says_so) {
  EXPECT_EQ(lint_text({.file = "x.yaml", .scenario = "quiet", .findings = {}}, false),
            "quiet: 0 errors, 0 warnings, 0 notes\n");
  EXPECT_EQ(Json::parse(lint_json({.file = "x.yaml", .scenario = "quiet", .findings = {}}))["findings"], Json::array());
}

}  // namespace
}  // namespace crisper::reports
