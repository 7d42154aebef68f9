// partitioned_queue, partition_and_lock: the queue decides who may work on a state.
#include "core/ownership/strategy.hpp"

namespace crisper {
namespace {

/// The state comes with the command: the queue gives no other handler a command of it meanwhile.
class PartitionOwnership final : public Ownership {
 public:
  explicit PartitionOwnership(bool fencing) : fencing_(fencing) {}
  Task<Result<Owned, OwnershipError>> enter(Context&, const DispatchedCommand& dispatched) override {
    Owned owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
    for (Hold& hold : owned.holds) {
      hold.token = dispatched.assignment;
      if (fencing_) hold.fence = dispatched.assignment;
    }
    co_return owned;
  }
  void leave(Context&, const SubmitCommand&, const Owned&, std::span<const Payload>) override {}

 private:
  bool fencing_;
};

StrategyPlan partitions(StrategyBuild& build, std::uint32_t group_size, bool one_per_partition) {
  const OwnershipDesign& chosen = build.design.ownership;
  build.service.ownership = [fencing = chosen.fencing] { return std::make_unique<PartitionOwnership>(fencing); };
  return {.service = build.service,
          .routing = {.partitions = chosen.partitions,
                      .group_size = group_size,
                      .one_per_partition = one_per_partition,
                      .session = chosen.lease,
                      .clock = chosen.taker_clock}};
}

}  // namespace

StrategyPlan strategies::partitioned_queue(StrategyBuild& build) { return partitions(build, 1, true); }

StrategyPlan strategies::partition_and_lock(StrategyBuild& build) {
  return partitions(build, build.design.ownership.group_size, false);
}

}  // namespace crisper
