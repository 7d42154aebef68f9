// Duty: when one of several alike (a handler, a read node) works, where their number changes while the system runs.
#pragma once

#include "core/base/sim_time.hpp"

namespace crisper {

struct Duty {
  SimTime from;
  SimTime until = sim_never;
  friend bool operator==(const Duty&, const Duty&) = default;
};

}  // namespace crisper
