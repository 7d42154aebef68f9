// What a scenario may say but hardly means.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"
#include "sim/scenario/scenario_warning.hpp"

namespace crisper::sim {

/// In the order of the sections; empty for a scenario that makes sense.
std::vector<ScenarioWarning> warnings_of(const Scenario& scenario);

/// A wait for an answer, which a round trip on the network must fit into.
struct RoundTripWait {
  std::string path;              ///< "design.relay.timeout"
  Duration wait{};               ///< or the part of it in which the answer must come
  std::string_view answered_by;  ///< a role; empty: what answers does more than take a turn
  std::string_view consequence;  ///< of a wait that is shorter
};

/// Of this design, in the order in which they are told.
std::vector<RoundTripWait> round_trip_waits(const Design& design);

}  // namespace crisper::sim
