#include "core/ownership/row_lock.hpp"

#include "core/ownership/lock_service.hpp"

namespace crisper {

Task<Result<Owned, OwnershipError>> RowLock::enter(Context& context, StreamId stream) {
  // The lease is counted from before the request left: the service can only have started it later.
  const SimTime asked = context.now();
  const Payload acquire = Payload::of(AcquireLock{.stream = stream, .lease = options_.lease, .wait = options_.wait});
  // The service answers within the wait; a little more covers the way there and back.
  const Duration patience = options_.wait + std::chrono::milliseconds(500);
  const Result<Payload, CallError> answer = co_await context.call(options_.lock_service, acquire, patience);
  if (!answer) co_return failure(OwnershipError::unreachable);
  const auto* granted = answer->as<LockGranted>();
  if (!granted) co_return failure(OwnershipError::not_granted);
  held_ = granted->token;
  co_return Owned{
      .stream = stream, .token = options_.fencing ? granted->token : FencingToken{}, .until = asked + options_.lease};
}

void RowLock::leave(Context& context, const Owned& owned) {
  context.cast(options_.lock_service, Payload::of(ReleaseLock{.stream = owned.stream, .token = held_}));
}

}  // namespace crisper
