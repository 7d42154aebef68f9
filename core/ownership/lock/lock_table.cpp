#include "core/ownership/lock/lock_table.hpp"

#include <algorithm>
#include <utility>

namespace crisper {
namespace {

/// Journal record. Owner zero: the lock was given back or ran out.
struct LockHeld {
  CRISPER_BODY(LockHeld);
  StreamId stream;
  ProcessId owner;
  FencingToken token;
  SimTime expires{};
  LockSessionId session{};
  static constexpr auto fields = field_list(field("stream", &LockHeld::stream), field("owner", &LockHeld::owner),
                                            field("token", &LockHeld::token), field("expires", &LockHeld::expires),
                                            field("session", &LockHeld::session));
};

}  // namespace

void LockTable::recover(const Payload& record) {
  const auto* held = record.as<LockHeld>();
  if (!held) return;
  last_token_ = std::max(last_token_, held->token);
  if (const auto before = locks_.find(held->stream); before != locks_.end()) {
    of_session_[before->second.session].erase(held->stream);
    locks_.erase(before);
  }
  if (held->owner.value == 0) return;
  Lock& lock = locks_[held->stream];
  lock.owner = held->owner;
  lock.session = held->session;
  lock.token = held->token;
  lock.expires = held->expires;
  of_session_[lock.session].insert(held->stream);
  if (lock.expires != sim_never) leases_.emplace(held->expires, Limit{held->stream, held->token});
}

void LockTable::request(Context& context, const Envelope& envelope, const AcquireLock& acquire) {
  if (!askers_.is_new(envelope)) return;
  request(context, acquire.stream,
          Waiter{envelope, {}, acquire.lease, context.moment(), context.monotonic() + acquire.wait});
}

void LockTable::request(Context& context, const Envelope& envelope, const AcquireInSession& acquire) {
  if (!askers_.is_new(envelope)) return;
  request(context, acquire.stream,
          Waiter{envelope, acquire.session, {}, context.moment(), context.monotonic() + acquire.wait});
}

void LockTable::request(Context& context, StreamId stream, Waiter waiter) {
  Lock& lock = locks_[stream];
  const ProcessId asker = waiter.request.from;
  const SimTime until = waiter.until;
  // Whoever asks again has given up its earlier request.
  std::erase_if(lock.waiters, [&](const Waiter& each) { return each.request.from == asker; });
  context.observe({.kind = ObservationKind::lock_requested,
                   .peer = asker,
                   .stream = stream,
                   .a = static_cast<std::int64_t>(lock.waiters.size())});
  lock.waiters.push_back(std::move(waiter));
  waits_for_[asker] = stream;
  if (lock.owner.value == 0) return grant_next(context, stream, lock);
  if (options_.detects_deadlocks && closes_circle(asker, lock)) {
    return refuse(context, stream, lock, lock.waiters.size() - 1);
  }
  patience_.emplace(until, Limit{stream, FencingToken{}});
}

void LockTable::release(Context& context, const ReleaseLock& release) {
  const auto found = locks_.find(release.stream);
  if (found == locks_.end() || found->second.token != release.token) return;  // its lease ran out long ago
  Lock& lock = found->second;
  context.observe(
      {.kind = ObservationKind::lock_released, .peer = lock.owner, .stream = release.stream, .a = lock.token.value});
  free(context, release.stream, lock);
}

void LockTable::release_through(Context& context, LockSessionId session, FencingToken token) {
  const auto held = of_session_.find(session);
  if (held == of_session_.end()) return;
  const std::set<StreamId> streams = held->second;
  for (const StreamId stream : streams) {
    const FencingToken its_token = locks_.at(stream).token;
    if (its_token <= token) release(context, {.stream = stream, .token = its_token});
  }
}

std::int64_t LockTable::drop(Context& context, LockSessionId session) {
  const auto held = of_session_.find(session);
  if (held == of_session_.end()) return 0;
  const std::set<StreamId> streams = held->second;
  for (const StreamId stream : streams) {
    Lock& lock = locks_.at(stream);
    context.observe(
        {.kind = ObservationKind::lock_expired, .peer = lock.owner, .stream = stream, .a = lock.token.value});
    free(context, stream, lock);
  }
  if (of_session_[session].empty()) of_session_.erase(session);  // a waiter of this session may have got one of them
  return static_cast<std::int64_t>(streams.size());
}

void LockTable::free(Context& context, StreamId stream, Lock& lock) {
  lock.owner = ProcessId{};
  of_session_[lock.session].erase(stream);
  // Need not be durable: forgetting that a lock is free costs the rest of the lease.
  write_(context, Payload::of(LockHeld{.stream = stream, .owner = {}, .token = lock.token}));
  grant_next(context, stream, lock);
}

bool LockTable::closes_circle(ProcessId asker, const Lock& lock) const {
  const Lock* next = &lock;
  for (std::size_t steps = 0; steps <= waits_for_.size(); ++steps) {
    if (next->owner == asker) return true;
    const auto waits = waits_for_.find(next->owner);
    if (waits == waits_for_.end()) return false;
    const auto found = locks_.find(waits->second);
    if (found == locks_.end()) return false;
    next = &found->second;
  }
  return false;
}

LockTable::Waiter LockTable::take_waiter(StreamId stream, Lock& lock, std::size_t place) {
  Waiter waiter = std::move(lock.waiters[place]);
  lock.waiters.erase(lock.waiters.begin() + static_cast<std::ptrdiff_t>(place));
  // Who has given up this wait may wait for another lock by now.
  const auto waits = waits_for_.find(waiter.request.from);
  if (waits != waits_for_.end() && waits->second == stream) waits_for_.erase(waits);
  return waiter;
}

void LockTable::refuse(Context& context, StreamId stream, Lock& lock, std::size_t place) {
  const Waiter waiter = take_waiter(stream, lock, place);
  context.observe({.kind = ObservationKind::lock_refused,
                   .peer = waiter.request.from,
                   .stream = stream,
                   .a = static_cast<std::int64_t>(lock.waiters.size())});
  context.reply(waiter.request, Payload::of(LockNotGranted{}));
}

void LockTable::tick(Context& context) {
  const SimTime by_lease = context.time(options_.clock);
  while (!leases_.empty() && leases_.begin()->first <= by_lease) {
    const StreamId stream = leases_.begin()->second.stream;
    leases_.erase(leases_.begin());
    const auto found = locks_.find(stream);
    if (found == locks_.end()) continue;
    Lock& lock = found->second;
    if (lock.owner.value == 0 || lock.expires > by_lease) continue;
    context.observe(
        {.kind = ObservationKind::lock_expired, .peer = lock.owner, .stream = stream, .a = lock.token.value});
    free(context, stream, lock);  // who waited too long has been told so; the lock itself may be forgotten
  }
  const SimTime now = context.monotonic();
  while (!patience_.empty() && patience_.begin()->first <= now) {
    const StreamId stream = patience_.begin()->second.stream;
    patience_.erase(patience_.begin());
    const auto found = locks_.find(stream);
    if (found == locks_.end()) continue;
    Lock& lock = found->second;
    while (!lock.waiters.empty() && lock.waiters.front().until <= now) refuse(context, stream, lock, 0);
  }
}

void LockTable::grant_next(Context& context, StreamId stream, Lock& lock) {
  while (!lock.waiters.empty() && lock.waiters.front().until <= context.monotonic()) refuse(context, stream, lock, 0);
  if (lock.waiters.empty()) {
    locks_.erase(stream);  // tokens come from one counter, so nothing of a free lock need be remembered
    return;
  }
  Waiter waiter = take_waiter(stream, lock, 0);
  lock.owner = waiter.request.from;
  lock.session = waiter.session;
  lock.token = FencingToken{++last_token_.value};
  lock.expires = waiter.session.value == 0 ? context.time(options_.clock) + waiter.lease : sim_never;
  of_session_[lock.session].insert(stream);
  if (lock.expires != sim_never) leases_.emplace(lock.expires, Limit{stream, lock.token});
  write_(context, Payload::of(LockHeld{.stream = stream,
                                       .owner = lock.owner,
                                       .token = lock.token,
                                       .expires = lock.expires,
                                       .session = lock.session}));
  grants_.push_back(Grant{stream, std::move(waiter), lock.token});
}

void LockTable::tell(Context& context, const Grant& grant) {
  context.observe({.kind = ObservationKind::lock_granted,
                   .peer = grant.waiter.request.from,
                   .stream = grant.stream,
                   .a = grant.token.value,
                   .since = grant.waiter.since});
  context.reply(grant.waiter.request, Payload::of(LockGranted{.token = grant.token}));
}

bool LockTable::is_over(const Limit& limit) const {
  const auto found = locks_.find(limit.stream);
  if (found == locks_.end()) return true;
  const Lock& lock = found->second;
  return limit.token.value == 0 ? lock.waiters.empty() : lock.owner.value == 0 || lock.token != limit.token;
}

SimTime LockTable::first_of(Limits& limits) const {
  // Most leases are given back long before they run out.
  while (!limits.empty() && is_over(limits.begin()->second)) limits.erase(limits.begin());
  return limits.empty() ? sim_never : limits.begin()->first;
}

SimTime LockTable::next_limit(const Context& context) {
  return std::min(context.on_monotonic(first_of(leases_), options_.clock), first_of(patience_));
}

std::vector<Payload> LockTable::still_matter(std::span<const Payload> records) const {
  std::vector<Payload> kept{
      Payload::of(LockHeld{.stream = {}, .owner = {}, .token = last_token_})};  // nobody holds stream zero
  for (const Payload& record : records) {
    const auto* held = record.as<LockHeld>();
    if (!held || held->owner.value == 0) continue;
    const auto found = locks_.find(held->stream);
    if (found != locks_.end() && found->second.token == held->token) kept.push_back(record);
  }
  return kept;
}

}  // namespace crisper
