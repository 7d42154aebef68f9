#include "core/ownership/lock_ownership.hpp"

#include <algorithm>
#include <map>

#include "core/ownership/lock_service.hpp"

namespace crisper {

StreamId LockOwnership::key_of(StreamId stream) const {
  // Number zero of a category is no stream: it stands for all of them.
  return options_.scope == LockScope::stream ? stream : StreamId::of(stream.category(), 0);
}

std::vector<StreamId> LockOwnership::keys_of(const SubmitCommand& command) const {
  std::vector<StreamId> keys;
  for_each_part(command, [&](StreamId stream, const Payload&) {
    const StreamId key = key_of(stream);
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  });
  if (options_.in_order) std::ranges::sort(keys);
  return keys;
}

Task<Result<Owned, OwnershipError>> LockOwnership::enter(Context& context, const DispatchedCommand& dispatched) {
  const auto& command = *dispatched.command.as<SubmitCommand>();
  const std::vector<StreamId> keys = keys_of(command);
  // The service answers within the wait; a little more covers the way there and back.
  const Duration patience = options_.wait + std::chrono::milliseconds(500);
  std::map<StreamId, FencingToken> tokens;
  Owned owned;
  for (const StreamId key : keys) {
    // The lease is counted from before the request left: the service can only have started it later.
    owned.until = std::min(owned.until, context.now() + options_.lease);
    const Payload acquire = Payload::of(AcquireLock{.stream = key, .lease = options_.lease, .wait = options_.wait});
    const Result<Payload, CallError> answer = co_await context.call(options_.lock_service, acquire, patience);
    const LockGranted* granted = answer ? answer->as<LockGranted>() : nullptr;
    if (!granted) {
      for (const auto& [held, token] : tokens) release(context, held, token);
      co_return failure(answer ? OwnershipError::not_granted : OwnershipError::unreachable);
    }
    tokens[key] = granted->token;
  }
  for_each_part(command, [&](StreamId stream, const Payload&) {
    const FencingToken token = tokens[key_of(stream)];
    owned.holds.push_back(
        Hold{.stream = stream, .token = token, .fence = options_.fencing ? token : FencingToken{}});
  });
  co_return owned;
}

void LockOwnership::release(Context& context, StreamId key, FencingToken token) const {
  context.cast(options_.lock_service, Payload::of(ReleaseLock{.stream = key, .token = token}));
}

void LockOwnership::leave(Context& context, const SubmitCommand&, const Owned& owned, std::span<const Payload>) {
  std::vector<StreamId> released;
  for (const Hold& hold : owned.holds) {
    const StreamId key = key_of(hold.stream);
    if (std::ranges::find(released, key) != released.end()) continue;
    released.push_back(key);
    release(context, key, hold.token);
  }
}

}  // namespace crisper
