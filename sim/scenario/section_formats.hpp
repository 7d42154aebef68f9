// The tables of keys, one function per section of a scenario. To add a key, add a line to one of them.
#pragma once

#include "sim/scenario/format.hpp"
#include "sim/scenario/scenario.hpp"

namespace crisper::sim {

/// `sweep:` as it is written: axes, and what becomes of points that the other settings refuse.
struct Sweep {
  std::vector<SweepAxis> axes;
  bool leaves_out = false;
};

FormatPtr<Design> design_format(const DomainEntry& domain);
FormatPtr<Deployment> deployment_format();
FormatPtr<FaultSpec> fault_format();
FormatPtr<PropertyChoice> property_format();
FormatPtr<RunLimits> run_format();
FormatPtr<Sweep> sweep_format();

/// All of it; the first key is the version header. Which keys there are is a matter of `domain:`, which is read before
/// all others.
FormatPtr<Scenario> scenario_format();

/// The newest version of the format that this program reads.
inline constexpr std::uint64_t scenario_version = 1;

}  // namespace crisper::sim
