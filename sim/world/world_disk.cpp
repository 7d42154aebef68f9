// What a sync does, and what disk faults do to it and to a crash.
#include <algorithm>

#include "sim/world/world.hpp"

namespace crisper::sim {

void World::sync_disk(Cell& cell, std::uint64_t ticket) {
  Timer timer{.kind = Timer::Kind::synced, .process = cell.id, .number = ticket};
  timer.mark = cell.disk.mark();
  if (faults_.may_fail_disks()) {
    OpenSync open{.ticket = ticket, .mark = timer.mark, .once_durable = {}};
    const WaitTable::Slot* slot = cell.waits.find(ticket);
    const auto* turn = static_cast<Turn*>(slot->owner);
    for (const Observation& each : static_cast<const SyncWait&>(*slot->wait).once_durable()) {
      open.once_durable.push_back(turn->completed(each));
    }
    cell.open_syncs.push_back(std::move(open));
  }
  Duration takes = drawn(cell, options_.disk_sync, "disk: sync");
  if (const std::int32_t slow = fault_on(cell, FaultKind::slow_sync); slow >= 0) {
    takes += faults_.scheduled(slow).amount;
    strike_one(cell, slow);
  }
  set_timer(after(takes), std::move(timer));
}

void World::end_sync(Cell& cell, std::uint64_t ticket, JournalDisk::Mark mark) {
  const WaitTable::Slot* slot = cell.waits.find(ticket);
  if (!slot) return;  // crashed meanwhile: nothing became durable
  auto& wait = static_cast<SyncWait&>(*slot->wait);
  const std::int32_t full = fault_on(cell, FaultKind::full);
  const std::int32_t failing = fault_on(cell, FaultKind::io_error);
  if (full >= 0) {
    strike_one(cell, full);
    cell.disk.lose_unsynced();
    cell.open_syncs.clear();
    wait.set(failure(DiskError::full));
  } else if (!cell.disk.holds(mark)) {  // another turn's sync found the disk full
    wait.set(failure(DiskError::full));
  } else if (failing >= 0) {
    strike_one(cell, failing);
    wait.set(failure(DiskError::io_error));
  } else {
    cell.disk.make_durable(mark);
    // Now, not when the turn goes on: a process that is paused may crash before it does.
    if (cell.open_syncs.empty()) {
      static_cast<Turn*>(slot->owner)->observe_durable(wait);
    } else {
      say_durable(cell, [&](JournalDisk::Mark each) { return cell.disk.is_durable(each); });
    }
  }
  complete(cell, ticket);
}

void World::say_durable(Cell& cell, const std::function<bool(JournalDisk::Mark)>& is_durable) {
  for (const OpenSync& sync : cell.open_syncs) {
    if (!is_durable(sync.mark)) continue;
    for (const Observation& each : sync.once_durable) observe(each);
  }
  std::erase_if(cell.open_syncs, [&](const OpenSync& sync) { return is_durable(sync.mark); });
}

JournalDisk::Wreck World::foresee_wreck(Cell& cell) {
  const std::int32_t keeps = fault_on(cell, FaultKind::lost_unsynced_writes);
  const std::int32_t tears = fault_on(cell, FaultKind::torn_write);
  const auto draw = [&](std::int32_t index) -> std::optional<std::uint64_t> {
    if (index < 0) return std::nullopt;
    // Of every crash a fate of its own.
    return mix_bits(faults_.scheduled(index).draw + cell.incarnation);
  };
  const JournalDisk::Wreck wreck = cell.disk.foresee({.keeps = draw(keeps), .tears = draw(tears)});
  const auto strike = [&](std::int32_t index) {
    fired(index, cell);
    cell.unseen_disk_faults.push_back(index);
  };
  if (keeps >= 0 && wreck.kept_unsynced() > 0) strike(keeps);
  if (tears >= 0 && wreck.torn) strike(tears);
  return wreck;
}

}  // namespace crisper::sim
