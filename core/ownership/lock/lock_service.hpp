// LockService: grants one lock per stream, for the length of a lease, with a fencing token that grows with every grant.
#pragma once

#include "core/ownership/lock/lock_table.hpp"
#include "core/runtime/alarm.hpp"

namespace crisper {

/// One process. Grants are durable before they are answered, so a restart neither forgets a holder nor repeats a token.
class LockService final : public Process {
 public:
  explicit LockService(LockTableOptions options = {});
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  Task<> publish_grants(Context& context);
  /// Rewrites the journal once most of it is about locks that are free.
  void compact(Context& context);
  void arm(Context& context);

  LockTable table_;
  Alarm alarm_;
};

}  // namespace crisper
