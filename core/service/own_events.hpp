// OwnEvents: a service's `then` beside its `when`. The producer is a consumer too: its events come back to it through
// publication, as all consumers get them, and only then change the state that it decides on.
//
// Between `when` and `then` that state is stale. A lock that both share closes the gap: it is given back when the
// events have come back (hold_until_back).
#pragma once

#include <map>
#include <unordered_set>
#include <vector>

#include "core/message/body.hpp"
#include "core/message/waiting_requests.hpp"
#include "core/store/event_store.hpp"
#include "core/subscription/subscriber.hpp"

namespace crisper {

/// What it is called, among the consumers.
inline constexpr std::string_view own_events_consumer = "own-events";

/// Service to OwnEvents: what of this stream has come back? Answered with a StreamSlice.
struct ReadOwnEvents {
  CRISPER_BODY(ReadOwnEvents);
  StreamId stream;
  StreamVersion after;
  CommandId command;  ///< the answer says whether its events are among them
  CRISPER_FIELDS(stream, after, command)
};

/// Service to OwnEvents: tell me when the stream is as far as this. Answered with OwnEventsBack, then.
struct AwaitOwnEvents {
  CRISPER_BODY(AwaitOwnEvents);
  StreamId stream;
  StreamVersion version;
  CRISPER_FIELDS(stream, version)
};

struct OwnEventsBack {
  CRISPER_BODY(OwnEventsBack);
  CRISPER_FIELDS()
};

/// Keeps the events of each stream as they come. What comes behind a gap doesn't count until the gap has closed: a
/// state is as it was at some time, never one that has not been.
class OwnEvents final : public Subscriber {
 public:
  using Subscriber::Subscriber;

 private:
  struct Stream {
    std::vector<Payload> events;              ///< RecordedEvents from version 1 on, without a gap
    std::map<StreamVersion, Payload> ahead{};  ///< beyond a gap
    StreamVersion head() const { return StreamVersion{static_cast<std::int64_t>(events.size())}; }
  };

  bool apply(Context& context, const LoggedEvent& event) override;
  void restore(const Payload& change) override;
  void snapshot(std::vector<Payload>& records) const override;
  void advanced(Context& context) override;
  Task<> receive_other(Context& context, const Envelope& envelope) override;
  void keep(const Payload& event);
  StreamSlice read(const ReadOwnEvents& request) const;
  bool is_back(const AwaitOwnEvents& wanted) const;

  std::map<StreamId, Stream> streams_;
  std::unordered_set<CommandId, StrongIdHash> commands_;  // lookup only
  /// AwaitOwnEvents requests; volatile: services ask again.
  WaitingRequests waiting_{WaitingRequests::equal_question};
};

/// What a service has to do with its own events.
struct OwnEventsUse {
  ProcessId process{};   ///< the OwnEvents; zero: there is none
  bool decides = false;  ///< its states are what has come back; else what is stored
  bool holds = false;    ///< it keeps a state until its own events have come back
  Duration within{};     ///< no longer than this, on its own clock: publication may have lost them
};

/// How far a stream is.
struct StreamHead {
  StreamId stream;
  StreamVersion version;
};

/// A question to the store for where a command's events are.
struct StoredHeadsQuestion {
  ProcessId store;
  CommandId command;
  Duration timeout{};
};
/// None where they aren't stored, or where the store doesn't answer.
Task<std::vector<StreamHead>> stored_heads(Context& context, StoredHeadsQuestion question);

/// Waits until the streams are so far, or until `until`. What has not come back by then is observed and left: the
/// events are stored, and whoever decides next decides without them, unless the store looks at versions.
Task<> hold_until_back(Context& context, const OwnEventsUse& use, CommandId command, std::vector<StreamHead> heads,
                       SimTime until);

}  // namespace crisper
