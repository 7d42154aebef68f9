// Sometimes: what a run may reach and some run of a hunt should, so that a hunt that passed is known to have looked at
// the places where bugs hide. The notion is Antithesis' "sometimes assertion".
#pragma once

#include <span>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/sometimes/sometimes_entry.hpp"
#include "properties/support/kind_set.hpp"

namespace crisper::properties {

/// All of them, those of each business first. A new one is a line in sometimes.cpp, or in the wing, and in its test.
std::span<const SometimesEntry> all_sometimes();

/// Which of them one run has reached.
class SometimesWatch final : public Observer {
 public:
  SometimesWatch();
  bool wants(ObservationKind kind) const override { return wants_.contains(kind); }
  void observe(const Observation& observation, ObservationId id) override;

  /// By place in all_sometimes().
  const std::vector<bool>& reached() const { return reached_; }

 private:
  KindSet wants_;
  std::vector<bool> reached_;
};

}  // namespace crisper::properties
