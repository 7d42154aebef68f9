#include "core/ownership/lease/lock_sessions.hpp"

#include <algorithm>

namespace crisper {
namespace {

/// Journal record. A ttl of zero: it is over.
struct LockSessionKept {
  CRISPER_BODY(LockSessionKept);
  LockSessionId session;
  Duration ttl{};
  static constexpr auto fields =
      field_list(field("session", &LockSessionKept::session), field("ttl", &LockSessionKept::ttl));
};

}  // namespace

LockSessions::Opened LockSessions::open(Duration ttl, SimTime now) {
  const LockSessionId session{++last_.value};
  sessions_[session] = Session{ttl, now + ttl};
  deadlines_.emplace(now + ttl, session);
  return {session, Payload::of(LockSessionKept{.session = session, .ttl = ttl})};
}

bool LockSessions::renew(LockSessionId session, SimTime now) {
  const auto found = sessions_.find(session);
  if (found == sessions_.end()) return false;
  found->second.until = std::max(found->second.until, now + found->second.ttl);
  return true;
}

std::vector<LockSessionId> LockSessions::expire(SimTime now) {
  std::vector<LockSessionId> over;
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const LockSessionId session = deadlines_.begin()->second;
    deadlines_.erase(deadlines_.begin());
    const auto found = sessions_.find(session);
    if (found->second.until > now) {
      deadlines_.emplace(found->second.until, session);  // it was renewed since
      continue;
    }
    sessions_.erase(found);
    over.push_back(session);
  }
  return over;
}

Payload LockSessions::end_record(LockSessionId session) {
  return Payload::of(LockSessionKept{.session = session, .ttl = {}});
}

void LockSessions::recover(const Payload& record, SimTime now) {
  const auto* kept = record.as<LockSessionKept>();
  if (!kept) return;
  last_ = std::max(last_, kept->session);
  if (const auto known = sessions_.find(kept->session); known != sessions_.end()) {
    std::erase_if(deadlines_, [&](const auto& each) { return each.second == kept->session; });
    sessions_.erase(known);
  }
  if (kept->ttl == Duration::zero()) return;
  sessions_[kept->session] = Session{kept->ttl, now + kept->ttl};
  deadlines_.emplace(now + kept->ttl, kept->session);
}

std::vector<Payload> LockSessions::records() const {
  std::vector<Payload> records;
  for (const auto& [session, kept] : sessions_) {
    records.push_back(Payload::of(LockSessionKept{.session = session, .ttl = kept.ttl}));
  }
  return records;
}

}  // namespace crisper
