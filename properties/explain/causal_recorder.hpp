// CausalRecorder: keeps a whole run's observations, so that what led to what can be looked up when it is over.
#pragma once

#include <set>
#include <vector>

#include "core/base/ref.hpp"
#include "properties/scenario_run.hpp"

namespace crisper::properties {

/// For small runs: 104 bytes for each observation, and none beyond `kept_max`.
class CausalRecorder final : public RunWatch {
 public:
  struct Kept {
    Observation observation;  ///< its payload lives as long as this
    Ref<Message> payload;
  };

  explicit CausalRecorder(std::size_t kept_max = 500'000) : kept_max_(kept_max) {}

  void begin(const Names& names) override { run_names_ = &names; }
  void observe(const Observation& observation, ObservationId) override {
    if (all_.size() < kept_max_) all_.push_back({observation, Ref<Message>(observation.payload)});
    is_whole_ = all_.size() < kept_max_;
  }
  void end(const RunResult& result) override;

  /// In the order of the run: the first has ObservationId 1.
  const std::vector<Kept>& all() const { return all_; }
  /// False where the run was too long to be kept.
  bool is_whole() const { return is_whole_; }
  /// Of everybody who is named in it; lives as long as the recorder.
  const Names& names() const { return names_; }

 private:
  std::size_t kept_max_;
  std::vector<Kept> all_;
  bool is_whole_ = true;
  const Names* run_names_ = nullptr;
  Names names_;
};

}  // namespace crisper::properties
