// FaultModel: which faults a scenario has to reckon with, of those that take something away.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "sim/faults/fault_injector.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::properties {

/// Losses of messages and crashes, on whom and for how long. A scenario that asks for none of them has to reckon with
/// all.
class FaultModel {
 public:
  explicit FaultModel(const sim::Scenario& scenario);

  bool may_lose(const sim::FaultTarget& from, const sim::FaultTarget& to) const;
  /// How long it is down; zero: it stays down. Nothing where it doesn't crash.
  std::optional<Duration> crash_of(const sim::FaultTarget& process) const;
  /// The names of a process by which faults find it; its host, if it was there when the run began.
  sim::FaultTarget target(const std::string& process, const std::string& role) const;

 private:
  std::vector<sim::FaultSpec> specs_;
  std::vector<sim::FaultTarget> known_;
};

}  // namespace crisper::properties
