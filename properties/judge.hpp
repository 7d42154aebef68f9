// Judge: the chosen properties and the measurements of one run, and what they come to.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "properties/evidence/evidence_recorder.hpp"
#include "properties/metrics/metrics_collector.hpp"
#include "properties/metrics/threshold.hpp"
#include "properties/property.hpp"
#include "properties/run_result.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/world/observation_bus.hpp"

namespace crisper::properties {

struct PropertyChoice {
  std::string name;
  /// Chosen for itself and not as one of `all`: if it sees nothing, the run is unknown.
  bool by_name = false;
};

/// What `all` stands for.
std::vector<PropertyChoice> default_properties();

struct JudgeOptions {
  std::vector<PropertyChoice> properties = default_properties();  ///< names of the registry
  std::vector<sim::Threshold> thresholds{};
  bool measure = true;        ///< false where only verdicts matter: thresholds are then unknown
  bool keep_evidence = true;  ///< false: evidence is ids without words
};

/// What a scenario's `properties:` asks for. Names are those of the registry, or "all": the parser saw to that.
JudgeOptions options_for(const std::vector<sim::PropertyChoice>& choices);

class Judge {
 public:
  /// `names` outlives the judge.
  Judge(const Names& names, JudgeOptions options);
  Judge(const Judge&) = delete;
  Judge& operator=(const Judge&) = delete;

  /// Before the run; the judge outlives it.
  void attach_to(sim::ObservationBus& bus);
  /// After the run, once. The run's verdict is the worst of all; a property that saw nothing counts only if it was
  /// chosen by name, or if none saw anything. A required fault that never fired makes a pass unknown.
  RunResult finish(const RunEnd& end, RunIdentity run);

  const std::vector<std::unique_ptr<Property>>& properties() const { return properties_; }

 private:
  PropertyResult result_of(const Property& property, bool by_name) const;

  JudgeOptions options_;
  EvidenceRecorder evidence_;
  MetricsCollector metrics_;
  std::vector<std::unique_ptr<Property>> properties_;  ///< as in options_.properties
};

}  // namespace crisper::properties
