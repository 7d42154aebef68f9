#include "core/ownership/lock_service.hpp"

#include <algorithm>
#include <span>

#include "core/runtime/compaction.hpp"

namespace crisper {
namespace {

/// Journal record. Owner zero: the lock was given back or ran out.
struct LockHeld {
  CRISPER_BODY(LockHeld);
  StreamId stream;
  ProcessId owner;
  FencingToken token;
  SimTime expires{};
  static constexpr auto fields = std::tuple{field("stream", &LockHeld::stream), field("owner", &LockHeld::owner),
                                            field("token", &LockHeld::token), field("expires", &LockHeld::expires)};
};

}  // namespace

Task<> LockService::start(Context& context) {
  for (const Payload& record : context.disk().records()) {
    const auto* held = record.as<LockHeld>();
    if (!held) continue;
    last_token_ = std::max(last_token_, held->token);
    if (held->owner.value == 0) {
      locks_.erase(held->stream);
      continue;
    }
    Lock& lock = locks_[held->stream];
    lock.owner = held->owner;
    lock.token = held->token;
    lock.expires = held->expires;
    limits_.emplace(held->expires, Limit{held->stream, held->token});
  }
  arm(context);
  co_return;
}

Task<> LockService::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* acquire = payload.as<AcquireLock>()) {
    if (askers_.is_new(envelope)) request(context, envelope, *acquire);
  } else if (const auto* give_back = payload.as<ReleaseLock>()) {
    release(context, *give_back);
  } else if (const auto* rang = payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) tick(context);
  }
  arm(context);
  if (!grants_.empty()) co_await publish_grants(context);
  compact(context);
}

void LockService::request(Context& context, const Envelope& envelope, const AcquireLock& acquire) {
  Lock& lock = locks_[acquire.stream];
  // Whoever asks again has given up its earlier request.
  std::erase_if(lock.waiters, [&](const Waiter& each) { return each.request.from == envelope.from; });
  context.observe({.kind = ObservationKind::lock_requested,
                   .peer = envelope.from,
                   .stream = acquire.stream,
                   .a = static_cast<std::int64_t>(lock.waiters.size())});
  const SimTime now = context.now();
  lock.waiters.push_back(Waiter{envelope, acquire.lease, now, now + acquire.wait});
  waits_for_[envelope.from] = acquire.stream;
  if (lock.owner.value == 0) return grant_next(context, acquire.stream, lock);
  if (options_.detects_deadlocks && closes_circle(envelope.from, lock)) {
    return refuse(context, acquire.stream, lock, lock.waiters.size() - 1);
  }
  limits_.emplace(now + acquire.wait, Limit{acquire.stream, FencingToken{}});
}

void LockService::release(Context& context, const ReleaseLock& release) {
  const auto found = locks_.find(release.stream);
  if (found == locks_.end() || found->second.token != release.token) return;  // its lease ran out long ago
  Lock& lock = found->second;
  context.observe(
      {.kind = ObservationKind::lock_released, .peer = lock.owner, .stream = release.stream, .a = lock.token.value});
  free(context, release.stream, lock);
}

void LockService::free(Context& context, StreamId stream, Lock& lock) {
  lock.owner = ProcessId{};
  // Unsynced: forgetting that a lock is free costs the rest of the lease.
  context.disk().append(Payload::of(LockHeld{.stream = stream, .owner = {}, .token = lock.token}));
  grant_next(context, stream, lock);
}

