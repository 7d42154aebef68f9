// DesignGraph: a design before any run: its processes, and the channels between them, each with how it carries and what
// it promises. What a run does stays within it: tests/sim/graph holds it against runs of every strategy and method.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/enum_words.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/wiring.hpp"

namespace crisper::sim {

/// A process, or those that are started while the system runs.
struct Element {
  std::string name;  ///< a pattern ("actor-*") where it comes later
  std::string role;
  std::string host{};  ///< empty where it isn't known
  bool comes_later = false;
  bool is_client = false;
};

CRISPER_ENUM(Cargo,
             (commands, "what somebody wants done, on its way to whoever does it"),
             (changes, "events that were decided, on their way into the store"),
             (states, "what of a state is read, for a decision"),
             (events, "what is stored, on its way to those who want to know"),
             (grants, "who may work on a state: locks, leases, quotas"),
             (outcomes, "what became of a command"),
             (answers, "what a view shows, for those who ask"),
             (requests, "what a process of the business asks another"),
             (copies, "what replicas tell each other"))

/// Who calls knows whether it came. What is pushed and must come is sent again until it is acknowledged.
CRISPER_ENUM(Mechanism,
             (call, "the sender waits for an answer"),
             (pull, "the receiver asks for it"),
             (push, "sent without being asked for"))

/// From one element to another, in the direction in which its cargo goes.
struct Channel {
  std::size_t from = 0;  ///< place in the elements
  std::size_t to = 0;
  Cargo cargo{};
  Mechanism mechanism{};
  bool at_least_once = true;  ///< sent again until it is known to have come; else at most once
  bool ordered = false;       ///< what concerns one state arrives in its order, if nothing else reorders it
  bool once = true;           ///< is said to take effect once where it ends, though it may come again
  bool in_turn = false;       ///< the source sends it to one receiver after the other, in the order of the elements
};

struct DesignGraph {
  std::vector<Element> elements;  ///< processes in the order of their ids, then those that come later
  std::vector<Channel> channels;
};

/// `wiring` is the scenario's own. Costs its processes times the channels of each.
DesignGraph graph_of(const Scenario& scenario, const Wiring& wiring);

}  // namespace crisper::sim
