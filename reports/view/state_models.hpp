// State models: for each kind of process, and for what it keeps, the states that it can be in, and which observation
// says that it went from one to another.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/observe/observation.hpp"
#include "reports/view/view_facts.hpp"

namespace crisper::reports {

struct Transition {
  std::string_view from;
  std::string_view to;
  ObservationKind by{};
};

struct StateModel {
  std::string_view of;                      ///< "a command in the queue"
  std::span<const std::string_view> roles;  ///< of processes whose model it is
  std::span<const Transition> transitions;
  /// It is of things that few designs have, beside another model of the same processes.
  bool only_where_seen = false;
};

/// Those that belong to roles.
std::span<const StateModel> all_state_models();
/// Those that the design has: of every process, of clients, of its roles, and of what a business brings.
std::vector<const StateModel*> models_of(const ViewFacts& facts);

}  // namespace crisper::reports
