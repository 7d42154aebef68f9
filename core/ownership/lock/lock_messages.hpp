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
  static constexpr auto fields = field_list(field("stream", &AcquireLock::stream), field("lease", &AcquireLock::lease),
                                            field("wait", &AcquireLock::wait));
};

/// The same within a session; LockSessionOver where there is none of that number.
struct AcquireInSession {
  CRISPER_BODY(AcquireInSession);
  LockSessionId session;
  StreamId stream;
  Duration wait{};
  static constexpr auto fields =
      field_list(field("session", &AcquireInSession::session), field("stream", &AcquireInSession::stream),
                 field("wait", &AcquireInSession::wait));
};

struct LockGranted {
  CRISPER_BODY(LockGranted);
  FencingToken token;
  static constexpr auto fields = field_list(field("token", &LockGranted::token));
};

struct LockNotGranted {
  CRISPER_BODY(LockNotGranted);
  static constexpr auto fields = field_list();
};

/// A cast: a lost one costs the rest of the lease, or the time to the session's next heartbeat.
struct ReleaseLock {
  CRISPER_BODY(ReleaseLock);
  StreamId stream;
  FencingToken token;
  static constexpr auto fields = field_list(field("stream", &ReleaseLock::stream), field("token", &ReleaseLock::token));
};

/// A request, answered by LockSessionOpened: a session that ends when it isn't renewed for so long.
struct OpenLockSession {
  CRISPER_BODY(OpenLockSession);
  Duration ttl{};
  static constexpr auto fields = field_list(field("ttl", &OpenLockSession::ttl));
};

struct LockSessionOpened {
  CRISPER_BODY(LockSessionOpened);
  LockSessionId session;
  static constexpr auto fields = field_list(field("session", &LockSessionOpened::session));
};

/// A request, answered by LockSessionRenewed or LockSessionOver: the heartbeat.
struct RenewLockSession {
  CRISPER_BODY(RenewLockSession);
  LockSessionId session;
  FencingToken given_back;  ///< the session's locks up to this token are: a release may have been lost
  static constexpr auto fields = field_list(field("session", &RenewLockSession::session),
                                            field("given_back", &RenewLockSession::given_back));
};

struct LockSessionRenewed {
  CRISPER_BODY(LockSessionRenewed);
  static constexpr auto fields = field_list();
};

struct LockSessionOver {
  CRISPER_BODY(LockSessionOver);
  static constexpr auto fields = field_list();
};

/// The answer of a replica that doesn't lead.
struct NotTheLeader {
  CRISPER_BODY(NotTheLeader);
  ProcessId leader;  ///< who does, as far as it knows; zero: nobody that it knows of
  static constexpr auto fields = field_list(field("leader", &NotTheLeader::leader));
};

}  // namespace crisper
