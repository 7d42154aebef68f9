#include "core/ownership/actor/actor_lease.hpp"

#include <algorithm>

#include "core/ownership/actor/actor_messages.hpp"

namespace crisper {

Task<bool> ActorLease::renew(Context& context) {
  const SimTime sent = context.time(options_.clock);
  const Payload request = Payload::of(HoldStream{.stream = options_.stream, .activation = options_.activation});
  const Result<Payload, CallError> answer = co_await context.call(options_.registry, request, options_.call_timeout);
  if (!answer) co_await retry_.pause(context, answer.error());
  if (!answer || lost_) co_return false;
  if (answer->as<StreamLost>()) {
    lost_ = true;
    co_return false;
  }
  retry_ = {};
  until_ = std::max(until_, sent + options_.lease);
  co_return true;
}

Task<bool> ActorLease::ensure(Context& context) {
  if (lost_) co_return false;
  if (until_ - context.time(options_.clock) < options_.lease / 2) co_await renew(context);
  co_return holds(context);
}

Task<Result<Owned, OwnershipError>> ActorOwnership::enter(Context& context, const DispatchedCommand& dispatched) {
  if (!co_await lease_.ensure(context)) {
    co_return failure(lease_.is_lost() ? OwnershipError::not_granted : OwnershipError::unreachable);
  }
  const FencingToken token{(lease_.options().activation.value << 24) + doubts_};
  Owned owned{.holds = bare_holds(*dispatched.command.as<SubmitCommand>())};
  for (Hold& hold : owned.holds) {
    hold.token = token;
    if (fencing_) hold.fence = token;
  }
  co_return owned;
}

}  // namespace crisper
