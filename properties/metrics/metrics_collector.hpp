// MetricsCollector: measures a run while it goes on.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/observe/observation.hpp"
#include "properties/metrics/metrics.hpp"
#include "properties/metrics/series.hpp"
#include "properties/names.hpp"
#include "properties/run_end.hpp"
#include "properties/support/kind_set.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {

class MetricsCollector final : public Observer {
 public:
  /// `names` outlives the collector.
  explicit MetricsCollector(const Names& names);

  bool wants(ObservationKind kind) const override { return wants_.contains(kind); }
  void observe(const Observation& observation, ObservationId id) override;

  /// All that was measured so far. Costs a few passes over all samples.
  Metrics metrics() const;
  /// The samples under this name ("staleness", "staleness.catalog" …); empty where there are none.
  Series samples(std::string_view name) const;

 private:
  struct Command {
    SimTime dispatched = sim_never;
    StreamCategory category;
  };
  struct Role {
    std::string name;
    Series mailbox_wait;
    Series latency;  ///< of the commands of its clients
    std::int64_t mailbox_peak = 0;
  };
  /// One series per consumer, role …: the samples of the whole are those of all parts.
  struct Part {
    std::string name;
    const Series* series;
  };

  void on_command(const Observation& seen);
  void on_event(const Observation& seen);
  void on_order(const Observation& seen);
  Role& role_of(ProcessId process);
  std::vector<Part> parts() const;
  std::uint64_t count(ObservationKind kind) const { return kinds_[static_cast<std::size_t>(kind)]; }

  const Names& names_;
  KindSet wants_;
  std::array<std::uint64_t, observation_kinds.size()> kinds_{};
  std::array<std::uint64_t, 8> drops_{};  ///< by DropReason
  std::vector<Role> roles_;
  std::vector<std::uint32_t> role_by_process_;  ///< place in roles_ plus one
  OrderedTable<MessageId, Command> commands_;
  OrderedTable<MessageId, SimTime> appended_;  ///< by event
  OrderedTable<StreamId, SimTime> placed_;     ///< by order
  OrderedTable<ProcessId, Series> staleness_;  ///< by consumer
  Series order_latency_;
  Series order_completion_;
  Series handling_time_;
  Series lock_wait_;
  SimTime first_accepted_ = sim_never;
  SimTime last_handled_ = sim_start;
  SimTime first_appended_ = sim_never;
  SimTime last_appended_ = sim_start;
  std::int64_t queue_peak_ = 0;
  std::uint64_t redelivered_ = 0;
  std::uint64_t duplicates_ = 0;
};

}  // namespace crisper::properties
