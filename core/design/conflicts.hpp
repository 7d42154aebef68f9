// Conflicts: switches of a design that don't work together, and why.
#pragma once

#include <string>
#include <vector>

#include "core/design/design.hpp"

namespace crisper {

/// Why this design can't publish as it says; empty where it can. Names the key and the reason.
struct PublicationConflict {
  std::string key;  ///< below `design`: "consumers.catalog.view"
  std::string reason;
};
std::vector<PublicationConflict> conflicts_of(const Design& design);

/// Whether a stream's events take their effect on a consumer of this design in their order, whatever the faults.
bool keeps_order(const Design& design, const ConsumerDesign& consumer);

/// Whether a consumer of this design is said to take each event's effect once, no more and no less.
bool claims_once(const Design& design, const ConsumerDesign& consumer);

}  // namespace crisper
