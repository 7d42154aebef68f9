// EntityService: a process for each state, made when it is first needed and found again in a registry of the caller.
#pragma once

#include <map>

#include "core/runtime/process.hpp"
#include "core/service/service_process.hpp"

namespace crisper {

struct EntityServiceOptions {
  ApplicationServiceOptions service;
  CallPatience patience;  ///< of a call to such a process
};

/// The registry is its caller's own: two callers have a process each for the same state, and what keeps these apart is
/// the ownership strategy. A process that doesn't answer is dismissed, and another made at the next command. The others
/// stay, so a caller has as many as it has met states.
class EntityService final : public Service {
 public:
  explicit EntityService(EntityServiceOptions options) : options_(std::move(options)) {}
  Task<Outcome> carry_out(Context& context, Payload dispatched) override;

 private:
  ProcessId process_of(Context& context, StreamId stream);

  EntityServiceOptions options_;
  std::map<StreamId, ProcessId> registry_;
  std::uint64_t made_ = 0;
};

}  // namespace crisper
