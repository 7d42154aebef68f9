// Reaction: what a domain makes of an event without anybody asking: other events, or commands. Enricher, Policy and
// Receptor are the kinds, each a class with its signature; ReactionProcess runs any of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/message/recorded_event.hpp"
#include "core/observe/observation_kind.hpp"
#include "core/subscription/row_key.hpp"

namespace crisper {

/// An event that a reaction adds to a stream. The stream should be the reaction's own: it is appended to without a look
/// at what others do there.
struct NewEvent {
  StreamId stream;
  Payload body;
};

/// A command that a reaction sends, or a request to one of the domain's services.
struct NewCommand {
  StreamId stream;  ///< of the command; unused for a request
  Payload body;
  std::string service{};  ///< empty: a command
};

struct Answers {
  std::vector<NewEvent> events{};
  std::vector<NewCommand> commands{};
  bool empty() const { return events.empty() && commands.empty(); }
};

/// Pure. What it remembers is a value for each key, which a replay of the same events makes again.
class Reaction {
 public:
  virtual ~Reaction() = default;
  virtual ReactionKind kind() const = 0;
  virtual std::string name() const = 0;
  /// Which of its memories an event is about; empty where it concerns none.
  virtual std::optional<StreamId> correlate(const RecordedEvent& event) const = 0;
  /// Its memory after the event; `memory` is the one before, empty for a key that it meets for the first time.
  virtual Payload remember(const Payload& memory, const RecordedEvent&) const { return memory; }
  /// What it makes of the event, knowing what it knew before.
  virtual Answers react(const Payload& memory, const RecordedEvent& event) const = 0;

  /// The view that it asks before it reacts; empty: none. Its history is not read to it again then: what a view showed
  /// is no part of that.
  virtual std::string asks() const { return {}; }
  /// The row that it must be told of this event; nothing where it needs none.
  virtual std::optional<RowKey> question(const RecordedEvent&) const { return std::nullopt; }
  /// What it makes of an event that it had a question for, told what the row showed.
  virtual Answers react_told(const Payload& memory, const RecordedEvent& event, std::int64_t /*shown*/) const {
    return react(memory, event);
  }
};

/// The id of the n-th thing that this reaction makes of an event: whoever carries it out knows a repetition by it, and
/// two reactions to one event are not taken for one.
inline CommandId answer_id(std::string_view reaction, EventId cause, std::uint64_t n = 0) {
  return command_id_of(EventId{cause.value ^ name_key(reaction)}, n);
}

}  // namespace crisper
