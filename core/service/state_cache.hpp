// StateCache: the states a handler has folded lately, so that it reads only what is new. Volatile; never trusted
// without reading the tail.
#pragma once

#include <memory>
#include <unordered_map>

#include "core/message/ids.hpp"
#include "core/service/decider.hpp"

namespace crisper {

struct CachedState {
  StreamVersion version;
  std::unique_ptr<AnyState> state;
  EventId last;                  ///< the event of that version
  StreamVersion kept;            ///< of the latest snapshot that this service knows of
  bool known = false;            ///< it has been read at least once
  std::uint64_t generation = 0;  ///< of the store when it was read last
};

class StateCache {
 public:
  explicit StateCache(std::size_t limit) : limit_(limit) {}

  /// The cached state, or the initial one at version zero.
  CachedState& get(StreamId stream, const AnyDecider& decider) {
    if (states_.size() >= limit_ && !states_.contains(stream)) states_.clear();
    CachedState& cached = states_[stream];
    if (!cached.state) cached.state = decider.initial();
    return cached;
  }
  /// After an append whose fate is unknown.
  void forget(StreamId stream) { states_.erase(stream); }

 private:
  std::size_t limit_;
  std::unordered_map<StreamId, CachedState, StreamIdHash> states_;  // lookup only
};

}  // namespace crisper
