// two_phase_commit: a coordinator makes an append and its effect on every read side one transaction. Nobody sees a
// store and a view that differ, and nobody can write while one of them doesn't answer.
#include <algorithm>

#include "core/design/publication_method.hpp"
#include "core/publication/coordinator.hpp"
#include "core/publication/store_participant.hpp"

namespace crisper {

PublicationPlan methods::two_phase_commit(PublicationBuild& build) {
  PublicationPlan plan;
  const ProcessId coordinator = build.system.declare("coordinator", "coordinator");
  const auto read_sides = std::make_shared<std::vector<ProcessId>>();
  plan.store.is_source = true;
  plan.store.desk = [](EventStore& store, TransactedStore& owner) {
    return std::make_unique<StoreParticipant>(store, owner);
  };
  plan.append_to = coordinator;
  plan.feed = {.source = coordinator, .mode = FeedMode::transacted, .offsets = OffsetKind::position};
  plan.stage = [&build, coordinator, read_sides] {
    const CoordinatorOptions options{.event_store = build.event_store,
                                     .read_sides = read_sides,
                                     .ask_again = std::max(build.design.relay.timeout / 2, Duration(1)),
                                     .vote_within = 3 * build.design.relay.timeout,
                                     .repeat = build.design.event_log.redeliver_after};
    build.system.define(coordinator, {.factory = [options] { return std::make_unique<Coordinator>(options); }});
  };
  plan.attach = [read_sides](const std::string&, ProcessId consumer) { read_sides->push_back(consumer); };
  return plan;
}

}  // namespace crisper
