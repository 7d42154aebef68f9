#include "reports/sweep_junit.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"
#include "reports/capacity_words.hpp"
#include "reports/compare_words.hpp"
#include "reports/junit_report.hpp"
#include "reports/sweep_table.hpp"

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

/// "fast"; "fast, simgrid" where the engine is varied.
std::string engines_of(const SweepResult& sweep) {
  std::set<std::string> engines;
  for (const SweepGroup& each : sweep.groups) engines.insert(each.engine);
  std::string text;
  for (const std::string& each : engines) text += (text.empty() ? "" : ", ") + each;
  return text;
}

/// Of all runs in their order: the same where each of them is.
std::uint64_t digest_of_runs(const SweepResult& sweep) {
  Digest digest;
  for (const SweepGroup& group : sweep.groups) {
    for (const SeedOutcome& seed : group.seeds) digest.add(seed.digest);
  }
  return digest.value();
}

JunitSuite suite_of(const SweepResult& sweep, Verdict verdict, std::vector<std::string> remarks) {
  return {.result = {.run = {.scenario = sweep.scenario,
                             .engine = engines_of(sweep),
                             .digest = digest_of_runs(sweep),
                             .replay = {}},
                     .verdict = verdict,
                     .reason = sweep.flaw,
                     .properties = {},
                     .metrics = {}},
          .remarks = std::move(remarks),
          .seeds = sweep.seeds.empty() ? "no seeds" : seeds_text(sweep.seeds)};
}

JunitSuite suite_of_designs(const SweepResult& sweep, std::vector<std::string> remarks) {
  // A design that failed is what it comes to then, and the flaw has no row of its own.
  if (!sweep.flaw.empty()) remarks.insert(remarks.begin(), "Its shards are no whole: " + sweep.flaw);
  JunitSuite suite = suite_of(sweep, sweep.verdict(), std::move(remarks));
  for (const SweepGroup& each : sweep.groups) suite.result.properties.push_back(test_of(each));
  for (const SweepGroup& each : sweep.groups) {
    if (!sweep.against_baseline) break;
    const std::string design = settings_text(each.settings), why = why_worse_than_baseline(sweep, design);
    PropertyResult test{.name = "baseline[" + design + "]",
                        .meaning = "nothing is worse than in the baseline",
                        .verdict = why.empty() ? Verdict::pass : Verdict::fail};
    test.reason = why;
    test.observed = each.runs();
    if (each.verdict() != Verdict::pass) {
      test.counts = false;
      test.reason = "it is not held to the baseline: it does not pass";
    }
    suite.result.properties.push_back(std::move(test));
  }
  return suite;
}

/// Why one run failed; of those behind the first it is known which properties did in all.
std::string reason_of(const SweepGroup& group, const SeedOutcome& seed) {
  if (seed.verdict == Verdict::unknown) return seed.reason;
  for (const SweepFailure& each : group.failures) {
    if (each.first_seed == seed.seed) return each.property + ": " + each.reason;
  }
  return "as with a seed before it: " + (group.failures.empty() ? "" : group.failures.front().property);
}

/// Zero where there is none: of a run that did not come to its end.
std::uint64_t digest_number(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, 16);
  return number;
}

/// One run of the rate that is required: its seed, engine and digest are those of `crisper run`.
JunitSuite suite_of_run(const SweepResult& sweep, const SweepGroup& group, const SeedOutcome& seed) {
  PropertyResult test{.name = fmt::format("holds[{},seed={}]", settings_text(group.settings), seed.seed),
                      .meaning = "every property and threshold holds",
                      .verdict = seed.verdict};
  test.observed = 1;
  if (seed.verdict != Verdict::pass) test.reason = reason_of(group, seed);
  const SeedOutcome* told = group.first_trouble();
  return {.result = {.run = {.scenario = sweep.scenario,
                             .engine = group.engine,
                             .seed = seed.seed,
                             .digest = digest_number(seed.digest),
                             .replay = told == &seed ? group.replay : ""},
                     .verdict = seed.verdict,
                     .reason = test.reason,
                     .properties = {test},
                     .metrics = {}}};
}

}  // namespace

std::string sweep_junit(const SweepResult& sweep) {
  const JunitSuite all = suite_of_designs(sweep, {});
  return junit_report(std::span(&all, 1));
}

std::string compare_junit(const SweepResult& sweep, const Comparison& comparison) {
  std::vector<std::string> remarks = ranking_sentences(sweep, comparison);
  for (std::string& each : trade_off_sentences(comparison)) remarks.push_back(std::move(each));
  const JunitSuite all = suite_of_designs(sweep, std::move(remarks));
  return junit_report(std::span(&all, 1));
}

std::string capacity_junit(const SweepResult& sweep, const Capacity& capacity) {
  PropertyResult test{.name = "capacity[" + capacity.path + "]",
                      .meaning = "the lowest rate holds, and a highest that holds is known",
                      .verdict = capacity.verdict()};
  for (const SweepGroup& each : sweep.groups) test.observed += each.runs();
  if (test.verdict != Verdict::pass) test.reason = capacity_headline(sweep, capacity);
  std::vector<JunitSuite> suites{suite_of(sweep, capacity.verdict(), capacity_sentences(sweep, capacity))};
  suites.front().result.properties.push_back(std::move(test));
  if (!capacity.steps.empty()) {
    const SweepGroup& required = sweep.groups[capacity.steps.front().group];
    for (const SeedOutcome& each : required.seeds) suites.push_back(suite_of_run(sweep, required, each));
  }
  return junit_report(suites);
}

}  // namespace crisper::reports
