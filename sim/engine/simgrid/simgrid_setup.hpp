// Starts SimGrid and gives it a Platform.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/engine/simgrid/simgrid_engine.hpp"
#include "sim/platform/platform.hpp"

namespace simgrid::s4u {
class Engine;
class Host;
}  // namespace simgrid::s4u

namespace crisper::sim {

/// SimGrid with the settings that SimGridEngine documents. Once per process: asserted.
std::unique_ptr<simgrid::s4u::Engine> start_simgrid(const SimGridOptions& options);

/// Makes the hosts and links of `platform`, or loads its file; the hosts in the order of `platform.hosts`.
std::vector<simgrid::s4u::Host*> build_platform(simgrid::s4u::Engine& engine, const Platform& platform);

}  // namespace crisper::sim
