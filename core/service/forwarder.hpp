// Forwarder: one process for all that works on nothing itself: it passes each command on to the next of a pool.
#pragma once

#include <vector>

#include "core/service/service_process.hpp"

namespace crisper {

/// Answers ExecuteCommand with what the process of the pool answers, and passes HandOverCommand on, each once, with
/// what is left of its time. Must be reentrant: else it would wait for one command after the other. Keeps nothing: what
/// it has under way when it crashes, callers ask for again.
class Forwarder final : public Process {
 public:
  /// `callers`: what its callers may have under way.
  Forwarder(std::vector<ProcessId> pool, RequestFilter callers)
      : pool_(std::move(pool)), callers_(std::move(callers)) {}
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  Task<> execute(Context& context, const Envelope& envelope, ExecuteCommand asked);
  ProcessId next() { return pool_[next_++ % pool_.size()]; }

  std::vector<ProcessId> pool_;
  RequestFilter callers_;
  std::size_t next_ = 0;
};

}  // namespace crisper
