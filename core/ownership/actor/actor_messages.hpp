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
  static constexpr auto fields =
      field_list(field("stream", &FindActor::stream), field("unreachable", &FindActor::unreachable));
};

struct ActorAt {
  CRISPER_BODY(ActorAt);
  ProcessId process;
  FencingToken activation;
  static constexpr auto fields =
      field_list(field("process", &ActorAt::process), field("activation", &ActorAt::activation));
};

/// Nobody does: start an actor of this number.
struct ActivateActor {
  CRISPER_BODY(ActivateActor);
  FencingToken activation;
  static constexpr auto fields = field_list(field("activation", &ActivateActor::activation));
};

/// Somebody else has been told to start one, or the one before may not have stopped: ask again.
struct NoActorYet {
  CRISPER_BODY(NoActorYet);
  static constexpr auto fields = field_list();
};

/// Actor to registry, a request, at its beginning and to renew its lease: answered by StreamHeld or StreamLost.
struct HoldStream {
  CRISPER_BODY(HoldStream);
  StreamId stream;
  FencingToken activation;
  static constexpr auto fields =
      field_list(field("stream", &HoldStream::stream), field("activation", &HoldStream::activation));
};

/// For a lease from before the request was sent, on the actor's own clock.
struct StreamHeld {
  CRISPER_BODY(StreamHeld);
  static constexpr auto fields = field_list();
};

struct StreamLost {
  CRISPER_BODY(StreamLost);
  static constexpr auto fields = field_list();
};

/// Actor to registry, a request, answered by ActorMayLeave: it serves no command from here on.
struct ActorLeaves {
  CRISPER_BODY(ActorLeaves);
  StreamId stream;
  FencingToken activation;
  static constexpr auto fields =
      field_list(field("stream", &ActorLeaves::stream), field("activation", &ActorLeaves::activation));
};

struct ActorMayLeave {
  CRISPER_BODY(ActorMayLeave);
  static constexpr auto fields = field_list();
};

/// Registry to actor, a request, answered by ActorIsHere or ActorGone.
struct ProbeActor {
  CRISPER_BODY(ProbeActor);
  static constexpr auto fields = field_list();
};

struct ActorIsHere {
  CRISPER_BODY(ActorIsHere);
  static constexpr auto fields = field_list();
};

/// An actor's answer to a command that it has not carried out and never will: ask the registry again.
struct ActorGone {
  CRISPER_BODY(ActorGone);
  static constexpr auto fields = field_list();
};

}  // namespace crisper
