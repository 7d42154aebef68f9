// What running out of memory means.
#include "sim/world/memory.hpp"
#include "sim/world/world.hpp"

namespace crisper::sim {

void World::charge(Cell& cell, std::uint64_t bytes) {
  if (!cell.spec.memory) return;
  cell.memory_used += bytes;
  if (cell.memory_used <= cell.spec.memory->budget_bytes || cell.dying) return;
  // Not here: the turn that took the last of it is still on the stack.
  cell.dying = true;
  set_timer(now(), Timer{.kind = Timer::Kind::out_of_memory, .incarnation = cell.incarnation, .process = cell.id});
}

void World::refund(Cell& cell, std::uint64_t bytes) {
  if (cell.spec.memory) cell.memory_used -= bytes;
}

void World::run_out_of_memory(Cell& cell) {
  observe({.kind = ObservationKind::memory_exhausted,
           .process = cell.id,
           .a = static_cast<std::int64_t>(cell.mailbox.size()),
           .b = static_cast<std::int64_t>(cell.children.size())});
  const std::vector<ProcessId> children = cell.children;
  die(cell);
  // Their memory was the parent's: they go with it, and nobody brings them back.
  for (const ProcessId child : children) {
    if (mutable_cell(child).up()) end_process(mutable_cell(child));
  }
  if (!cell.spec.memory->restart_after) return;
  set_timer(after(*cell.spec.memory->restart_after),
            Timer{.kind = Timer::Kind::restart, .incarnation = cell.incarnation, .process = cell.id});
}

}  // namespace crisper::sim
