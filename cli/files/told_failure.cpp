#include "cli/files/told_failure.hpp"

namespace crisper::cli {
namespace {

/// With more faults than this, most have nothing to do with the failure: shrink finds out which do.
constexpr std::size_t explained_faults_max = 8;

std::optional<properties::CauseFound> failure_to_tell(const properties::RunResult& result,
                                                      const std::optional<properties::CaseFile>& expected) {
  if (expected && expected->cause) {
    if (auto found = properties::find_cause(result, *expected->cause)) return found;
  }
  const auto first = properties::cause_of(result);
  return first ? properties::find_cause(result, *first) : std::nullopt;
}

}  // namespace

std::optional<ToldFailure> tell_failure(const properties::CausalRecorder& recorder, const properties::ScenarioRun& run,
                                        const LoadedRun& loaded) {
  if (!loaded.expected && run.armed.size() > explained_faults_max) return std::nullopt;
  const auto found = failure_to_tell(run.result, loaded.expected);
  if (!found || !found->violation) return std::nullopt;
  ToldFailure told{found->property->name, found->violation->reason,
                   properties::explain(recorder, *found->violation, run.plan, loaded.run.scenario.design)};
  if (told.explanation.sentences.empty()) return std::nullopt;
  return told;
}

}  // namespace crisper::cli
