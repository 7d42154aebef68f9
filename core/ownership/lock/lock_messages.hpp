// What is said between those who want locks and the services that grant them.
#pragma once

#include "core/message/body.hpp"
#include "core/message/ids.hpp"

namespace crisper {

/// A holder's session with a lock service: its locks last as long as it does.
using LockSessionId = StrongId<struct LockSessionTag, std::int64_t>;

/// A request, answered by LockGranted, or by LockNotGranted when `wait` is over.
struct AcquireLock {
  CRISPER_BODY(AcquireLock);
  StreamId stream;
  Duration lease{};
  Duration wait{};
  CRISPER_FIELDS(stream, lease, wait)
};

/// The same within a session; LockSessionOver where there is none of that number.
struct AcquireInSession {
  CRISPER_BODY(AcquireInSession);
  LockSessionId session;
  StreamId stream;
  Duration wait{};
  CRISPER_FIELDS(session, stream, wait)
};

struct LockGranted {
  CRISPER_BODY(LockGranted);
  FencingToken token;
  CRISPER_FIELDS(token)
};

struct LockNotGranted {
  CRISPER_BODY(LockNotGranted);
  CRISPER_FIELDS()
};

/// A cast: a lost one costs the rest of the lease, or the time to the session's next heartbeat.
struct ReleaseLock {
  CRISPER_BODY(ReleaseLock);
  StreamId stream;
  FencingToken token;
  CRISPER_FIELDS(stream, token)
};

/// A request, answered by LockSessionOpened: a session that ends when it isn't renewed for so long.
struct OpenLockSession {
  CRISPER_BODY(OpenLockSession);
  Duration ttl{};
  CRISPER_FIELDS(ttl)
};

struct LockSessionOpened {
  CRISPER_BODY(LockSessionOpened);
  LockSessionId session;
  CRISPER_FIELDS(session)
};

/// A request, answered by LockSessionRenewed or LockSessionOver: the heartbeat.
struct RenewLockSession {
  CRISPER_BODY(RenewLockSession);
  LockSessionId session;
  FencingToken given_back;  ///< the session's locks up to this token are: a release may have been lost
  CRISPER_FIELDS(session, given_back)
};

struct LockSessionRenewed {
  CRISPER_BODY(LockSessionRenewed);
  CRISPER_FIELDS()
};

struct LockSessionOver {
  CRISPER_BODY(LockSessionOver);
  CRISPER_FIELDS()
};

/// The answer of a replica that doesn't lead.
struct NotTheLeader {
  CRISPER_BODY(NotTheLeader);
  ProcessId leader;  ///< who does, as far as it knows; zero: nobody that it knows of
  CRISPER_FIELDS(leader)
};

}  // namespace crisper
