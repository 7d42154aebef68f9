#include "core/service/forwarder.hpp"

#include <algorithm>

namespace crisper {

Task<> Forwarder::receive(Context& context, const Envelope& envelope) {
  const auto* asked = envelope.payload.as<ExecuteCommand>();
  const auto* handed = envelope.payload.as<HandOverCommand>();
  if (!asked && !handed) co_return;
  if (!callers_.is_new(envelope)) co_return;  // passed on twice, nobody behind it would know it for one
  if (asked) co_return co_await execute(context, envelope, *asked);
  HandOverCommand command = *handed;
  command.visible_again -= context.waited();  // where nothing is left, whoever gets it gives it back
  context.cast(next(), Payload::of(std::move(command)));
}

Task<> Forwarder::execute(Context& context, const Envelope& envelope, ExecuteCommand asked) {
  const Duration left = awaited_until(context, asked) - context.monotonic();
  asked.patience = std::min(left, asked.patience);  // a clock that was set back would leave more than there was
  Payload answer = Payload::of(CommandExecuted{.outcome = Outcome::try_again});
  if (asked.patience > Duration::zero()) {
    const Duration patience = asked.patience;
    const Payload request = Payload::of(std::move(asked));
    const Result<Payload, CallError> outcome = co_await context.call(next(), request, patience);
    if (outcome) answer = *outcome;
  }
  context.reply(envelope, std::move(answer));
}

}  // namespace crisper
