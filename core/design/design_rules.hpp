// Design rules: what can't be chosen together, and what can and hardly is meant. One list for all who make a design:
// `assemble` refuses what it refuses, and who reads a scenario tells where in the file it stands.
#pragma once

#include <string>
#include <vector>

#include "core/design/design.hpp"
#include "core/domain/domain.hpp"

namespace crisper {

/// One rule that a design breaks.
struct DesignFinding {
  std::string key;  ///< below `design`: "consumers.catalog.view"
  std::string reason;
};

/// The consumers of a business, where that is known; a list that is empty lets every name through. What the design
/// names beside them are subscribers: each keeps a view.
struct ConsumerNames {
  std::vector<std::string> views{};       ///< those that are asked questions
  std::vector<std::string> replayable{};  ///< those whose history can be read to them again
  std::vector<std::string> asking{};      ///< those that ask views; empty: none
};
ConsumerNames consumer_names_of(const Domain& domain, const Design& design);

/// Why there can be no such system; empty where there can. Costs some forty comparisons and as many for each consumer.
std::vector<DesignFinding> conflicts_of(const Design& design, const ConsumerNames& names = {});

/// Of a system that there can be: what somebody may mean, and what doesn't do what its other choices seem to promise.
std::vector<DesignFinding> doubts_of(const Design& design);

/// Whether a stream's events take their effect on a consumer of this design in their order, whatever the faults.
bool keeps_order(const Design& design, const ConsumerDesign& consumer);

/// Whether a consumer of this design is said to take each event's effect once, no more and no less.
bool claims_once(const Design& design, const ConsumerDesign& consumer);

}  // namespace crisper
