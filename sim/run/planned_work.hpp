// PlannedWork: what the clients of a run are to send, from their scripts, and what of it was sent, as it is observed.
// What a client says of its own progress plays no part.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/client/intent.hpp"
#include "core/observe/observation.hpp"
#include "core/runtime/system.hpp"
#include "sim/run/unsent_work.hpp"

namespace crisper::sim {

class PlannedWork {
 public:
  PlannedWork() = default;
  /// `scripts` are those of clients of `system`; nothing of either is kept but numbers.
  PlannedWork(std::span<const ClientScript> scripts, const System& system);

  static bool wants(ObservationKind kind) {
    return kind == ObservationKind::command_submitted || kind == ObservationKind::query_asked ||
           kind == ObservationKind::service_asked || kind == ObservationKind::command_withheld;
  }
  /// An intent counts with its first attempt, and once, even where a client sends it again after a crash.
  void observe(const Observation& seen);

  /// Those who have a script, were it an empty one.
  const std::vector<ProcessId>& clients() const { return clients_; }
  std::uint64_t unsent_of(ProcessId client) const;
  /// In the order of the clients; those who have sent everything are left out.
  std::vector<UnsentWork> unsent() const;

 private:
  /// What a question is known by: it has no id of its own.
  using Question = std::pair<StreamId, std::uint64_t>;
  struct Client {
    std::vector<MessageId> commands;  ///< and requests; sorted
    std::vector<bool> sent;           ///< by place in `commands`
    std::map<Question, std::uint64_t> questions;  ///< how many of each are still to be asked
    std::uint64_t unsent = 0;
  };

  std::vector<ProcessId> clients_;
  std::map<ProcessId, Client> work_;
};

}  // namespace crisper::sim
