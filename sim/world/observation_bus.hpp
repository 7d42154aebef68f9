// ObservationBus: numbers the observations of a run, digests them, and hands each to those who want its kind.
#pragma once

#include <array>
#include <vector>

#include "core/observe/observation.hpp"

namespace crisper::sim {

class ObservationBus {
 public:
  /// Must outlive the bus. Asked now which kinds it wants.
  void attach(Observer& observer) {
    for (std::size_t kind = 0; kind < observation_kinds.size(); ++kind) {
      if (observer.wants(static_cast<ObservationKind>(kind))) wanted_by_[kind].push_back(&observer);
    }
  }

  /// The same, said at this time.
  ObservationId publish(Observation observation, SimTime at) {
    observation.stamp(at);
    return publish(observation);
  }
  ObservationId publish(const Observation& observation) {
    const ObservationId id{++count_};
    observation.digest_into(digest_);
    for (Observer* observer : wanted_by_[static_cast<std::size_t>(observation.kind)])
      observer->observe(observation, id);
    return id;
  }

  std::uint64_t count() const { return count_; }
  std::uint64_t digest() const { return digest_.value(); }

 private:
  std::array<std::vector<Observer*>, observation_kinds.size()> wanted_by_;
  Digest digest_;
  std::uint64_t count_ = 0;
};

}  // namespace crisper::sim
