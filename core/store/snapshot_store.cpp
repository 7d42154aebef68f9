#include "core/store/snapshot_store.hpp"

#include "core/observe/audit.hpp"
#include "core/runtime/compaction.hpp"

namespace crisper {

Task<> SnapshotStore::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    if (const auto* snapshot = record.as<Snapshot>()) snapshots_.keep(*snapshot);
  }
  co_return;
}

Task<> SnapshotStore::receive(Context& context, const Envelope& envelope) {
  if (const auto* find = envelope.payload.as<FindSnapshot>()) {
    const Snapshot* found = snapshots_.find(find->stream);
    context.reply(envelope, Payload::of(SnapshotFound{.snapshot = found ? std::optional(*found) : std::nullopt}));
  } else if (const auto* keep = envelope.payload.as<KeepSnapshot>()) {
    if (!snapshots_.keep(keep->snapshot)) co_return;
    context.disk().append(Payload::of(keep->snapshot));
    if (is_worth_compacting(context.disk().records().size(), snapshots_.size())) {
      context.disk().rewrite(snapshots_.all());
    }
    (void)co_await context.sync();  // where that fails, another comes
  }
}

void SnapshotStore::inspect(Audit& audit) const {
  for (const Payload& kept : snapshots_.all()) {
    const auto* snapshot = kept.as<Snapshot>();
    audit.take({.kind = AuditKind::snapshot_kept,
                .stream = snapshot->stream,
                .a = snapshot->version.value,
                .payload = kept});
  }
}

}  // namespace crisper
