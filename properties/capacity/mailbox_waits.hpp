// MailboxWaits: how many messages wait in the mailbox of each process: where commands are that nobody waits for, since
// they were cast, and that have left the queue.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/capacity/flow.hpp"
#include "properties/names.hpp"

namespace crisper::properties {

class MailboxWaits {
 public:
  /// Every message_delivered, message_dropped, turn_begun, process_crashed, process_ended and command_submitted; others
  /// don't matter. Keeps 24 bytes for each message that waited. A process that ends costs what waited for it, and a
  /// look-up.
  void note(const Observation& seen);

  /// By name, how many waited on average, of those with half a one at least; the fullest few. Without clients, who are
  /// no part of the design. Empty where the window has no length.
  std::map<std::string, double> means(const FlowWindow& window, const Names& names) const;

 private:
  struct Waiting {
    ProcessId where;
    SimTime since{};
  };

  void waits(std::uint64_t message, const Waiting& waiting);
  void waits_no_more(std::uint64_t message);

  std::map<std::uint64_t, Waiting> waiting_;  ///< by message
  std::set<std::pair<std::uint32_t, std::uint64_t>> of_processes_;  ///< the same: where, and which message
  std::map<std::uint32_t, std::vector<Stay>> over_;  ///< by process
  std::set<std::uint32_t> clients_;
};

}  // namespace crisper::properties
