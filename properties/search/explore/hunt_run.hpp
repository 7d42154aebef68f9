// One run of a hunt, from its input to its record.
#pragma once

#include <functional>
#include <string>

#include "core/base/result.hpp"
#include "properties/search/explore/hunt_input.hpp"
#include "properties/search/explore/run_record.hpp"
#include "properties/search/explore/strategy.hpp"

namespace crisper::properties {

/// What every run of a hunt has in common; outlives the runs.
struct HuntSubject {
  sim::Scenario scenario;
  std::string engine;
};

/// The run that an input stands for, ready for run_scenario. Fails with one line for a strategy that there isn't.
Result<HuntRun, std::string> prepare_run(const HuntSubject& subject, const HuntInput& input);

struct RecordOptions {
  std::function<bool(std::uint64_t key)> is_known{};  ///< pairs and states that needn't be brought
  bool with_plan = false;                             ///< the plan too, where it met something that is not known
};
/// Makes the run, without words for evidence, and without measurements unless thresholds ask for them.
RunRecord record_run(const HuntSubject& subject, const HuntInput& input, const RecordOptions& options);

}  // namespace crisper::properties
