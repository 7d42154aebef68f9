// The document of one run: from what its folder has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/document/failure_story.hpp"
#include "reports/run_json_reader.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/trace/trace_reader.hpp"

namespace crisper::reports {

struct RunSource {
  ReadRun run;
  std::optional<sim::Scenario> scenario{};  ///< nothing: `scenario_trouble` says why
  std::string scenario_trouble{};
  std::string scenario_doubt{};   ///< not empty: a sentence that says why it need not be the run's
  std::string scenario_text{};
  sim::FaultPlan plan{};          ///< empty, too, where `plan_trouble` says in a sentence why it isn't known
  std::string plan_trouble{};
  std::optional<sim::TraceReader> trace{};  ///< nothing: `trace_trouble` says why
  std::string trace_trouble{};
  std::vector<FailureStory> stories{};
  std::string again{};  ///< the command line that repeats it from its folder
};

/// Costs some walks through the trace.
Document document_of(const RunSource& source);

}  // namespace crisper::reports
