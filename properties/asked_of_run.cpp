#include "properties/asked_of_run.hpp"

#include <algorithm>
#include <utility>

#include "core/base/assert.hpp"
#include "properties/run_remarks.hpp"

namespace crisper::properties {

RunResult answered(RunResult result, std::string_view question, Verdict verdict, std::string sentence) {
  CRISPER_ASSERT(!result.own, "a run is asked one thing");
  OwnOutcome own{.verdict = result.verdict, .reason = result.reason, .counting = {}, .remarks = remarks_of(result)};
  for (PropertyResult& property : result.properties) {
    if (property.counts) own.counting.push_back(property.name);
    property.counts = false;
  }
  result.own = std::move(own);
  PropertyResult answer{.name = std::string(question),
                        .meaning = question == question_same_run ? "the run is the one that was saved"
                                                                 : "the run is as its case expects",
                        .verdict = verdict,
                        .reason = sentence,
                        .observed = 1};
  result.properties.insert(result.properties.begin(), std::move(answer));
  result.verdict = verdict;
  result.reason = std::move(sentence);
  return result;
}

bool is_answer(const RunResult& result) {
  if (result.properties.empty()) return false;
  const std::string& first = result.properties.front().name;
  return first == question_as_expected || first == question_same_run;
}

TakenApart taken_apart(RunResult result) {
  if (!is_answer(result) || !result.own) return {.run = std::move(result), .remarks = {}};
  TakenApart apart{.run = std::move(result), .remarks = {}};
  RunResult& run = apart.run;
  apart.answer = std::move(run.properties.front());
  run.properties.erase(run.properties.begin());
  const OwnOutcome own = *std::exchange(run.own, std::nullopt);
  run.verdict = own.verdict;
  run.reason = own.reason;
  apart.remarks = own.remarks;
  for (PropertyResult& each : run.properties) {
    each.counts = std::ranges::find(own.counting, each.name) != own.counting.end();
  }
  return apart;
}

}  // namespace crisper::properties
