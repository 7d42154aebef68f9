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

FormatPtr<Design> design_format();
FormatPtr<ConsumerDesign> consumer_format();
FormatPtr<ReadDesign> reads_format();
FormatPtr<smart_fridge::Options> smart_fridge_format();
FormatPtr<Deployment> deployment_format();
FormatPtr<WorkloadSpec> workload_format();
FormatPtr<Script> script_format();
FormatPtr<FaultSpec> fault_format();
FormatPtr<PropertyChoice> property_format();
FormatPtr<RunLimits> run_format();
FormatPtr<Sweep> sweep_format();

/// All of it; the first key is the version header.
FormatPtr<Scenario> scenario_format();

/// The newest version of the format that this program reads.
inline constexpr std::uint64_t scenario_version = 1;

}  // namespace crisper::sim
