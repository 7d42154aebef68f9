#include "reports/lint_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/counted.hpp"

namespace crisper::reports {
namespace {

using properties::LintFinding;
using properties::LintLevel;
using properties::LintRule;
using Json = nlohmann::ordered_json;

std::string_view colour_of(LintLevel level) {
  switch (level) {
    case LintLevel::error:
      return "\x1b[31m";
    case LintLevel::warning:
      return "\x1b[33m";
    case LintLevel::note:
      return "\x1b[36m";
  }
  return "";
}

std::string painted(LintLevel level, bool colour) {
  const std::string_view name = properties::name_of(level);
  return colour ? fmt::format("{}{}\x1b[0m", colour_of(level), name) : std::string(name);
}

std::string finding_text(const std::string& file, const LintFinding& finding, bool colour) {
  const LintRule& rule = *finding.rule;
  return fmt::format(
      "{}:{}:{}: {}: {}: {}\n"
      "  where  {}\n  why    {}\n  mend   {}\n  known  {}\n\n",
      file, finding.at.line, finding.at.column, painted(finding.level, colour), rule.name, finding.what, finding.path,
      rule.why, rule.mend, rule.known);
}

Json place_json(const LintFinding& finding) { return {{"line", finding.at.line}, {"column", finding.at.column}}; }

std::string dumped(const Json& whole) { return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

// ---- SARIF

/// RFC 3986: what is neither unreserved nor a slash is written as its bytes.
std::string uri_of(const std::string& path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

Json rule_json(const LintRule& rule) {
  return {{"id", rule.name},
          {"shortDescription", {{"text", rule.meaning}}},
          {"fullDescription", {{"text", fmt::format("{}. {}.", rule.meaning, rule.why)}}},
          {"help", {{"text", fmt::format("What would mend it: {}. Known as: {}.", rule.mend, rule.known)}}},
          {"defaultConfiguration", {{"level", properties::name_of(rule.level)}}}};
}

/// `nth`: of the findings that a rule has of a key, from 1.
Json result_json(const std::string& uri, const LintFinding& finding, int nth) {
  const auto rules = properties::all_lint_rules();
  const Json region = {{"startLine", std::max(finding.at.line, 1)}, {"startColumn", std::max(finding.at.column, 1)}};
  const Json location = {
      {"physicalLocation", {{"artifactLocation", {{"uri", uri}}}, {"region", region}}},
      {"logicalLocations", Json::array({{{"fullyQualifiedName", finding.path}, {"kind", "member"}}})}};
  return {{"ruleId", finding.rule->name},
          {"ruleIndex", finding.rule - rules.data()},
          {"level", properties::name_of(finding.level)},
          {"message", {{"text", fmt::format("{} Mend: {}.", finding.what + ".", finding.rule->mend)}}},
          {"locations", Json::array({location})},
          // The same finding of the same key, wherever its line goes.
          {"partialFingerprints",
           {{"ruleAndKey/v1",
             fmt::format("{}:{}{}", finding.rule->name, finding.path, nth == 1 ? "" : fmt::format("#{}", nth))}}}};
}

}  // namespace

std::size_t count_of(const LintReport& report, LintLevel level) {
  return static_cast<std::size_t>(std::ranges::count(report.findings, level, &LintFinding::level));
}

std::string lint_text(const LintReport& report, bool notes, TerminalOptions options) {
  std::string text;
  for (const LintFinding& each : report.findings) {
    if (each.level == LintLevel::note && !notes) continue;
    text += finding_text(report.file, each, options.colour);
  }
  const std::size_t noted = count_of(report, LintLevel::note);
  text += fmt::format("{}: {}, {}, {}", report.scenario, counted(count_of(report, LintLevel::error), "error"),
                      counted(count_of(report, LintLevel::warning), "warning"), counted(noted, "note"));
  return text + (noted > 0 && !notes ? " (--notes shows them)\n" : "\n");
}

std::string lint_json(const LintReport& report) {
  Json findings = Json::array();
  for (const LintFinding& each : report.findings) {
    findings.push_back({{"rule", each.rule->name},
                        {"level", properties::name_of(each.level)},
                        {"path", each.path},
                        {"at", place_json(each)},
                        {"what", each.what},
                        {"why", each.rule->why},
                        {"mend", each.rule->mend},
                        {"known", each.rule->known}});
  }
  return dumped({{"file", report.file},
                 {"scenario", report.scenario},
                 {"errors", count_of(report, LintLevel::error)},
                 {"warnings", count_of(report, LintLevel::warning)},
                 {"notes", count_of(report, LintLevel::note)},
                 {"findings", std::move(findings)}});
}

std::string lint_sarif(const LintReport& report) {
  Json rules = Json::array(), results = Json::array();
  for (const LintRule& each : properties::all_lint_rules()) rules.push_back(rule_json(each));
  std::map<std::pair<std::string_view, std::string>, int> found;  // by rule and key
  for (const LintFinding& each : report.findings) {
    const int nth = ++found[{each.rule->name, each.path}];
    results.push_back(result_json(uri_of(report.file), each, nth));
  }
  const Json run = {{"tool", {{"driver", {{"name", "crisper"}, {"rules", std::move(rules)}}}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"results", std::move(results)}};
  return dumped({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}});
}

}  // namespace crisper::reports
