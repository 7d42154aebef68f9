// partitioned_queue, partition_and_lock: the queue decides who may work on a state.
#include "core/design/ownership_strategy.hpp"
#include "core/ownership/partition/partition_ownership.hpp"

namespace crisper {
namespace {

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
