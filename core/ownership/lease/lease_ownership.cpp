#include "core/ownership/lease/lease_ownership.hpp"

#include <algorithm>

namespace crisper {
namespace {

/// To itself.
struct HeartbeatDue {
  CRISPER_BODY(HeartbeatDue);
  LockSessionId session;
  static constexpr auto fields = field_list(field("session", &HeartbeatDue::session));
};

}  // namespace

LeaseOwnership::LeaseOwnership(LeaseOwnershipOptions options)
    // A replica that is gone must be noticed in a session's time.
    : LockOwnership(options.locks, options.locks.lease / 3),
      replicas_(std::move(options.replicas)),
      watches_session_(options.watches_session) {}

Task<Result<Payload, CallError>> LeaseOwnership::ask(Context& context, Payload request, Duration patience) {
  constexpr Duration pause = std::chrono::milliseconds(10);
  const SimTime until = context.monotonic() + patience;
  while (true) {
    const Duration left = until - context.monotonic();
    if (left <= Duration::zero()) co_return failure(CallError::timed_out);
    const std::size_t asked = leading_;
    const Result<Payload, CallError> answer = co_await context.call(leader(), request, left);
    const auto* other = answer ? answer->as<NotTheLeader>() : nullptr;
    if (answer && !other) co_return answer;
    if (leading_ == asked) {  // no other turn has found out meanwhile
      const auto told = other ? std::ranges::find(*replicas_, other->leader) : replicas_->end();
      leading_ = told == replicas_->end() ? asked + 1 : static_cast<std::size_t>(told - replicas_->begin());
    }
    if (!answer) co_return failure(answer.error());
    co_await context.sleep(pause);  // perhaps nobody leads yet
  }
}

Task<bool> LeaseOwnership::ensure_session(Context& context) {
  const bool has_one = session_.id.value != 0;
  bool lives = has_one && session_.until - context.time(options().clock) > beat();
  if (has_one && !lives) lives = co_await renew(context);
  if (!lives) lives = co_await open(context);
  co_return lives;
}

Task<bool> LeaseOwnership::renew(Context& context) {
  const LockSessionId session = session_.id;
  const SimTime sent = context.time(options().clock);
  const Payload request = Payload::of(RenewLockSession{.session = session, .given_back = given_back_});
  const Result<Payload, CallError> answer = co_await ask(context, request, beat());
  if (session_.id != session) co_return session_.id.value != 0;  // another turn has opened a new one
  if (answer && answer->as<LockSessionRenewed>()) {
    session_.until = std::max(session_.until, sent + options().lease);
    co_return true;
  }
  if (answer) session_ = Session{};
  co_return false;
}

Task<bool> LeaseOwnership::open(Context& context) {
  const SimTime sent = context.time(options().clock);
  const Payload request = Payload::of(OpenLockSession{.ttl = options().lease});
  const Result<Payload, CallError> answer = co_await ask(context, request, patience());
  const auto* opened = answer ? answer->as<LockSessionOpened>() : nullptr;
  if (!opened) co_return false;
  session_ = Session{opened->session, sent + options().lease};
  given_back_ = FencingToken{};
  context.remind(beat(), Payload::of(HeartbeatDue{.session = session_.id}));
  co_return true;
}

Task<> LeaseOwnership::receive(Context& context, const Envelope& envelope) {
  const auto* due = envelope.payload.as<HeartbeatDue>();
  if (!due || due->session != session_.id) co_return;
  co_await renew(context);
  if (due->session == session_.id) context.remind(beat(), envelope.payload);
}

Task<Result<Owned, OwnershipError>> LeaseOwnership::enter(Context& context, const DispatchedCommand& dispatched) {
  const bool has_session = co_await ensure_session(context);
  if (!has_session && !options().goes_on_unlocked) co_return failure(OwnershipError::unreachable);
  of_command_ = session_.id;
  co_return co_await LockOwnership::enter(context, dispatched);
}

Task<Result<FencingToken, OwnershipError>> LeaseOwnership::take(Context& context, StreamId key) {
  const Payload acquire =
      Payload::of(AcquireInSession{.session = of_command_, .stream = key, .wait = options().wait});
  const Result<Payload, CallError> answer = co_await ask(context, acquire, patience());
  if (!answer) {
    // It may be granted later, and would then be held as long as the session lives.
    if (session_.id == of_command_) session_ = Session{};
    co_return failure(OwnershipError::unreachable);
  }
  if (const auto* granted = answer->as<LockGranted>()) co_return granted->token;
  if (answer->as<LockSessionOver>() && session_.id == of_command_) session_ = Session{};
  co_return failure(OwnershipError::not_granted);
}

void LeaseOwnership::give_back(Context& context, StreamId key, FencingToken token) {
  if (session_.id == of_command_) given_back_ = std::max(given_back_, token);
  context.cast(leader(), Payload::of(ReleaseLock{.stream = key, .token = token}));
}

bool LeaseOwnership::still_holds(const Context& context, const Owned& owned) const {
  if (!watches_session_ || owned.until == sim_never) return true;
  return session_.id == of_command_ && context.time(options().clock) < session_.until;
}

}  // namespace crisper
