// QuietWatch: notices that a run has nothing left to do, so that it needn't idle to its time limit.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <unordered_set>
#include <vector>

#include "core/observe/observation.hpp"
#include "sim/run/open_requests.hpp"
#include "sim/run/planned_work.hpp"

namespace crisper::sim {

/// Knows what is open: scripts not at their end, commands without an outcome, events not in the log, consumers that
/// are behind, sagas under way, what sagas have told nobody yet, what services outside have not answered yet.
///
/// A fault is no work: a process that is down or paused, or comes and goes, holds nothing open but what it has to do.
/// Times are those of the run, whatever the clocks of its processes say.
class QuietWatch final : public Observer {
 public:
  /// `consumers` are those to whom every event is to come, also where they are down before the first one does.
  explicit QuietWatch(PlannedWork work, std::vector<ProcessId> consumers = {})
      : work_(std::move(work)), consumers_(std::move(consumers)) {}

  void observe(const Observation& observation, ObservationId id) override;
  bool wants(ObservationKind kind) const override;

  /// True while nothing is open.
  bool is_quiet() const;
  /// Grows with everything that is work: quiet for a while means that it has not grown for a while.
  std::uint64_t activity() const { return activity_; }
  const PlannedWork& work() const { return work_; }

 private:
  bool is_down(ProcessId process) const { return crashed_.contains(process) || paused_.contains(process); }
  void crash(ProcessId process);
  bool scripts_over() const;
  bool consumers_caught_up() const;
  bool outboxes_empty() const;
  bool nothing_under_way_outside() const;

  PlannedWork work_;
  std::vector<ProcessId> consumers_;
  std::set<ProcessId> scripts_ended_;  ///< as the clients say, each since it last began
  std::set<ProcessId> ever_ended_;
  ProcessId gateway_;                  ///< whom the clients send their commands to
  using Messages = std::unordered_set<MessageId, StrongIdHash>;  // lookup only
  Messages submitted_;  ///< and nobody has heard of them since
  Messages commands_open_;
  Messages commands_ended_;  ///< an outcome may be observed before its acceptance is
  std::int64_t sagas_open_ = 0;
  struct OutboxSeen {
    std::int64_t added = 0;
    std::int64_t published = 0;
  };
  OpenRequests requests_;
  std::map<ProcessId, std::int64_t> outside_;  ///< what services outside have still to do
  std::map<ProcessId, OutboxSeen> outboxes_;  ///< of sagas: the last that a saga sends may come after its end
  std::set<ProcessId> crashed_;
  std::set<ProcessId> paused_;
  std::int64_t appended_ = 0;   ///< highest position in the store
  std::int64_t published_ = 0;  ///< highest position in the log
  std::int64_t log_head_ = 0;
  std::map<ProcessId, std::int64_t> consumer_position_;
  std::set<ProcessId> gone_;       ///< read nodes that take no more events
  std::set<ProcessId> replaying_;  ///< consumers that take their history again
  std::uint64_t activity_ = 0;
};

}  // namespace crisper::sim
