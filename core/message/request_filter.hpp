// RequestFilter: recognises a request that the network has doubled or held back. For servers whose clients have one
// request under way at a time: a client's message ids grow, so anything not newer than the last is a ghost.
#pragma once

#include <map>

#include "core/message/envelope.hpp"

namespace crisper {

class RequestFilter {
 public:
  /// False for a ghost. Costs a look-up.
  bool is_new(const Envelope& request) {
    MessageId& last = last_[request.from];
    if (request.id <= last) return false;
    last = request.id;
    return true;
  }

 private:
  std::map<ProcessId, MessageId> last_;
};

}  // namespace crisper
