// FencingTokens: when a token is stale. A stream's highest token is what somebody has stored with an append or has
// shown when reading; whoever comes with a lower one owns the stream no longer.
#pragma once

#include <algorithm>
#include <unordered_map>

#include "core/message/ids.hpp"

namespace crisper {

/// Volatile: a store that restarts knows of the tokens that are stored, and of no others. Costs a look-up.
class FencingTokens {
 public:
  /// An append with this token is stored.
  void stored(StreamId stream, FencingToken token) { raise(stream, token); }
  /// A reader shows it. False where it is stale; else every lower one is stale from now on.
  bool show(StreamId stream, FencingToken token) {
    if (is_stale(stream, token)) return false;
    raise(stream, token);
    return true;
  }
  /// Zero is no token: who shows none isn't fenced off.
  bool is_stale(StreamId stream, FencingToken token) const {
    const auto found = highest_.find(stream);
    return token.value != 0 && found != highest_.end() && token < found->second;
  }

 private:
  void raise(StreamId stream, FencingToken token) {
    FencingToken& highest = highest_[stream];
    highest = std::max(highest, token);
  }

  std::unordered_map<StreamId, FencingToken, StreamIdHash> highest_;  // lookup only
};

}  // namespace crisper
