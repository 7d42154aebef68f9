// Forwarder: one process for all that works on nothing itself: it passes each command on to the next of a pool.
#pragma once

#include <vector>

#include "core/service/service_process.hpp"

namespace crisper {

/// Answers ExecuteCommand with what the process of the pool answers, and passes HandOverCommand on. Must be reentrant:
/// else it would wait for one command after the other. Keeps nothing: what it has under way when it crashes, callers
/// ask for again.
class Forwarder final : public Process {
 public:
  explicit Forwarder(std::vector<ProcessId> pool) : pool_(std::move(pool)) {}
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  std::vector<ProcessId> pool_;
  std::size_t next_ = 0;
};

}  // namespace crisper
