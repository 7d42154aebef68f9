// log_is_truth: the store is a log that everybody reads, each at its own pace and from its own position. What is old
// leaves it; an archive that followed it has that, and one door leads to both.
#include "core/design/publication_method.hpp"
#include "core/log/log_archive.hpp"
#include "core/log/log_door.hpp"

namespace crisper {

PublicationPlan methods::log_is_truth(PublicationBuild& build) {
  const PublicationDesign& chosen = build.design.publication;
  const ProcessId door = build.system.declare("log-door", "log-door");
  const ProcessId archive = chosen.archive ? build.system.declare("log-archive", "log-archive") : ProcessId{};
  PublicationPlan plan;
  plan.store.is_source = true;
  const RetentionOptions retention{.retention = chosen.retention,
                                   .clock = chosen.retention_clock,
                                   .compaction = chosen.compaction,
                                   .compact_after = chosen.compact_after,
                                   .archived = chosen.archive};
  plan.store.distributor = [retention](const EventSource& source) {
    return std::make_unique<RetainedLog>(retention, source);
  };
  plan.feed = {.source = door,
               .mode = FeedMode::polled,
               .offsets = OffsetKind::position,
               .timeout = build.design.event_log.redeliver_after,
               .poll = chosen.poll,
               .batch = chosen.batch};
  plan.stage = [&build, door, archive] {
    const PublicationDesign& design = build.design.publication;
    const Duration timeout = build.design.event_log.redeliver_after;
    const LogDoorOptions to{.log = build.event_store, .archive = archive, .timeout = timeout / 2};
    build.system.define(door, {.factory = [to] { return std::make_unique<LogDoor>(to); },
                               .turns = TurnPolicy::reentrant});
    if (archive.value == 0) return;
    const LogArchiveOptions from{
        .log = build.event_store, .poll = design.poll, .batch = design.batch, .timeout = timeout};
    build.system.define(archive, {.factory = [from] { return std::make_unique<LogArchive>(from); },
                                  .turns = TurnPolicy::reentrant});
  };
  return plan;
}

}  // namespace crisper
