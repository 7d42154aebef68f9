#include "core/ownership/lock/lock_ownership.hpp"

#include <algorithm>
#include <map>

#include "core/ownership/lock/lock_messages.hpp"

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
  std::map<StreamId, FencingToken> tokens;
  Owned owned{.holds = {}, .clock = options_.clock};
  bool unlocked = false;
  for (const StreamId key : keys) {
    // The lease is counted from before the request left: the service can only have started it later.
    owned.until = std::min(owned.until, context.time(options_.clock) + options_.lease);
    const Result<FencingToken, OwnershipError> token = co_await take(context, key);
    if (!token && !options_.goes_on_unlocked) {
      for (const auto& [held, its_token] : tokens) give_back(context, held, its_token);
      co_return failure(token.error());
    }
    unlocked |= !token;
    if (token) tokens[key] = *token;
  }
  if (unlocked) owned.until = sim_never;
  for_each_part(command, [&](StreamId stream, const Payload&) {
    const auto found = tokens.find(key_of(stream));
    const FencingToken token = found == tokens.end() ? FencingToken{} : found->second;
    owned.holds.push_back(
        Hold{.stream = stream, .token = token, .fence = options_.fencing ? token : FencingToken{}});
  });
  co_return owned;
}

Task<Result<FencingToken, OwnershipError>> LockOwnership::take(Context& context, StreamId key) {
  const Payload acquire = Payload::of(AcquireLock{.stream = key, .lease = options_.lease, .wait = options_.wait});
  const Result<Payload, CallError> answer = co_await context.call(options_.lock_service, acquire, patience());
  if (!answer) co_return failure(OwnershipError::unreachable);
  const auto* granted = answer->as<LockGranted>();
  if (!granted) co_return failure(OwnershipError::not_granted);
  co_return granted->token;
}

void LockOwnership::give_back(Context& context, StreamId key, FencingToken token) {
  context.cast(options_.lock_service, Payload::of(ReleaseLock{.stream = key, .token = token}));
}

void LockOwnership::leave(Context& context, const SubmitCommand&, const Owned& owned, std::span<const Payload>) {
  std::vector<StreamId> released;
  for (const Hold& hold : owned.holds) {
    const StreamId key = key_of(hold.stream);
    if (hold.token.value == 0 || std::ranges::find(released, key) != released.end()) continue;
    released.push_back(key);
    give_back(context, key, hold.token);
  }
}

}  // namespace crisper
