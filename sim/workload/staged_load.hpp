// StagedLoad: the stages of a load as intervals of the run, for who tells of each by itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/sim_time.hpp"
#include "sim/workload/load_shape.hpp"

namespace crisper::sim {

/// What is behind the stages, and behind the load, is told under this name. No stage may have it.
inline constexpr const char* behind_the_stages = "after";

struct StagedLoad {
  std::string of;                 ///< whose load it is, for people: "orders", an actor
  SimTime start{};                ///< when the first stage begins
  SimTime end = sim_never;        ///< when the load ends, whatever stage it is in
  std::vector<LoadStage> stages;  ///< at least one
  bool repeat = false;            ///< the first begins when the last is over
  friend bool operator==(const StagedLoad&, const StagedLoad&) = default;
};

/// What a stage is called: as the scenario does, or by its place, from 1: "stage-2". `place` counts from 0.
std::string name_of_stage(const std::vector<LoadStage>& stages, std::size_t place);

}  // namespace crisper::sim
