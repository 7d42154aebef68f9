// R12: the laws of a lock service's sessions.
#include "core/ownership/lease/lock_sessions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <utility>
#include <vector>

namespace crisper {
namespace {

using namespace std::chrono_literals;

RC_GTEST_PROP(LockSessions, live_for_their_time_to_live_after_the_last_renewal_and_no_longer, ()) {
  // Wrong: a holder would lose a session that it renews, or keep one that it doesn't.
  LockSessions sessions;
  std::map<LockSessionId, std::pair<Duration, SimTime>> model;  // ttl, until
  SimTime now = sim_start;
  LockSessionId last;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 4), rc::gen::inRange(1, 30)));
  for (const auto& [what, amount] : steps) {
    if (what == 0) {
      const LockSessions::Opened opened = sessions.open(amount * 1ms, now);
      RC_ASSERT(opened.session > last);
      last = opened.session;
      model[last] = {amount * 1ms, now + amount * 1ms};
    } else if (what == 1 && last.value > 0) {
      const LockSessionId session{1 + amount % last.value};
      const bool lives = model.contains(session);
      RC_ASSERT(sessions.renew(session, now) == lives);
      if (lives) model[session].second = now + model[session].first;
    } else if (what == 2) {
      now += amount * 1ms;
    } else {
      for (const LockSessionId session : sessions.expire(now)) {
        RC_ASSERT(model.at(session).second <= now);
        model.erase(session);
      }
      for (const auto& [session, each] : model) RC_ASSERT(each.second > now);
    }
    RC_ASSERT(sessions.size() == model.size());
  }
}

RC_GTEST_PROP(LockSessions, that_come_from_a_journal_live_as_if_just_renewed, ()) {
  // Wrong: a service that begins to lead would end sessions whose holders it has had no time to hear of.
  LockSessions before;
  std::vector<Payload> journal;
  const auto ttls = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 30));
  for (const int ttl : ttls) journal.push_back(before.open(ttl * 1ms, sim_start).record);
  const SimTime later = sim_start + 1h;
  LockSessions after;
  for (const Payload& record : journal) after.recover(record, later);
  for (const Payload& record : after.records()) after.recover(record, later);  // written twice
  RC_ASSERT(after.size() == ttls.size());
  RC_ASSERT(after.expire(later).empty());
  RC_ASSERT(after.expire(later + 30ms).size() == ttls.size());
  RC_ASSERT(after.open(1ms, later).session.value == static_cast<std::int64_t>(ttls.size()) + 1);
}

}  // namespace
}  // namespace crisper
