// OpenRequests: what services outside have been asked for and nobody has heard the end of.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "core/observe/observation.hpp"

namespace crisper::sim {

/// A request is open from when its tracker has it on disk to when its answer is told. A crash ends none: the tracker
/// finds them again, and says so again.
class OpenRequests {
 public:
  /// What one service was asked for and has not answered, by the oldest of it.
  struct OfService {
    ProcessId service;
    SimTime since{};      ///< when its tracker had the oldest of them
    StreamId for_whom;    ///< of the oldest
    ObservationId taken;  ///< of the oldest
  };

  void observe(const Observation& seen, ObservationId id = {}) {
    const Request request{seen.process, seen.stream, seen.a, seen.b, seen.message};
    if (seen.kind == ObservationKind::request_taken) open_.try_emplace(request, Asked{seen.peer, seen.at, id});
    if (seen.kind == ObservationKind::request_told) open_.erase(request);
  }
  /// Who keeps somebody waiting: who has for longest comes first.
  std::vector<OfService> by_service() const {
    std::vector<OfService> services;
    for (const auto& [request, asked] : open_) {
      const OfService of{asked.service, asked.at, request.for_whom, asked.taken};
      const auto known = std::ranges::find(services, asked.service, &OfService::service);
      if (known == services.end()) {
        services.push_back(of);
      } else if (of.since < known->since) {
        *known = of;
      }
    }
    std::ranges::stable_sort(services, {}, &OfService::since);
    return services;
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
  struct Asked {
    ProcessId service;
    SimTime at{};
    ObservationId taken;
  };
  std::map<Request, Asked> open_;
};

}  // namespace crisper::sim
