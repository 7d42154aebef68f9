// The document of a sweep: designs side by side, and where they were compared, ranked; or the capacity of one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "properties/capacity/capacity.hpp"
#include "properties/compare/comparison.hpp"
#include "properties/sweep/sweep.hpp"
#include "reports/document/failure_story.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::reports {

struct SweepSource {
  properties::SweepResult result;
  std::optional<properties::Comparison> comparison{};  ///< nothing: nobody compared the designs
  std::optional<properties::Capacity> capacity{};      ///< nothing: it is no search for a capacity
  std::optional<sim::Scenario> scenario{};  ///< that all points begin with; nothing: `scenario_trouble` says why
  std::string scenario_trouble{};
  std::string scenario_doubt{};  ///< not empty: a sentence that says why it need not be what ran
  std::string scenario_text{};
};

Document document_of(const SweepSource& source);

}  // namespace crisper::reports
