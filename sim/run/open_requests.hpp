// OpenRequests: what services outside have been asked for and nobody has heard the end of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>

#include "core/observe/observation.hpp"

namespace crisper::sim {

/// A request is open from when its tracker has it on disk to when its answer is told. A crash ends none: the tracker
/// finds them again, and says so again.
class OpenRequests {
 public:
  void observe(const Observation& seen) {
    const Request request{seen.process, seen.stream, seen.a, seen.b, seen.message};
    if (seen.kind == ObservationKind::request_taken) open_.insert(request);
    if (seen.kind == ObservationKind::request_told) open_.erase(request);
  }
  std::size_t size() const { return open_.size(); }

 private:
  struct Request {
    ProcessId tracker;
    StreamId for_whom;
    std::int64_t effect = 0;
    std::int64_t which = 0;
    MessageId known_by;
    auto operator<=>(const Request&) const = default;
  };
  std::set<Request> open_;
};

}  // namespace crisper::sim
