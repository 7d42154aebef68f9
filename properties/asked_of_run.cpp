#include "properties/asked_of_run.hpp"

#include <utility>

namespace crisper::properties {

RunResult answered(RunResult result, std::string_view question, Verdict verdict, std::string sentence) {
  for (PropertyResult& property : result.properties) property.counts = false;
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

}  // namespace crisper::properties
