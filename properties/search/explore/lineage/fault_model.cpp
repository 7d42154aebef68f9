#include "properties/search/explore/lineage/fault_model.hpp"

#include <algorithm>

#include "sim/scenario/wiring.hpp"

namespace crisper::properties {
namespace {

using sim::FaultKind;

/// How long a process is down where no fault of the scenario says it.
constexpr Duration usual_down_time = std::chrono::milliseconds(500);

bool takes_messages(FaultKind kind) {
  return kind == FaultKind::loss || kind == FaultKind::corrupt || kind == FaultKind::partition;
}

}  // namespace

FaultModel::FaultModel(const sim::Scenario& scenario) : known_(sim::wiring_of(scenario).processes) {
  for (const sim::FaultSpec& each : scenario.faults) {
    if (takes_messages(each.kind) || each.kind == FaultKind::crash) specs_.push_back(each);
  }
  if (!specs_.empty()) return;
  specs_.push_back({.kind = FaultKind::loss});
  specs_.push_back({.kind = FaultKind::crash, .restart_after = usual_down_time});
}

bool FaultModel::may_lose(const sim::FaultTarget& from, const sim::FaultTarget& to) const {
  return std::ranges::any_of(specs_, [&](const sim::FaultSpec& spec) {
    if (!takes_messages(spec.kind)) return false;
    const bool there = from.matched_by(spec.from) && to.matched_by(spec.to);
    const bool back = spec.kind == FaultKind::partition && !spec.one_way && from.matched_by(spec.to) &&
                      to.matched_by(spec.from);
    return there || back;
  });
}

std::optional<Duration> FaultModel::crash_of(const sim::FaultTarget& process) const {
  if (process.role == "client") return std::nullopt;  // the world outside: nobody designs it
  for (const sim::FaultSpec& spec : specs_) {
    if (spec.kind == FaultKind::crash && process.matched_by(spec.to)) return spec.restart_after.value_or(Duration{});
  }
  return std::nullopt;
}

sim::FaultTarget FaultModel::target(const std::string& process, const std::string& role) const {
  const auto found = std::ranges::find(known_, process, &sim::FaultTarget::process);
  if (found != known_.end()) return *found;
  return {.process = process, .role = role, .host = {}};
}

}  // namespace crisper::properties
