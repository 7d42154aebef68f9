// EvidenceRecorder: remembers the latest observations that can prove something, so that a failure can be told in words.
#pragma once

#include <vector>

#include "core/base/ref.hpp"
#include "properties/property.hpp"

namespace crisper::properties {

/// Attach it before the properties, so that it knows an observation when they look at it. Keeps the last `kept_max`
/// observations of the kinds that properties point at; older ones are told by a trace. 112 bytes each.
class EvidenceRecorder final : public Observer, public EvidenceSource {
 public:
  explicit EvidenceRecorder(const Names& names, std::size_t kept_max = 200'000) : names_(names), kept_max_(kept_max) {}

  /// Messages on their way prove nothing by themselves, and nothing points at them.
  static bool may_prove(ObservationKind kind);

  bool wants(ObservationKind kind) const override { return may_prove(kind); }
  void observe(const Observation& observation, ObservationId id) override;
  std::string words_of(ObservationId id) const override;

 private:
  struct Kept {
    ObservationId id;
    Observation observation;
    Ref<Message> payload;
  };

  const Names& names_;
  std::size_t kept_max_;
  std::vector<Kept> ring_;  ///< ids grow from oldest_ on, around the end
  std::size_t oldest_ = 0;
};

}  // namespace crisper::properties
