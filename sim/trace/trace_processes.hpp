// The processes of a world, as a trace names them.
#pragma once

#include "sim/trace/trace_writer.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

/// Call it after the run, so that spawned processes are among them.
inline void name_processes(TraceWriter& trace, const World& world) {
  for (std::uint32_t id = 1; id <= world.process_count(); ++id) {
    const FaultTarget& target = world.target_of(ProcessId{id});
    trace.add_process({.id = id, .name = target.process, .role = target.role, .host = target.host});
  }
}

}  // namespace crisper::sim