bool LockService::closes_circle(ProcessId asker, const Lock& lock) const {
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

LockService::Waiter LockService::take_waiter(StreamId stream, Lock& lock, std::size_t place) {
  Waiter waiter = std::move(lock.waiters[place]);
  lock.waiters.erase(lock.waiters.begin() + static_cast<std::ptrdiff_t>(place));
  // Who has given up this wait may wait for another lock by now.
  const auto waits = waits_for_.find(waiter.request.from);
  if (waits != waits_for_.end() && waits->second == stream) waits_for_.erase(waits);
  return waiter;
}

void LockService::refuse(Context& context, StreamId stream, Lock& lock, std::size_t place) {
  const Waiter waiter = take_waiter(stream, lock, place);
  context.observe({.kind = ObservationKind::lock_refused,
                   .peer = waiter.request.from,
                   .stream = stream,
                   .a = static_cast<std::int64_t>(lock.waiters.size())});
  context.reply(waiter.request, Payload::of(LockNotGranted{}));
}

void LockService::tick(Context& context) {
  const SimTime now = context.now();
  while (!limits_.empty() && limits_.begin()->first <= now) {
    const StreamId stream = limits_.begin()->second.stream;
    limits_.erase(limits_.begin());
    const auto found = locks_.find(stream);
    if (found == locks_.end()) continue;
    Lock& lock = found->second;
    if (lock.owner.value != 0 && lock.expires <= now) {
      context.observe(
          {.kind = ObservationKind::lock_expired, .peer = lock.owner, .stream = stream, .a = lock.token.value});
      free(context, stream, lock);
      continue;  // who waited too long has been told so; the lock itself may be forgotten
    }
    while (!lock.waiters.empty() && lock.waiters.front().until <= now) refuse(context, stream, lock, 0);
  }
}

void LockService::grant_next(Context& context, StreamId stream, Lock& lock) {
  while (!lock.waiters.empty() && lock.waiters.front().until <= context.now()) refuse(context, stream, lock, 0);
  if (lock.waiters.empty()) {
    locks_.erase(stream);  // tokens come from one counter, so nothing of a free lock need be remembered
    return;
  }
  Waiter waiter = take_waiter(stream, lock, 0);
  lock.owner = waiter.request.from;
  lock.token = FencingToken{++last_token_.value};
  lock.expires = context.now() + waiter.lease;
  limits_.emplace(lock.expires, Limit{stream, lock.token});
  context.disk().append(
      Payload::of(LockHeld{.stream = stream, .owner = lock.owner, .token = lock.token, .expires = lock.expires}));
  grants_.push_back(Grant{stream, std::move(waiter), lock.token});
}

Task<> LockService::publish_grants(Context& context) {
  const std::vector<Grant> grants = std::move(grants_);
  grants_.clear();
  if (!co_await context.sync()) co_return;  // the askers will time out; the leases run out
  for (const Grant& grant : grants) {
    context.observe({.kind = ObservationKind::lock_granted,
                     .peer = grant.waiter.request.from,
                     .stream = grant.stream,
                     .a = grant.token.value,
                     .b = to_ns(context.now() - grant.waiter.since)});
    context.reply(grant.waiter.request, Payload::of(LockGranted{.token = grant.token}));
  }
}

bool LockService::is_over(const Limit& limit) const {
  const auto found = locks_.find(limit.stream);
  if (found == locks_.end()) return true;
  const Lock& lock = found->second;
  return limit.token.value == 0 ? lock.waiters.empty() : lock.owner.value == 0 || lock.token != limit.token;
}

void LockService::compact(Context& context) {
  const std::span<const Payload> records = context.disk().records();
  if (!is_worth_compacting(records.size(), locks_.size())) return;
  std::vector<Payload> kept{
      Payload::of(LockHeld{.stream = {}, .owner = {}, .token = last_token_})};  // nobody holds stream zero
  for (const Payload& record : records) {
    const auto* held = record.as<LockHeld>();
    const auto found = locks_.find(held->stream);
    if (held->owner.value != 0 && found != locks_.end() && found->second.token == held->token) kept.push_back(record);
  }
  context.disk().rewrite(std::move(kept));
}

void LockService::arm(Context& context) {
  // Most leases are given back long before they run out: those need no alarm.
  while (!limits_.empty() && is_over(limits_.begin()->second)) limits_.erase(limits_.begin());
  if (!limits_.empty()) alarm_.arm(context, limits_.begin()->first);
}

}  // namespace crisper
