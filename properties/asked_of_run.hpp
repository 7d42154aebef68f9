// What a run is asked beside "does the design hold": whether it is as its case expects, whether it is the run that was
// saved. The answer takes the place of the verdict, so that text, JSON, JUnit and exit code say the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "properties/run_result.hpp"

namespace crisper::properties {

/// Names of such questions, as they stand among the properties of a result.
inline constexpr std::string_view question_as_expected = "as_expected";
inline constexpr std::string_view question_same_run = "same_run";

/// The result with the answer as its first property and its verdict. What the run's own properties came to is still
/// there, and counts no more; what the run itself came to is in `own`. `sentence` is told whatever the verdict.
RunResult answered(RunResult result, std::string_view question, Verdict verdict, std::string sentence);

/// Whether `answered` made it.
bool is_answer(const RunResult& result);

/// The result as it was before `answered`, and the answer, where there is one. An answer without `own`, of a version
/// that kept none, tells nothing of the run, and stays as it is.
struct TakenApart {
  RunResult run;
  std::vector<std::string> remarks;  ///< of the run; empty where it answered nothing
  std::optional<PropertyResult> answer{};
};
TakenApart taken_apart(RunResult result);

}  // namespace crisper::properties
