// RequestFilter: recognises a request that the network has doubled or held back: a client's message ids grow.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

#include "core/message/envelope.hpp"

namespace crisper {

/// For clients that don't wait for one request before they send the next: so many may overtake each other.
constexpr std::size_t many_at_once = 1024;

class RequestFilter {
 public:
  /// `at_once`: how many requests of one client may be under way at a time. Where it is one, anything not newer than
  /// the last is a ghost: its client has given it up. Where there may be more, ghosts are those that have come before,
  /// and those that are older than the latest so many.
  explicit RequestFilter(std::size_t at_once = 1) : at_once_(at_once) {}

  /// False for a ghost. Costs a look-up, and the moving of as many ids as may be under way at a time.
  bool is_new(const Envelope& request) {
    std::vector<MessageId>& came = came_[request.from];
    const auto place = std::ranges::lower_bound(came, request.id);
    if (place != came.end() && *place == request.id) return false;
    if (place == came.begin() && came.size() == at_once_) return false;
    came.insert(place, request.id);
    if (came.size() > at_once_) came.erase(came.begin());
    return true;
  }

 private:
  std::size_t at_once_;
  std::map<ProcessId, std::vector<MessageId>> came_;  ///< the latest of each client, in the order of their ids
};

}  // namespace crisper
