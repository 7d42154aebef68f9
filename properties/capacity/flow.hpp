// Flow: what comes to a place, stays for a while and leaves: how many are there, how often they come, how long each
// stays. Little's law ties the three: L = lambda * W.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/sim_time.hpp"

namespace crisper::properties {

/// Of one thing that came.
struct Stay {
  SimTime came{};
  SimTime left = sim_never;  ///< never: it was still there when the run ended
  bool done = true;          ///< false: it left, and what it came for was not done
};

/// While the load lasted.
struct FlowMeans {
  double there = 0;       ///< L: how many were there on average over the time
  double arrivals = 0;    ///< lambda: that came, per second
  double departures = 0;  ///< that were done and left, per second, whenever they came
  double stay_s = 0;      ///< W: the mean stay of those that came, also where it ended later; in seconds
  /// Of those that came, the share that was done in the same time; nothing where nobody came.
  std::optional<double> carried{};
  friend bool operator==(const FlowMeans&, const FlowMeans&) = default;

  /// (lambda * W - L) / L: by how much Little's law is missed; nothing where nobody was there. In a steady state it is
  /// small; where more comes than leaves, those who came stay longer than the load lasts, and it is about the overload.
  std::optional<double> little_error() const;
};

struct FlowWindow {
  SimTime from{};
  SimTime to{};
  SimTime run_end{};  ///< what never left is taken to have stayed until then
};

/// Nothing where the window has no length. Who was there before counts as there, and not as come.
std::optional<FlowMeans> flow_means(std::span<const Stay> stays, const FlowWindow& window);

}  // namespace crisper::properties
