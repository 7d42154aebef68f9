#include "cli/files/told_failure.hpp"

#include <fmt/format.h>

#include <optional>

namespace crisper::cli {
namespace {

std::string too_many(std::uint64_t faults) {
  return fmt::format("{} faults met it, and with more than {} most have nothing to do with the failure", faults,
                     told_faults_max);
}

std::string no_moment(const std::string& property) {
  return fmt::format("{} has no single moment at which it failed", property);
}

std::optional<properties::CauseFound> failure_to_tell(const properties::RunResult& result,
                                                      const std::optional<properties::CaseFile>& expected) {
  if (expected && expected->cause) {
    if (auto found = properties::find_cause(result, *expected->cause)) return found;
  }
  const auto cause = properties::cause_of(result);
  return cause ? properties::find_cause(result, *cause) : std::nullopt;
}

}  // namespace

std::string why_not_told(const properties::RunResult& result) {
  std::uint64_t armed = 0;
  for (const sim::FaultCount& each : result.faults) armed += each.armed;
  if (armed > told_faults_max) return too_many(armed);
  const auto found = failure_to_tell(result, {});
  return found && !found->violation ? no_moment(found->property->name) : "";
}

Result<ToldFailure, std::string> tell_failure(const properties::CausalRecorder& recorder,
                                              const properties::ScenarioRun& run, const LoadedRun& loaded) {
  if (!loaded.expected && run.armed.size() > told_faults_max) return failure(too_many(run.armed.size()));
  const auto found = failure_to_tell(run.result, loaded.expected);
  if (!found) return failure(std::string("made again it does not fail"));
  if (!found->violation) return failure(no_moment(found->property->name));
  ToldFailure told{found->property->name, found->violation->reason,
                   properties::explain(recorder, *found->violation, run.plan, loaded.run.scenario.design)};
  if (told.explanation.sentences.empty()) return failure(std::string("it is too long to be kept whole and explained"));
  return told;
}

}  // namespace crisper::cli
