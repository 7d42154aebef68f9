#include "core/service/entity_service.hpp"

#include <string>

namespace crisper {

Task<Outcome> EntityService::carry_out(Context& context, Payload dispatched) {
  // A command on several states is carried out by the process of its first.
  const StreamId stream = dispatched.as<DispatchedCommand>()->command.as<SubmitCommand>()->stream;
  const ProcessId process = process_of(context, stream);
  const Result<Outcome, CallError> outcome =
      co_await execute_at(context, process, std::move(dispatched), options_.patience);
  const bool is_there = outcome || outcome.error() == CallError::refused;
  if (!is_there && registry_.erase(stream) > 0) context.cast(process, Payload::of(ServiceDismissed{}));
  co_return outcome.value_or(Outcome::try_again);
}

ProcessId EntityService::process_of(Context& context, StreamId stream) {
  const auto found = registry_.find(stream);
  if (found != registry_.end()) return found->second;
  // Names are for ever, and a restarted caller counts anew: the time makes them its own.
  const std::string name = "entity-" + std::to_string(context.self().value) + "-" + std::to_string(stream.value) + "-" +
                           std::to_string(++made_) + "-" + std::to_string(to_ns(context.monotonic()));
  const ProcessFactory factory = [service = options_.service] { return std::make_unique<ServiceProcess>(service); };
  return registry_[stream] = context.spawn({.name = name, .role = "entity", .factory = factory});
}

}  // namespace crisper
