// Sometimes: what a run may reach and some run of a hunt should, so that a hunt that passed is known to have looked at
// the places where bugs hide. The notion is Antithesis' "sometimes assertion".
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/support/kind_set.hpp"

namespace crisper::properties {

/// Something that is reached by one observation.
struct SometimesEntry {
  std::string_view name;     ///< as a scenario writes it: {sometimes: order_refused}
  std::string_view meaning;  ///< one line
  ObservationKind kind;      ///< said when it is reached …
  bool (*is)(const Observation&);  ///< … if this is true of it
};

/// All of them. A new one is a line in sometimes.cpp and a line in its test.
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
