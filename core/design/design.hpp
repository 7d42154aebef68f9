// Design: every choice of a CQRS design as one value. What a scenario's `design:` says, and what assemble() wires. Each
// part stands in the room that it is about.
#pragma once

#include <map>
#include <string>

#include "core/client/client_design.hpp"
#include "core/command/area_design.hpp"
#include "core/command/command_queue_design.hpp"
#include "core/command/relay_design.hpp"
#include "core/log/event_log_design.hpp"
#include "core/ownership/ownership_design.hpp"
#include "core/publication/publication_design.hpp"
#include "core/runtime/kind_costs.hpp"
#include "core/runtime/process.hpp"
#include "core/service/executor_design.hpp"
#include "core/store/event_store_design.hpp"
#include "core/subscription/consumer_design.hpp"

namespace crisper {

struct Design {
  ClientDesign client;
  RelayDesign relay;
  CommandQueueDesign command_queue;
  AreaDesign areas;
  OwnershipDesign ownership;
  ExecutorDesign executor;
  EventStoreDesign event_store;
  PublicationDesign publication;
  EventLogDesign event_log;
  /// By the name of the consumer, as the domain names it; a consumer that is not listed has the defaults.
  std::map<std::string, ConsumerDesign> consumers;
  RespondDesign respond;
  ReadDesign reads;
  StepCosts costs;
  Roles roles;
  friend bool operator==(const Design&, const Design&) = default;
};

}  // namespace crisper
