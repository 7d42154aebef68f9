// Script: a workload written out, one step for each thing that a client does, so that it can be edited, thinned out
// and kept. Steps of any domain: what is done is an Intent.
#pragma once

#include <string>
#include <vector>

#include "core/client/intent.hpp"

namespace crisper::sim {

struct ScriptStep {
  std::string client;     ///< "customer-3"; its role is the name without the number
  bool closed = false;    ///< begins `intent.think` after the client's previous answer, not at `intent.at`
  bool by_clock = false;  ///< begins at `intent.at` by the client's own clock
  bool idle = false;      ///< does nothing: the client is there, and that is all
  Intent intent;          ///< a command without an id gets one by its place
  friend bool operator==(const ScriptStep&, const ScriptStep&) = default;
};

using Script = std::vector<ScriptStep>;

/// The clients in the order in which the script first names them, the steps of an open one sorted by time. A client's
/// steps are either all closed or all open: the first one counts.
std::vector<ClientScript> clients_of(const Script& script);

/// The inverse: the steps of each client together, in the clients' order, every command with its id.
Script script_of(const std::vector<ClientScript>& clients);

/// When the scripts end: the last intent of an open client; for a closed one the sum of its thinking, to which its
/// waiting for answers will add.
SimTime end_of(const std::vector<ClientScript>& clients);

/// "customer" for "customer-3".
std::string role_of_client(const std::string& name);

}  // namespace crisper::sim
