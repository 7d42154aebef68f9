// The processes of a world, as a trace names them.
#pragma once

#include <utility>
#include <vector>

#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

inline std::vector<TraceProcess> processes_of(const World& world, std::uint32_t from = 1) {
  std::vector<TraceProcess> processes;
  for (std::uint32_t id = from; id <= world.process_count(); ++id) {
    const FaultTarget& target = world.target_of(ProcessId{id});
    processes.push_back({.id = id, .name = target.process, .role = target.role, .host = target.host});
  }
  return processes;
}

/// Call it after the run, so that spawned processes are among them.
inline void name_processes(TraceWriter& trace, const World& world) {
  for (TraceProcess& each : processes_of(world)) trace.add_process(std::move(each));
}

}  // namespace crisper::sim
