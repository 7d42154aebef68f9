// What there is when a run is over.
#include "sim/world/world.hpp"

namespace crisper::sim {
namespace {

/// Signs for a process what it says.
class SignedAudit final : public Audit {
 public:
  SignedAudit(Audit& to, ProcessId by) : to_(to), by_(by) {}
  void take(const AuditEntry& entry) override {
    if (!to_.wants(entry.kind)) return;
    AuditEntry own = entry;
    own.process = by_;
    to_.take(own);
  }
  bool wants(AuditKind kind) const override { return to_.wants(kind); }

 private:
  Audit& to_;
  ProcessId by_;
};

}  // namespace

void World::inspect(Audit& audit) const {
  for (const auto& cell : cells_) {
    if (!cell) continue;
    SignedAudit own(audit, cell->id);
    const bool is_full = fault_on(*cell, FaultKind::full) >= 0;
    if (cell->up() && (is_full || fault_on(*cell, FaultKind::io_error) >= 0)) {
      own.take({.kind = AuditKind::disk_stuck, .a = is_full ? 0 : 1});
    }
    // A paused process has yet to learn what its disk has done.
    if (cell->process && cell->state == CellState::running) {
      cell->process->inspect(own);
    } else {
      own.take({.kind = AuditKind::process_down, .a = cell->state == CellState::paused ? 1 : 0});
    }
  }
}

}  // namespace crisper::sim
