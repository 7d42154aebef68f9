// LockSessions: which holders a lock service takes for alive. Pure; what is written down is the service's business.
#pragma once

#include <map>
#include <vector>

#include "core/message/payload.hpp"
#include "core/ownership/lock/lock_messages.hpp"

namespace crisper {

/// A session lives for its ttl after it was opened or renewed, on the service's clock. A service that begins to lead
/// gives every session it knows a whole ttl more: it doesn't know when the leader before it heard of the holder.
class LockSessions {
 public:
  struct Opened {
    LockSessionId session;
    Payload record;  ///< for the journal
  };
  /// Its number is higher than all before.
  Opened open(Duration ttl, SimTime now);
  bool is_live(LockSessionId session) const { return sessions_.contains(session); }
  /// False where it is over.
  bool renew(LockSessionId session, SimTime now);
  /// Ends those that were not renewed in time.
  std::vector<LockSessionId> expire(SimTime now);
  static Payload end_record(LockSessionId session);
  /// Nothing runs out before.
  SimTime next_expiry() const { return deadlines_.empty() ? sim_never : deadlines_.begin()->first; }

  /// As it came from a journal; `now` counts as a renewal. Other records are none of its business.
  void recover(const Payload& record, SimTime now);
  /// The next number is higher than this.
  void raise_numbers(LockSessionId least) { last_ = std::max(last_, least); }
  /// The journal of what is alive.
  std::vector<Payload> records() const;
  std::size_t size() const { return sessions_.size(); }

 private:
  struct Session {
    Duration ttl{};
    SimTime until;
  };
  std::map<LockSessionId, Session> sessions_;
  std::multimap<SimTime, LockSessionId> deadlines_;  ///< one for each session, perhaps too early
  LockSessionId last_;
};

}  // namespace crisper
