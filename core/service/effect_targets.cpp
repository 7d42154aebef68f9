#include "core/service/effect_targets.hpp"

namespace crisper {

bool asks_a_service(const EffectTargets* targets, const SubmitCommand& command) {
  if (!targets || targets->empty()) return false;
  bool any = false;
  for_each_part(command, [&](StreamId stream, const Payload&) { any = any || targets->contains(stream.category()); });
  return any;
}

Task<Outcome> give_to_service(Context& context, const EffectTargets& targets, Payload submit, Duration timeout) {
  const auto& command = *submit.as<SubmitCommand>();
  if (!command.also.empty()) co_return Outcome::rejected;
  const Result<Payload, CallError> taken =
      co_await context.call(targets.at(command.stream.category()), submit, timeout);
  co_return taken ? Outcome::handled : Outcome::try_again;
}

}  // namespace crisper
