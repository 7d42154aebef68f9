// ScenarioWarning: something that a scenario says but hardly means.
#pragma once

#include <cstdint>
#include <string>

namespace crisper::sim {

/// What it is a case of: `crisper lint` has a rule for each.
enum class WarningKind : std::uint8_t {
  hardly_meant,            ///< a slip: it changes nothing, or nothing that anybody wants
  no_effect,               ///< a switch that counts with other choices
  wait_below_round_trip,   ///< a wait in which no answer can come
  wait_below_delay,        ///< a wait that a fault of the scenario outlasts, and what is given up then begins anew
  wait_longer_than_lease,  ///< whoever has waited so long has lost the lock when it gets it
  lease_below_work,        ///< what is done under a lease outlasts it
  works_unlocked,          ///< whoever gets no lock goes on without
  granted_again,           ///< a lock service that forgets what it granted
  lock_order,              ///< several locks, in no order and without a policy
  stale_decision,          ///< what is decided on is older than what is stored, and nobody looks
  lost_update,             ///< a store that looks at no version, under those who rely on its look
  late_commit,             ///< what is committed late is taken for published
};

struct ScenarioWarning {
  std::string path;  ///< "design.ownership.lease"
  std::string message;
  WarningKind kind = WarningKind::hardly_meant;
  friend bool operator==(const ScenarioWarning&, const ScenarioWarning&) = default;
};

}  // namespace crisper::sim
