// Observation: one thing that a process, or the simulator, says of a run. Everything downstream reads only these.
#pragma once

#include <cstdint>

#include "core/base/digest.hpp"
#include "core/base/sim_time.hpp"
#include "core/message/ids.hpp"
#include "core/message/payload.hpp"
#include "core/observe/moment.hpp"
#include "core/observe/observation_kind.hpp"

namespace crisper {

/// The place of an observation in its run, from 1.
using ObservationId = StrongId<struct ObservationTag>;

/// A process fills kind and whatever applies; the runtime fills time, process and what is known of the turn.
struct Observation {
  ObservationKind kind{};
  SimTime at{};         ///< true simulated time, not the speaker's skewed clock
  ProcessId process{};  ///< who says it
  ProcessId peer{};     ///< whom it concerns, if another
  MessageId message{};  ///< the message, command or event it is about (see `subject`)
  CorrelationId correlation{};
  CausationId causation{};  ///< the message whose turn says it; zero outside turns
  StreamId stream{};
  std::int64_t a = 0;  ///< meaning depends on the kind: see CRISPER_OBSERVATION_KINDS
  std::int64_t b = 0;
  const Message* payload = nullptr;  ///< valid only during the call that hands the observation over
  /// Of message.sent: which packet of its link it is, as a fault plan names it. Not in the digest: what was
  /// sent before decides it.
  std::uint64_t nth = 0;
  /// Where the kind's `b` is a length of time: when it began. The runtime then fills `b`, in true time.
  Moment since{};

  /// Said now, by the true clock.
  void stamp(SimTime now) {
    at = now;
    if (since.at_ == sim_never) return;
    b = to_ns(now - since.at_);
    since = Moment{};
  }

  void digest_into(Digest& digest) const {
    digest.add((static_cast<std::uint64_t>(process.value) << 32) | peer.value);
    digest.add(static_cast<std::uint64_t>(kind));
    digest.add(static_cast<std::uint64_t>(to_ns(at)));
    digest.add(message.value);
    digest.add(correlation.value);
    digest.add(causation.value);
    digest.add(stream.value);
    digest.add(static_cast<std::uint64_t>(a));
    digest.add(static_cast<std::uint64_t>(b));
    if (payload) digest.add(payload->content_hash());
  }
};

/// Commands and events are told apart by kind; both fit the message field of an observation.
constexpr MessageId subject(CommandId id) { return MessageId{id.value}; }
constexpr MessageId subject(EventId id) { return MessageId{id.value}; }

/// The state that the payload is of, for Message::describe_into; zero where the observation doesn't say.
constexpr StreamId state_of_payload(const Observation& said) {
  // Its stream is the row that a client has seen, and what it sends may be for any state.
  return said.kind == ObservationKind::client_decided ? StreamId{} : said.stream;
}

/// Receives observations as they happen. Must not touch the run.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void observe(const Observation& observation, ObservationId id) = 0;
  /// Whether this kind is wanted at all; asked once, before the run.
  virtual bool wants(ObservationKind) const { return true; }
};

}  // namespace crisper
