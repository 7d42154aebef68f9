// Comparable: whether two scenarios differ in nothing but their designs, so that their runs can be set side by side.
#pragma once

#include <string>

#include "sim/scenario/scenario.hpp"

namespace crisper::properties {

/// Why they can't be compared, as a part of a sentence; empty where they can. Business, workload, faults, engine, what
/// must hold and when a run ends are the same; design, deployment and names may differ, and those settings of the
/// business that it says are a design's.
std::string why_incomparable(const sim::Scenario& a, const sim::Scenario& b);

}  // namespace crisper::properties
