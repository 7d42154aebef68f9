#include "reports/sweep_junit.hpp"

#include <utility>
#include <vector>

#include "reports/capacity_words.hpp"
#include "reports/compare_words.hpp"
#include "reports/junit_report.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

PropertyResult test_of(const SweepGroup& group) {
  PropertyResult test{.name = "design[" + settings_text(group.settings) + "]",
                      .meaning = "no seed fails",
                      .verdict = group.verdict()};
  test.observed = group.runs();
  if (!group.failures.empty()) {
    test.reason = group.failures.front().property + ": " + group.failures.front().reason;
  } else if (const SeedOutcome* trouble = group.first_trouble()) {
    test.reason = trouble->reason;
  }
  return test;
}

RunResult as_one_run(const SweepResult& sweep, const char* engine) {
  RunResult all{.run = {.scenario = sweep.scenario, .engine = engine, .replay = {}},
                .verdict = sweep.verdict(),
                .reason = {},
                .properties = {},
                .metrics = {}};
  for (const SweepGroup& each : sweep.groups) all.properties.push_back(test_of(each));
  return all;
}

}  // namespace

std::string sweep_junit(const SweepResult& sweep) {
  const RunResult all = as_one_run(sweep, "sweep");
  return junit_report({&all, 1});
}

std::string compare_junit(const SweepResult& sweep, const Comparison& comparison) {
  std::vector<std::string> remarks = ranking_sentences(sweep, comparison);
  for (std::string& each : trade_off_sentences(comparison)) remarks.push_back(std::move(each));
  return junit_report(as_one_run(sweep, "compare"), remarks);
}

std::string capacity_junit(const SweepResult& sweep, const Capacity& capacity) {
  PropertyResult test{.name = "capacity[" + capacity.path + "]",
                      .meaning = "the lowest rate holds, and a highest that holds is known",
                      .verdict = capacity.verdict()};
  for (const SweepGroup& each : sweep.groups) test.observed += each.runs();
  if (test.verdict != Verdict::pass) test.reason = capacity_headline(sweep, capacity);
  RunResult all{.run = {.scenario = sweep.scenario, .engine = "capacity", .replay = {}},
                .verdict = capacity.verdict(),
                .reason = {},
                .properties = {std::move(test)},
                .metrics = {}};
  return junit_report(all, capacity_sentences(sweep, capacity));
}

}  // namespace crisper::reports
