// What is said between handlers, actors and the registry that knows which actor has which stream.
#pragma once

#include "core/message/body.hpp"
#include "core/message/ids.hpp"

namespace crisper {

/// Handler to registry, a request: who serves this stream? Answered by ActorAt, ActivateActor or NoActorYet.
struct FindActor {
  CRISPER_BODY(FindActor);
  StreamId stream;
  FencingToken unreachable;  ///< this activation did not answer; zero: none
  CRISPER_FIELDS(stream, unreachable)
};

struct ActorAt {
  CRISPER_BODY(ActorAt);
  ProcessId process;
  FencingToken activation;
  CRISPER_FIELDS(process, activation)
};

/// Nobody does: start an actor of this number.
struct ActivateActor {
  CRISPER_BODY(ActivateActor);
  FencingToken activation;
  CRISPER_FIELDS(activation)
};

/// Somebody else has been told to start one, or the one before may not have stopped: ask again.
struct NoActorYet {
  CRISPER_BODY(NoActorYet);
  CRISPER_FIELDS()
};

/// Actor to registry, a request, at its beginning and to renew its lease: answered by StreamHeld or StreamLost.
struct HoldStream {
  CRISPER_BODY(HoldStream);
  StreamId stream;
  FencingToken activation;
  CRISPER_FIELDS(stream, activation)
};

/// For a lease from before the request was sent, on the actor's own clock.
struct StreamHeld {
  CRISPER_BODY(StreamHeld);
  CRISPER_FIELDS()
};

struct StreamLost {
  CRISPER_BODY(StreamLost);
  CRISPER_FIELDS()
};

/// Actor to registry, a request, answered by ActorMayLeave: it serves no command from here on.
struct ActorLeaves {
  CRISPER_BODY(ActorLeaves);
  StreamId stream;
  FencingToken activation;
  CRISPER_FIELDS(stream, activation)
};

struct ActorMayLeave {
  CRISPER_BODY(ActorMayLeave);
  CRISPER_FIELDS()
};

/// Registry to actor, a request, answered by ActorIsHere or ActorGone.
struct ProbeActor {
  CRISPER_BODY(ProbeActor);
  CRISPER_FIELDS()
};

struct ActorIsHere {
  CRISPER_BODY(ActorIsHere);
  CRISPER_FIELDS()
};

/// An actor's answer to a command that it has not carried out and never will: ask the registry again.
struct ActorGone {
  CRISPER_BODY(ActorGone);
  CRISPER_FIELDS()
};

}  // namespace crisper
