#include "properties/search/shrink/case_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/digest.hpp"
#include "sim/engine/make_engine.hpp"
#include "sim/faults/fault_plan_file.hpp"
#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::properties {
namespace {

constexpr std::string_view separator = "---";
constexpr std::uint64_t case_version = 1;

/// The documents of the file, each with as many empty lines before it as stand before it in the file, so that what is
/// said of its lines is true.
std::vector<std::string> documents_of(std::string_view text) {
  std::vector<std::string> documents(1);
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view whole = text.substr(0, end + 1);
    std::string_view bare = whole;
    while (bare.ends_with('\n') || bare.ends_with('\r') || bare.ends_with(' ')) bare.remove_suffix(1);
    ++line;
    if (bare == separator) {
      documents.emplace_back(line, '\n');
    } else {
      documents.back() += whole;
    }
    text.remove_prefix(end + 1);
  }
  return documents;
}

std::string at(const std::string& file, const sim::TextPosition& place, const std::string& message) {
  return fmt::format("{}:{}:{}: {}", file, place.line, place.column, message);
}

std::optional<MayBe> may_be_of(std::string_view name) {
  for (const MayBe each : {MayBe::anything, MayBe::some, MayBe::this_only, MayBe::unknown}) {
    if (text_of(each) == name) return each;
  }
  return std::nullopt;
}

/// The keys of the first document.
class ExpectationReader {
 public:
  ExpectationReader(const std::string& file, CaseFile& out) : file_(file), out_(out) {}

  /// Empty, or what is wrong.
  std::string read(const sim::YamlNode& root) {
    for (const sim::YamlEntry& entry : root.entries) {
      if (entry.key == "crisper_case") {
        if (entry.value.text != std::to_string(case_version)) {
          return at(file_, entry.value.at, "this program reads version 1 of the format");
        }
      } else if (entry.key == "leeway") {
        if (std::string problem = read_leeway(entry.value); !problem.empty()) return problem;
      } else if (entry.key != "expect") {
        return at(file_, entry.at, unknown(entry.key, {"crisper_case", "expect", "leeway"}));
      } else if (!entry.value.is_map()) {
        return at(file_, entry.value.at, "expected keys and values, such as {verdict: fail}");
      } else if (std::string problem = read_expect(entry.value); !problem.empty()) {
        return problem;
      }
    }
    return {};
  }

 private:
  static std::string unknown(const std::string& key, const std::vector<std::string>& valid) {
    return fmt::format("unknown key '{}'{}", key, sim::hint_for(key, valid));
  }

  std::string read_expect(const sim::YamlNode& expect) {
    for (const sim::YamlEntry& entry : expect.entries) {
      const sim::YamlNode& value = entry.value;
      if (!value.is_scalar()) return at(file_, value.at, "expected a word, not " + value.found_text());
      if (entry.key == "verdict") {
        if (value.text != "pass" && value.text != "fail") return at(file_, value.at, "expected pass or fail");
        out_.verdict = value.text == "pass" ? Verdict::pass : Verdict::fail;
      } else if (entry.key == "property") {
        cause().property = value.text;
      } else if (entry.key == "cause") {
        cause().form = value.text;
      } else if (entry.key == "digest") {
        const char* end = value.text.data() + value.text.size();
        const auto parsed = std::from_chars(value.text.data(), end, out_.digest, 16);
        if (parsed.ec != std::errc() || parsed.ptr != end) {
          return at(file_, value.at, "expected sixteen hexadecimal digits");
        }
      } else {
        return at(file_, entry.at, unknown(entry.key, {"verdict", "property", "cause", "digest"}));
      }
    }
    return {};
  }

  std::string read_leeway(const sim::YamlNode& list) {
    if (!list.is_list()) return at(file_, list.at, "expected a list, not " + list.found_text());
    for (const sim::YamlNode& item : list.items) {
      if (!item.is_map()) return at(file_, item.at, "expected keys and values, not " + item.found_text());
      Leeway& leeway = out_.leeway.emplace_back();
      for (const sim::YamlEntry& entry : item.entries) {
        if (!entry.value.is_scalar()) {
          return at(file_, entry.value.at, "expected a word, not " + entry.value.found_text());
        }
        if (entry.key == "part") {
          leeway.part = entry.value.text;
        } else if (entry.key == "is") {
          leeway.is = entry.value.text;
        } else if (entry.key == "says") {
          leeway.says = entry.value.text;
        } else if (entry.key == "may_be") {
          const std::optional<MayBe> named = may_be_of(entry.value.text);
          if (!named) return at(file_, entry.value.at, "expected anything, some, this only or unknown");
          leeway.may_be = *named;
        } else {
          return at(file_, entry.at, unknown(entry.key, {"part", "is", "may_be", "says"}));
        }
      }
    }
    return {};
  }

  Cause& cause() {
    if (!out_.cause) out_.cause.emplace();
    return *out_.cause;
  }

  const std::string& file_;
  CaseFile& out_;
};

