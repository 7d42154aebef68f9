#include "core/ownership/lease/lock_replica.hpp"

#include <algorithm>

#include "core/runtime/compaction.hpp"

namespace crisper {

LockReplica::LockReplica(LockReplicaOptions options)
    : options_(std::move(options)), journal_(options_.replication), table_(new_table()) {}

LockTable LockReplica::new_table() {
  return LockTable(options_.table, [this](Context&, Payload record) { journal_.write(std::move(record)); });
}

Task<> LockReplica::start(Context& context) {
  co_await journal_.start(context);
  co_await finish(context);
}

Task<> LockReplica::receive(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (const auto* rang = payload.as<AlarmRang>()) {
    if (alarm_.rang(*rang)) {
      tick(context);
      co_await journal_.tick(context);
    }
  } else if (envelope.kind == MessageKind::request || payload.as<ReleaseLock>()) {
    serve(context, envelope);
  } else {
    co_await journal_.receive(context, envelope);
  }
  co_await finish(context);
}

void LockReplica::serve(Context& context, const Envelope& envelope) {
  const Payload& payload = envelope.payload;
  if (serving_.value == 0) {
    if (envelope.kind != MessageKind::request) return;  // a lock of another leader's: that one is told, or it runs out
    return context.reply(envelope, Payload::of(NotTheLeader{.leader = journal_.leader()}));
  }
  if (const auto* acquire = payload.as<AcquireInSession>()) {
    if (sessions_.is_live(acquire->session)) return table_.request(context, envelope, *acquire);
    context.reply(envelope, Payload::of(LockSessionOver{}));
  } else if (const auto* give_back = payload.as<ReleaseLock>()) {
    table_.release(context, *give_back);
  } else if (const auto* open = payload.as<OpenLockSession>()) {
    if (!renewers_.is_new(envelope)) return;
    LockSessions::Opened opened = sessions_.open(open->ttl, lease_time(context));
    journal_.write(std::move(opened.record));
    hold(envelope, Payload::of(LockSessionOpened{.session = opened.session}));
  } else if (const auto* renew = payload.as<RenewLockSession>()) {
    if (!sessions_.renew(renew->session, lease_time(context))) {
      return context.reply(envelope, Payload::of(LockSessionOver{}));
    }
    table_.release_through(context, renew->session, renew->given_back);
    // Nothing to write down; but who is no longer the leader must not prolong what the leader ends.
    hold(envelope, Payload::of(LockSessionRenewed{}));
  }
}

void LockReplica::tick(Context& context) {
  if (serving_.value == 0) return;
  for (const LockSessionId session : sessions_.expire(lease_time(context))) {
    journal_.write(LockSessions::end_record(session));
    const std::int64_t freed = table_.drop(context, session);
    context.observe({.kind = ObservationKind::lock_session_lost, .a = session.value, .b = freed});
  }
  table_.tick(context);
}

void LockReplica::follow_leadership(Context& context) {
  if (journal_.leads() == serving_) return;
  serving_ = journal_.leads();
  table_ = new_table();
  sessions_ = LockSessions();
  unsaid_.clear();
  held_.clear();  // who waits for these answers will ask another replica
  if (serving_.value == 0) return;
  for (const Payload& record : journal_.records()) {
    table_.recover(record);
    sessions_.recover(record, lease_time(context));
  }
  const std::int64_t least = serving_.value << 32;
  table_.raise_tokens(FencingToken{least});
  sessions_.raise_numbers(LockSessionId{least});
}

void LockReplica::hold(Envelope request, Payload answer) {
  unsaid_.push_back(Held{.request = std::move(request), .answer = std::move(answer)});
}

void LockReplica::hold_grants(Context& context) {
  for (std::vector<LockTable::Grant> grants = table_.take_grants(); !grants.empty(); grants = table_.take_grants()) {
    for (LockTable::Grant& grant : grants) {
      const LockSessionId session = grant.waiter.session;
      if (sessions_.is_live(session)) {
        unsaid_.push_back(Held{.request = {}, .answer = {}, .grant = std::move(grant)});
      } else {
        table_.drop(context, session);  // it ended while its holder waited
      }
    }
  }
}

Task<> LockReplica::finish(Context& context) {
  follow_leadership(context);
  if (serving_.value != 0) {
    hold_grants(context);
    if (!unsaid_.empty()) {
      const SimTime since = context.monotonic();
      const std::uint64_t round = co_await journal_.commit(context);
      for (Held& each : unsaid_) {
        each.round = round;
        each.since = since;
        held_.push_back(std::move(each));
      }
      unsaid_.clear();
    }
    say_confirmed(context);
    if (is_worth_compacting(journal_.size(), table_.size() + sessions_.size())) {
      std::vector<Payload> kept = table_.still_matter(journal_.records());
      const std::vector<Payload> sessions = sessions_.records();
      kept.insert(kept.end(), sessions.begin(), sessions.end());
      journal_.compact(context, std::move(kept));
    }
  }
  SimTime next = journal_.next_tick();
  if (serving_.value != 0) {
    const SimTime expiry = context.on_monotonic(sessions_.next_expiry(), options_.table.clock);
    next = std::min({next, table_.next_limit(context), expiry});
  }
  if (next != sim_never) alarm_.arm(context, next);
}

void LockReplica::say_confirmed(Context& context) {
  const std::uint64_t confirmed = journal_.confirmed();
  const bool is_alone = options_.replication.replicas->size() == 1;
  while (!held_.empty() && held_.front().round <= confirmed) {
    const Held said = std::move(held_.front());
    held_.pop_front();
    if (!is_alone && context.monotonic() - said.since >= options_.replication.failover) continue;
    if (said.grant) {
      LockTable::tell(context, *said.grant);
    } else {
      context.reply(said.request, said.answer);
    }
  }
}

}  // namespace crisper
