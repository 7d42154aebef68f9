// Failure signature: what is the same in two failures of one cause: the kinds of observations that prove them and who
// spoke, but not which of several, how many, when, or over which state.
#pragma once

#include <string>
#include <vector>

#include "properties/scenario_run.hpp"

namespace crisper::properties {

/// Remembers kind and speaker of every observation that evidence may point at, and signs the failures of the run.
class FailureSigner final : public RunWatch {
 public:
  void begin(const Names& names) override { names_ = &names; }
  bool wants(ObservationKind kind) const override;
  void observe(const Observation& observation, ObservationId id) override;
  void end(const RunResult& result) override;

  /// After the run: a signature for each property of the result, empty where it did not fail.
  const std::vector<std::string>& signatures() const { return signatures_; }

 private:
  struct Kept {
    ObservationId id;
    ObservationKind kind;
    ProcessId process;
  };
  std::string shape_of(const Violation& violation) const;

  const Names* names_ = nullptr;
  std::vector<Kept> kept_;  ///< ids grow
  std::vector<std::string> signatures_;
};

}  // namespace crisper::properties
