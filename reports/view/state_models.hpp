// State models: for each kind of process, and for what it keeps, the states that it can be in, and which observation
// says that it went from one to another.
#pragma once

#include <span>
#include <string_view>

#include "core/observe/observation.hpp"

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
};

/// Those that belong to roles of the design.
std::span<const StateModel> all_state_models();
/// Of every process, of clients, and of processes that a business brings.
const StateModel& model_of_life();
const StateModel& model_of_clients();
const StateModel& model_of_business();
/// Whether a role of the design has a model of its own.
bool has_state_model(std::string_view role);

}  // namespace crisper::reports
