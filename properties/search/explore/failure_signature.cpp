#include "properties/search/explore/failure_signature.hpp"

#include <algorithm>

#include "properties/search/shrink/cause.hpp"

namespace crisper::properties {
namespace {

constexpr std::size_t form_bytes_max = 200;

}  // namespace

bool FailureSigner::wants(ObservationKind kind) const {
  switch (kind) {
    case ObservationKind::message_sent:
    case ObservationKind::message_delivered:
    case ObservationKind::message_dropped:
    case ObservationKind::turn_ended: return false;
    default: return true;
  }
}

void FailureSigner::observe(const Observation& observation, ObservationId id) {
  kept_.push_back({id, observation.kind, observation.process});
}

std::string FailureSigner::shape_of(const Violation& violation) const {
  std::string shape;
  std::string last;
  for (const Evidence& evidence : violation.evidence) {
    const auto found = std::ranges::lower_bound(kept_, evidence.id, {}, &Kept::id);
    if (found == kept_.end() || found->id != evidence.id) continue;
    std::string part = std::string(info(found->kind).name) + " by " + names_->role(found->process);
    if (part == last) continue;  // how many of them prove it is a number, too
    if (!shape.empty()) shape += ", ";
    shape += part;
    last = std::move(part);
  }
  return shape;
}

void FailureSigner::end(const RunResult& result) {
  for (const PropertyResult& property : result.properties) {
    std::string signature;
    if (property.verdict == Verdict::fail) {
      if (!property.violations.empty()) signature = shape_of(property.violations.front());
      if (signature.empty()) signature = form_of(property.reason).substr(0, form_bytes_max);
    }
    signatures_.push_back(std::move(signature));
  }
  names_ = nullptr;
}

}  // namespace crisper::properties
