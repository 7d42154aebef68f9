#include "reports/junit_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "properties/run_remarks.hpp"
#include "reports/support/xml_text.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

struct Tally {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;

  void add(const Tally& other) {
    tests += other.tests;
    failures += other.failures;
    errors += other.errors;
    skipped += other.skipped;
  }
  /// Of all suites nobody counts what was skipped: a server that checks a file before it takes it refuses it there.
  std::string of_all_suites() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", tests, failures, errors);
  }
  std::string of_suite() const { return fmt::format("{} skipped=\"{}\"", of_all_suites(), skipped); }
};

/// A verdict that no property carries (a hunt that was cut short, a run that saw nothing): a row of its own, or the
/// server would show as green what the command calls unknown.
bool needs_own_row(const RunResult& result) {
  return result.verdict != Verdict::pass && std::ranges::none_of(result.properties, [&](const PropertyResult& each) {
           return each.counts && each.verdict == result.verdict;
         });
}

PropertyResult own_row(const RunResult& result) {
  return {.name = "verdict", .meaning = "what all of it comes to", .verdict = result.verdict, .reason = result.reason};
}

Tally tally_of(const RunResult& result) {
  const bool own = needs_own_row(result);
  Tally tally{.tests = result.properties.size() + (own ? 1 : 0),
              .failures = own && result.verdict == Verdict::fail ? 1U : 0U,
              .errors = own && result.verdict == Verdict::unknown ? 1U : 0U};
  for (const PropertyResult& property : result.properties) {
    if (!property.counts) {
      ++tally.skipped;
    } else if (property.verdict == Verdict::fail) {
      ++tally.failures;
    } else if (property.verdict == Verdict::unknown) {
      ++tally.errors;
    }
  }
  return tally;
}

/// What a developer wants to read in the log of the server.
std::string details(const RunResult& result, const PropertyResult& property) {
  std::string text = "\n";
  for (const Violation& violation : property.violations) {
    text += fmt::format("at {}: {}\n", to_text(violation.at), violation.reason);
    for (const Evidence& evidence : violation.evidence)
      text += fmt::format("  #{}  {}\n", evidence.id.value, evidence.text);
  }
  if (property.violation_count > property.violations.size()) {
    text += fmt::format("and {} more\n", property.violation_count - property.violations.size());
  }
  if (!result.run.replay.empty()) text += fmt::format("replay: {}\n", result.run.replay);
  return text;
}

/// No two alike: a server that knows a test by its name would show one of them, and hide the other.
class CaseNames {
 public:
  /// As XML: two that differ in what no parser accepts are alike there.
  std::string name(const std::string& property, const std::string& of) {
    return first_free(xml_attribute(of.empty() ? property : fmt::format("{}[{}]", property, of)));
  }

 private:
  std::string first_free(const std::string& words) {
    const std::size_t times = ++taken_[words];
    if (times == 1) return words;
    return first_free(fmt::format("{}#{}", words, times));  // which somebody may be called, too
  }

  std::map<std::string, std::size_t> taken_;
};

std::string test_case(const RunResult& result, const PropertyResult& property, const std::string& name) {
  const std::string open = fmt::format("    <testcase name=\"{}\" classname=\"{}\"", name,
                                       xml_attribute(result.run.scenario));
  if (property.counts && property.verdict == Verdict::pass) return open + "/>\n";
  const std::string message = xml_attribute(property.reason);
  std::string outcome;
  if (!property.counts) {
    outcome = fmt::format("      <skipped message=\"{}\"/>\n", message);
  } else {
    const bool failed = property.verdict == Verdict::fail;
    outcome = fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", failed ? "failure" : "error", message,
                          name_of(property.verdict), xml_text(details(result, property)));
  }
  return open + ">\n" + outcome + "    </testcase>\n";
}

std::string test_suite(const JunitSuite& suite, std::size_t id, CaseNames& names) {
  const RunResult& result = suite.result;
  const std::string of = suite.seeds.empty() ? fmt::format("seed {}", result.run.seed) : suite.seeds;
  std::string text =
      fmt::format("  <testsuite name=\"{} ({}, {})\" id=\"{}\" {}>\n", xml_attribute(result.run.scenario),
                  xml_attribute(of), xml_attribute(result.run.engine), id, tally_of(result).of_suite());
  text += fmt::format(
      "    <properties>\n"
      "      <property name=\"{}\" value=\"{}\"/>\n"
      "      <property name=\"engine\" value=\"{}\"/>\n"
      "      <property name=\"digest\" value=\"{}\"/>\n"
      "      <property name=\"verdict\" value=\"{}\"/>\n",
      suite.seeds.empty() ? "seed" : "seeds",
      suite.seeds.empty() ? std::to_string(result.run.seed) : xml_attribute(suite.seeds),
      xml_attribute(result.run.engine), digest_text(result.run.digest), name_of(result.verdict));
  for (const std::string& remark : suite.remarks) {
    text += fmt::format("      <property name=\"remark\" value=\"{}\"/>\n", xml_attribute(remark));
  }
  text += "    </properties>\n";
  const auto add = [&](const PropertyResult& property) {
    text += test_case(result, property, names.name(property.name, suite.of));
  };
  if (needs_own_row(result)) add(own_row(result));
  for (const PropertyResult& property : result.properties) add(property);
  return text + "  </testsuite>\n";
}

JunitSuite junit_suite_of(const RunResult& result, std::vector<std::string> remarks) {
  return {.result = result,
          .remarks = std::move(remarks),
          .of = fmt::format("{},seed={}", result.run.scenario, result.run.seed)};
}

std::string opening(const Tally& all) {
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"crisper\" {}>\n",
                     all.of_all_suites());
}

}  // namespace

std::string junit_report(std::span<const JunitSuite> suites) {
  Tally all;
  for (const JunitSuite& each : suites) all.add(tally_of(each.result));
  std::string text = opening(all);
  CaseNames names;
  for (std::size_t i = 0; i < suites.size(); ++i) text += test_suite(suites[i], i, names);
  return text + "</testsuites>\n";
}

std::string junit_report(std::span<const RunResult> results) {
  std::vector<JunitSuite> suites;
  for (const RunResult& each : results) suites.push_back(junit_suite_of(each, remarks_of(each)));
  return junit_report(suites);
}

std::string junit_report(const RunResult& result, const std::vector<std::string>& remarks) {
  const JunitSuite suite = junit_suite_of(result, remarks);
  return junit_report(std::span(&suite, 1));
}

}  // namespace crisper::reports
