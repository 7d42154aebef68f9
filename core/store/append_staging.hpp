// What every store does with an append before it writes it, whatever it keeps its events in: looks whether it may be
// stored, and gives its events their ids and numbers.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/store/event_store.hpp"
#include "core/store/fencing_tokens.hpp"
#include "core/store/idempotent_append.hpp"

namespace crisper {

struct StoredStream {
  StreamVersion head;  ///< zero where it doesn't exist
  FencingToken token;  ///< the highest of its appends
};

/// What is stored, as far as the fate of an append depends on it.
class StoredEvents {
 public:
  virtual ~StoredEvents() = default;
  virtual bool knows(CommandId command) const = 0;
  virtual std::optional<EventPlace> place_of(EventId id) const = 0;
  virtual StoredStream stream(StreamId id) const = 0;
  virtual GlobalPosition head() const = 0;
};

/// The events of an append as they are recorded from this position on, each stream behind its head.
std::vector<Payload> as_recorded(const AppendRequest& request, GlobalPosition first,
                                 const std::function<StreamVersion(StreamId)>& head_of);

/// The events of the append as they will be recorded, in the order of its parts, each of which is for another stream;
/// or why it is refused. Costs a look-up for each stream, and for each id that was given.
Result<std::vector<Payload>, AppendError> staged(const AppendRequest& request, const StoredEvents& stored,
                                                 FencingTokens& tokens);

}  // namespace crisper
