// The document of a hunt: what its runs came to, and of each cause the smallest run that shows it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "properties/search/explore/hunt_summary.hpp"
#include "reports/document/failure_story.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::reports {

struct HuntSource {
  properties::HuntSummary summary;
  std::optional<sim::Scenario> scenario{};  ///< nothing: `scenario_trouble` says why
  std::string scenario_trouble{};
  std::vector<std::string> remarks{};   ///< what of the hunt's folder could not be read
  std::vector<FailureStory> stories{};  ///< of the causes, in their order
};

Document document_of(const HuntSource& source);

}  // namespace crisper::reports
