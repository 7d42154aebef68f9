#include "core/service/forwarder.hpp"

namespace crisper {

Task<> Forwarder::receive(Context& context, const Envelope& envelope) {
  const auto* execute = envelope.payload.as<ExecuteCommand>();
  const bool handed_over = envelope.payload.as<HandOverCommand>() != nullptr;
  if (!execute && !handed_over) co_return;
  const ProcessId next = pool_[next_++ % pool_.size()];
  if (handed_over) co_return context.cast(next, envelope.payload);
  const Result<Payload, CallError> answer = co_await context.call(next, envelope.payload, execute->patience);
  context.reply(envelope, answer ? *answer : Payload::of(CommandExecuted{.outcome = Outcome::try_again}));
}

}  // namespace crisper
