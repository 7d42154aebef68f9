// QuietWatch: notices that a run has nothing left to do, so that it needn't idle to its time limit.
#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "core/observe/observation.hpp"

namespace crisper::sim {

/// Counts what is open: scripts not at their end, commands without an outcome, events not in the log, consumers that
/// are behind, sagas under way, what sagas have told nobody yet, processes that are down.
class QuietWatch final : public Observer {
 public:
  explicit QuietWatch(std::size_t clients) : scripts_open_(static_cast<std::int64_t>(clients)) {}

  void observe(const Observation& observation, ObservationId id) override;
  bool wants(ObservationKind kind) const override;

  /// True while nothing is open.
  bool is_quiet() const;
  /// Grows with everything that counts: quiet for a while means that it has not grown for a while.
  std::uint64_t activity() const { return activity_; }

 private:
  bool consumers_caught_up() const;
  bool outboxes_empty() const;

  std::int64_t scripts_open_;
  std::set<MessageId> commands_open_;
  std::set<MessageId> commands_ended_;  ///< an outcome may be observed before its acceptance is
  std::int64_t sagas_open_ = 0;
  struct OutboxSeen {
    std::int64_t added = 0;
    std::int64_t published = 0;
  };
  std::map<ProcessId, OutboxSeen> outboxes_;  ///< of sagas: the last that a saga sends may come after its end
  std::set<ProcessId> down_;
  std::int64_t appended_ = 0;   ///< highest position in the store
  std::int64_t published_ = 0;  ///< highest position in the log
  std::int64_t log_head_ = 0;
  std::map<ProcessId, std::int64_t> consumer_position_;
  std::set<ProcessId> gone_;       ///< read nodes that take no more events
  std::set<ProcessId> replaying_;  ///< consumers that take their history again
  std::uint64_t activity_ = 0;
};

}  // namespace crisper::sim