std::string quoted(const std::string& text) { return sim::yaml_flow(sim::YamlNode::scalar(text)); }

bool begins_with_key(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!line.empty() && line.front() != '#') return line.starts_with(key);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return false;
}

}  // namespace

bool is_case_file(std::string_view text) { return begins_with_key(text, "crisper_case:"); }
bool is_scenario_file(std::string_view text) { return begins_with_key(text, "crisper:"); }

std::string write_case(const CaseFile& file) {
  std::string text;
  for (const std::string& each : file.told) text += each.empty() ? "#\n" : fmt::format("# {}\n", each);
  text += fmt::format("crisper_case: {}\nexpect:\n  verdict: {}\n", case_version, name_of(file.verdict));
  if (file.cause) {
    if (!file.cause->property.empty()) text += fmt::format("  property: {}\n", quoted(file.cause->property));
    text += fmt::format("  cause: {}\n", quoted(file.cause->form));
  }
  if (file.digest != 0) text += fmt::format("  digest: \"{}\"\n", digest_text(file.digest));
  if (!file.leeway.empty()) text += "leeway:\n";
  for (const Leeway& each : file.leeway) {
    text += fmt::format("  - {{part: {}, is: {}, may_be: {}, says: {}}}\n", quoted(each.part), quoted(each.is),
                        text_of(each.may_be), quoted(each.says));
  }
  sim::Scenario scenario = file.run.scenario;
  scenario.seed = file.run.seed;
  scenario.engine = file.run.engine;
  text += fmt::format("{}\n{}", separator, sim::to_brief_yaml(scenario));
  const sim::PlanFile plan{.engine = file.run.engine, .seed = file.run.seed, .plan = file.run.plan};
  return text + fmt::format("{}\n{}", separator, sim::write_plan(plan));
}

Result<CaseFile, std::string> read_case(std::string_view text, const std::string& file, const std::string& directory,
                                        const sim::Vocabulary& vocabulary) {
  const std::vector<std::string> documents = documents_of(text);
  if (documents.size() != 3) {
    return failure(
        fmt::format("{}: expected three parts with '---' between them: what is expected, the scenario, the "
                    "plan; found {}",
                    file, documents.size()));
  }
  CaseFile read;
  const auto expectation = sim::parse_yaml(documents[0]);
  if (!expectation) return failure(at(file, expectation.error().at, expectation.error().message));
  if (std::string problem = ExpectationReader(file, read).read(*expectation); !problem.empty()) {
    return failure(std::move(problem));
  }
  // What was made smaller may speak of those who are no longer there.
  sim::Vocabulary words = vocabulary;
  words.any_design = true;
  auto scenario = sim::parse_scenario(documents[1], {.file = file, .directory = directory}, words);
  if (!scenario) return failure(scenario.error().text());
  auto plan = sim::read_plan(documents[2], file);
  if (!plan) return failure(plan.error().text());
  read.run = {.scenario = std::move(*scenario),
              .plan = std::move(plan->plan),
              .seed = plan->seed.value_or(1),
              .engine = plan->engine.empty() ? "fast" : plan->engine};
  if (sim::meaning_of_engine(read.run.engine).empty()) {
    return failure(fmt::format("{}: there is no engine '{}'", file, read.run.engine));
  }
  return read;
}

CaseOutcome compare(const CaseFile& expected, const RunResult& result) {
  const std::string digest = digest_text(result.run.digest);
  const bool same_run = expected.digest == 0 || expected.digest == result.run.digest;
  const auto not_so = [&](const std::string& what) { return CaseOutcome{Verdict::fail, "NOT as expected: " + what}; };
  if (expected.verdict == Verdict::pass && expected.cause && !expected.cause->property.empty()) {
    const std::string& name = expected.cause->property;
    const auto judged = std::ranges::find(result.properties, name, &PropertyResult::name);
    if (judged == result.properties.end() || judged->verdict != Verdict::pass) {
      return not_so(fmt::format("{} was to pass; {}", name, result.reason));
    }
  } else if (expected.verdict == Verdict::pass) {
    if (result.verdict != Verdict::pass) return not_so("it was to pass; " + result.reason);
  } else if (expected.cause) {
    if (!find_cause(result, *expected.cause)) {
      const std::string now = result.verdict == Verdict::pass ? "it passes" : result.reason;
      return not_so(
          fmt::format("it was to fail by {}: {}; now {}", expected.cause->property, expected.cause->form, now));
    }
  } else if (result.verdict != Verdict::fail) {
    return not_so("it was to fail; it does not");
  }
  if (!same_run) {
    return {Verdict::unknown, fmt::format("as expected, but not the same run: digest {}, it was {}; written by another "
                                          "version?",
                                          digest, digest_text(expected.digest))};
  }
  return {Verdict::pass,
          fmt::format("as expected{} (digest {})", expected.digest == 0 ? "" : ": the same run to the bit", digest)};
}

}  // namespace crisper::properties
